import type { RejectionReason } from '@hazardwatch/shared/rejection'
import { countRefused, createRefusals, refuse, type Problem, type Refusals } from '../refusals.ts'

/**
 * The parts of one message (elements of a list, objects with values of their own) that cannot be read, kept apart from
 * the values that cannot: a message none of whose parts can be read is one refusal, however many parts it claims to have.
 */
export interface Parts {
  count: number
  /** Undefined until there is one: the usual message costs nothing here. */
  unreadable: Refusals | undefined
  /** How many of them may be described. */
  room: number
}

/** @param refusals of the message: where {@link refuseParts} will write */
export const createParts = ({ listed, room }: Refusals): Parts => ({ count: 0, unreadable: undefined, room: room - listed.length })

/** Notes a part that cannot be read. `describe` runs only while there is room in the list. */
export const refusePart = (parts: Parts, reason: RejectionReason, describe: () => Omit<Problem, 'reason'>): void => {
  parts.unreadable ??= createRefusals(parts.room)
  refuse(parts.unreadable, reason, describe)
}

/** When all parts are read: counts those that could not be into the message's refusals. */
export const refuseParts = (refusals: Refusals, { count, unreadable }: Parts): void => {
  if (unreadable === undefined) return
  const whole = unreadable.count === count
  const listed = whole ? unreadable.listed.slice(0, 1) : unreadable.listed
  for (const { reason, detail: en, detailZh: zh = en, ...rest } of listed) refuse(refusals, reason, () => ({ ...rest, detail: { en, zh } }))
  if (whole) {
    const [reason] = Object.keys(unreadable.byReason) as RejectionReason[]
    if (listed.length === 0 && reason !== undefined) countRefused(refusals, reason, 1)
    return
  }
  for (const [reason, found] of Object.entries(unreadable.byReason) as [RejectionReason, number][]) {
    const described = listed.reduce((sum, problem) => sum + Number(problem.reason === reason), 0)
    if (found > described) countRefused(refusals, reason, found - described)
  }
}

/** Refuses a message as a whole. */
export const refuseMessage = (refusals: Refusals, { reason, ...rest }: Problem): void => refuse(refusals, reason, () => rest)
