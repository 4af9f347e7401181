import { z } from 'zod'
import type { Page } from './list-page.ts'
import { Rejection, rejectionReasons, type RejectionReason } from './rejection.ts'
import { IsoTime } from './time.ts'

/** Grows with time; also the cursor of the list. */
export const LetterId = z.coerce.number().int().positive().brand<'LetterId'>()
export type LetterId = z.infer<typeof LetterId>

/** A message of which something was refused, as it came. */
export const DeadLetter = z.object({
  id: z.number().int(),
  at: IsoTime.describe('When it arrived'),
  enterprise: z.string().describe('Whose topic it came on; not necessarily registered; empty where that is not known'),
  gateway: z.string().nullable().describe('Code of the gateway; null = the native format'),
  topic: z.string(),
  reasons: z.partialRecord(z.enum(rejectionReasons), z.number().int()).describe('How much was refused for what'),
  first: Rejection.nullable().describe('The first refusal in words'),
  accepted: z.number().int().describe('Readings that have been accepted, replays included'),
  bytes: z.number().int().describe('Of the message as it came'),
  kept: z.boolean().describe('False: it was too large to be kept whole, and cannot be replayed'),
  payload: z.string(),
  encoding: z.enum(['text', 'base64']).describe('base64 where the payload is not UTF-8'),
  truncated: z.boolean().describe('The payload goes on'),
})
export type DeadLetter = z.infer<typeof DeadLetter>

/** What was not asked for is left out. */
export interface LetterFilter {
  enterprise?: string | undefined
  topic?: string | undefined
  reason?: RejectionReason | undefined
  ids?: readonly number[] | undefined
}

export const ReplayResult = z.object({
  replayed: z.number().int().describe('Messages that ran through the decoders again'),
  accepted: z.number().int().describe('Readings and events of them that are accepted now'),
  left: z.number().int().describe('Messages that are accepted as a whole now, and have left the folder'),
  refused: z.number().int().describe('Messages of which something is refused still, and which stay'),
  more: z.boolean().describe('There are more that match: call again'),
})
export type ReplayResult = z.infer<typeof ReplayResult>

/** What the folder holds, and what it could not hold. */
export interface LetterCounts {
  letters: number
  bytes: number
  /** Dropped as the oldest, because the folder was full. */
  dropped: number
  /** Never written: they came too fast, or the disk refused. */
  notKept: number
  /** The last write failed. */
  failing: boolean
}

/** Port: messages that could not be accepted, or not as a whole. */
export interface DeadLetters {
  /** Newest first. @param payloadBytes how much of each payload is shown */
  list(filter: LetterFilter & { limit: number; before?: number | undefined }, payloadBytes: number): Promise<Page<DeadLetter>>
  /** Runs them through the decoders again, oldest first, as of their arrival. What is accepted is judged as late, and each part once. */
  replay(filter: LetterFilter): Promise<ReplayResult>
}
