import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { InfluxDirectory } from './influx-directory.ts'
import { fieldName } from './influx-names.ts'
import type { InfluxQueries } from './influx-queries.ts'
import { isInfluxTime } from './influx-time.ts'

/** Fields asked for in one question. */
const FIELDS_A_QUESTION = 100

/** Rows further apart are asked for apart: what lies between them may be millions. */
const GAP_MS = 60_000

/** With more questions it is asked first, of all enterprises together, who has anything there at all: of a backlog that is read again after a kill nobody has. */
const FEW_QUESTIONS = 8

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
export const markStored = async (batch: ReadingBatch, suspects: readonly number[], directory: InfluxDirectory, queries: Pick<InfluxQueries, 'stored' | 'enterprisesIn'>, marks: Uint8Array): Promise<number[]> => {
  const questions = questionsOf(batch, suspects, directory)
  for (const { enterprise, fields, from, to, rows } of questions.length > FEW_QUESTIONS ? await worthAsking(questions, queries) : questions) {
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

/** Without those of enterprises that have nothing between the times of theirs. */
const worthAsking = async (questions: readonly Question[], queries: Pick<InfluxQueries, 'enterprisesIn'>): Promise<Question[]> => {
  const stretches: { from: number; to: number; questions: Question[] }[] = []
  for (const question of questions.toSorted((a, b) => a.from - b.from)) {
    const stretch = stretches.at(-1)
    if (stretch !== undefined && question.from - stretch.to <= GAP_MS) {
      stretch.to = Math.max(stretch.to, question.to)
      stretch.questions.push(question)
    } else stretches.push({ from: question.from, to: question.to, questions: [question] })
  }
  const worth: Question[] = []
  for (const { from, to, questions: within } of stretches) {
    const having = within.length > FEW_QUESTIONS ? await queries.enterprisesIn({ from, to: to + 1 }) : undefined
    worth.push(...within.filter(({ enterprise }) => having?.has(enterprise) !== false))
  }
  return worth
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
