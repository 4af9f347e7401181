import { operatingStates, WorkReport } from '@hazardwatch/shared/plant-event'
import { isoTime } from '@hazardwatch/shared/time'
import type { Words } from '@hazardwatch/shared/words'
import { valueFault } from '../refusals.ts'
import { commonFields, decodeEventParts, problem, readFields, unregistered, type EventDecoder, type ReadPart } from './event-parts.ts'
import { fieldOf, type Fields } from './json-fields.ts'
import { noTime, readTime } from './reading-time.ts'

/** `{ts?, source, type, grade?, until?, ticket?}` or a list of these: a special work (GB 30871), or the operating state of a source. */
export const decodeNativeWork: EventDecoder = (payload, into) => { decodeEventParts(payload, into, readWork) }

/** What permits call their grades, beside our own words. */
const gradeWords = new Map([
  ['特级', 'special'], ['一级', 'first'], ['二级', 'second'], ['三级', 'third'], ['四级', 'fourth'],
  ['1', 'first'], ['2', 'second'], ['3', 'third'], ['4', 'fourth'],
])

const readWork: ReadPart = (part, at, into) => {
  const read = readFields(WorkReport, withGrade(part))
  if ('problem' in read) return read
  const { fields } = read
  const common = commonFields(at, into)
  if (common === undefined) return unregistered(into.enterprise)
  if (into.registry.source(into.enterprise, fields.source) === undefined) {
    return problem('unknown_source', '.source', () => ({
      en: `source ${fields.source} is not registered: register it (POST /api/v1/sources), or correct the code`,
      zh: `危险源 ${fields.source} 未登记；请登记（POST /api/v1/sources），或更正编码`,
    }))
  }
  if (fields.grade !== null && operatingStates.some((state) => state === fields.type)) {
    return problem('wrong_value', '.grade', () => ({ en: `${fields.type} is an operating state and has no grade: leave it out`, zh: `${fields.type} 是运行状态，没有等级；请省略 grade` }))
  }
  const given = fieldOf(part, 'until') ?? null
  if (given === null) return { event: { ...fields, ...common, kind: 'work', until: null } }
  const until = readTime(given)
  if (until === undefined) return problem('wrong_time', '.until', () => noTime(given))
  if (until < at) return problem('wrong_time', '.until', () => valueFault(given, { en: 'lies before ts', zh: '早于 ts' }, UNTIL_REMEDY))
  return { event: { ...fields, ...common, kind: 'work', until: isoTime(until) } }
}

const UNTIL_REMEDY: Words = { en: 'it is when the work ends', zh: 'until 是作业结束的时间' }

const withGrade = (part: Fields): Fields => {
  const grade = fieldOf(part, 'grade')
  const word = typeof grade === 'string' || typeof grade === 'number' ? gradeWords.get(String(grade)) : undefined
  return word === undefined ? part : { ...part, grade: word }
}
