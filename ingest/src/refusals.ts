import type { Rejection, RejectionReason } from '@hazardwatch/shared/rejection'
import type { Words } from '@hazardwatch/shared/words'

/** How many refusals of one message are described; the others are only counted, so that a hostile message costs bounded memory. */
const LISTED_MAX = 100

/** A tag or a path in a description is the sender's own text, which may be megabytes long. */
const TEXT_MAX = 200

/** What a message lost on its way through the hops: an exact count, and the first of it described. */
export interface Refusals {
  count: number
  byReason: Partial<Record<RejectionReason, number>>
  listed: Rejection[]
  /** How many may be listed. */
  room: number
  /** Stands before each path: of a message that is a line of a larger payload. */
  place: string
}

/** Why something was refused, before it is counted. */
export interface Problem extends Pick<Rejection, 'reason' | 'where' | 'tag'> {
  detail: Words
}

export const createRefusals = (room = LISTED_MAX, place = ''): Refusals => ({ count: 0, byReason: {}, listed: [], room, place })

/** Counts one refusal. `describe` runs only while there is room in the list, so a flood of bad values does not build texts. */
export const refuse = (refusals: Refusals, reason: RejectionReason, describe: () => Omit<Problem, 'reason'>): void => {
  countRefused(refusals, reason, 1)
  if (refusals.listed.length >= refusals.room) return
  const { where, detail, tag } = describe()
  const told = { where: refusals.place + clip(where), detail: clip(detail.en), detailZh: clip(detail.zh) }
  refusals.listed.push({ reason, ...told, ...(tag !== undefined && { tag: clip(tag) }) })
}

/** Counts refusals that are not described any more. */
export const countRefused = (refusals: Refusals, reason: RejectionReason, count: number): void => {
  refusals.count += count
  refusals.byReason[reason] = (refusals.byReason[reason] ?? 0) + count
}

/** Adds the refusals of a part to those of the whole. */
export const addRefusals = (whole: Refusals, part: Refusals): void => {
  for (const reason of Object.keys(part.byReason) as RejectionReason[]) countRefused(whole, reason, part.byReason[reason] ?? 0)
  whole.listed.push(...part.listed.slice(0, whole.room - whole.listed.length))
}

/** A value as it may stand in a description: its JSON, cut short. */
export const shown = (value: unknown): Words => {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? { en: 'a list', zh: '数组' } : { en: 'an object', zh: '对象' }
  const text = typeof value === 'string' ? JSON.stringify(clip(value, 40)) : String(value)
  return { en: text, zh: text }
}

/** What is wrong with a value, and how to mend it. In Chinese the value stands behind what is said of it. */
export const valueFault = (value: unknown, fault: Words, remedy: Words): Words => {
  const text = shown(value)
  return { en: `${text.en} ${fault.en}: ${remedy.en}`, zh: `${fault.zh}（${text.zh}）；${remedy.zh}` }
}

const clip = (text: string, max = TEXT_MAX): string => (text.length <= max ? text : `${text.slice(0, max - 1)}…`)
