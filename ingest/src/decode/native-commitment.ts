import { CalendarDay, CommitmentReport } from '@hazardwatch/shared/plant-event'
import type { Words } from '@hazardwatch/shared/words'
import { chinaDay } from '../china-day.ts'
import { FUTURE_MAX_MS } from '../validate-reading.ts'
import { commonFields, decodeEventParts, problem, readFields, unregistered, type EventDecoder, type ReadPart } from './event-parts.ts'
import { fieldOf } from './json-fields.ts'
import { valueFault } from '../refusals.ts'

/** The daily safety commitment, `{ts?, date?, principal, units?, works?, …}`, or a list of them; `date` left out = the day of its time in China. */
export const decodeNativeCommitment: EventDecoder = (payload, into) => { decodeEventParts(payload, into, readCommitment) }

/** A commitment is made in the morning for the day, or the evening before for the next one. */
const AHEAD_MAX_MS = 86_400_000

const readCommitment: ReadPart = (part, at, into) => {
  const read = readFields(CommitmentReport, part)
  if ('problem' in read) return read
  const common = commonFields(at, into)
  if (common === undefined) return unregistered(into.enterprise)
  const date = CalendarDay.safeParse(fieldOf(part, 'date') ?? chinaDay(at))
  if (!date.success) return problem('wrong_time', '.date', () => valueFault(fieldOf(part, 'date'), { en: 'is no day', zh: '日期无法识别' }, DAY_REMEDY))
  if (date.data > chinaDay(into.arrivedAt + AHEAD_MAX_MS + FUTURE_MAX_MS)) {
    return problem('future', '.date', () => ({ en: `${date.data} is more than a day ahead: a commitment is made for each day anew`, zh: `${date.data} 超前一天以上；安全承诺须逐日作出` }))
  }
  return { event: { ...read.fields, ...common, kind: 'commitment', date: date.data } }
}

const DAY_REMEDY: Words = { en: 'send it as 2026-11-23, or leave it out for the day of ts', zh: '请发送如 2026-11-23 的日期，或省略而取 ts 所在之日' }
