import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { InfluxDirectory } from './influx-directory.ts'
import { fieldName } from './influx-names.ts'
import type { InfluxQueries } from './influx-queries.ts'
import { isInfluxTime } from './influx-time.ts'

/** Fields asked for in one question. */
const FIELDS_A_QUESTION = 100

/** Rows further apart are asked for apart: what lies between them may be millions. */
const GAP_MS = 60_000

/** One question: which of these rows of one enterprise are stored. */
interface Question {
  enterprise: string
  fields: string[]
  from: number
  to: number
  /** Rows by field and time. */
  rows: Map<string, number[]>
}

const keyOf = (field: string, time: number): string => `${field}\u0000${time}`

/** Rows that the server may have already. @returns their numbers; none in the usual case. */
export const findSuspects = (batch: ReadingBatch, directory: InfluxDirectory): number[] => {
  const suspects: number[] = []
  for (let row = 0; row < batch.count; row++) {
    if (directory.mayHave(batch.point[row] ?? -1, batch.time[row] ?? 0)) suspects.push(row)
  }
  return suspects
}

/** Marks the suspects that the server does have: the first reading of a point and time stays, as the alarm engine judged it. @returns their rows */
export const markStored = async (batch: ReadingBatch, suspects: readonly number[], directory: InfluxDirectory, queries: InfluxQueries, marks: Uint8Array): Promise<number[]> => {
  for (const { enterprise, fields, from, to, rows } of questionsOf(batch, suspects, directory)) {
    await queries.stored(enterprise, fields, { from, to: to + 1 }, (field, time) => {
      for (const row of rows.get(keyOf(field, time)) ?? []) marks[row] = 1
    })
  }
  return suspects.filter((row) => marks[row] === 1)
}

const questionsOf = (batch: ReadingBatch, suspects: readonly number[], directory: InfluxDirectory): Question[] => {
  const timeOf = (row: number): number => batch.time[row] ?? 0
  const known = suspects.filter((row) => directory.knows(batch.point[row] ?? -1) && isInfluxTime(timeOf(row)))
  const byEnterprise = Map.groupBy(known, (row) => directory.nameOf(batch.point[row] ?? -1)?.enterprise ?? '')
  return [...byEnterprise].flatMap(([enterprise, rows]) => {
    const questions: Question[] = []
    for (const row of rows.sort((a, b) => timeOf(a) - timeOf(b))) {
      const field = fieldName(directory.nameOf(batch.point[row] ?? -1)?.tag ?? '')
      add(questionFor(questions, enterprise, field, timeOf(row)), field, timeOf(row), row)
    }
    return questions
  })
}

/** The newest question if the row is near enough and its field fits; else a new one. */
const questionFor = (questions: Question[], enterprise: string, field: string, time: number): Question => {
  const newest = questions.at(-1)
  if (newest !== undefined && time - newest.to <= GAP_MS && (newest.fields.length < FIELDS_A_QUESTION || newest.fields.includes(field))) return newest
  const question = { enterprise, fields: [], from: time, to: time, rows: new Map() }
  questions.push(question)
  return question
}

const add = (question: Question, field: string, time: number, row: number): void => {
  const { fields, rows } = question
  question.to = time
  if (!fields.includes(field)) fields.push(field)
  const key = keyOf(field, time)
  const same = rows.get(key)
  if (same === undefined) rows.set(key, [row])
  else same.push(row)
}
