import { setTimeout as waitFor } from 'node:timers/promises'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { ReadingIntake } from '@hazardwatch/shared/reading-intake'
import { nativeTopic } from '@hazardwatch/shared/topics'
import type { TakeMessage } from './message-path.ts'
import type { SpoolReadings } from './spool-reading.ts'

/** How long a caller waits for the spool. After that it is told; readings that were taken have been judged and go on waiting. */
const SPOOL_WITHIN_MS = 15_000

export interface ReadingIntakeOptions {
  take: TakeMessage
  spool: Pick<SpoolReadings, 'room'>
  /** Resolves after so many ms; a test passes its own. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Readings that come by HTTP: the same hops as MQTT, and the answer is what MQTT senders find on their rejections topic. */
export const createReadingIntake = ({ take, spool, wait = waitWithSignal }: ReadingIntakeOptions): ReadingIntake => ({
  accept: async (enterprise, payload, arrivedAt) => {
    const noRoom = spool.room()
    if (noRoom !== undefined) await withinBound(noRoom, wait, 'too many readings wait in the spool: send them again later')
    const { accepted, refusals, durable } = take({ topic: nativeTopic(enterprise, 'readings'), enterprise, payload, arrivedAt })
    await withinBound(durable, wait, 'the readings were judged: send them again with their times, duplicates are stored once')
    return { accepted, refused: refusals.count, rejections: refusals.listed }
  },
})

const withinBound = async (work: Promise<void>, wait: NonNullable<ReadingIntakeOptions['wait']>, remedy: string): Promise<void> => {
  const done = new AbortController()
  const tooLate = async (): Promise<never> => {
    await wait(SPOOL_WITHIN_MS, done.signal)
    throw new HazardError('store_unavailable', `the spool did not answer within ${SPOOL_WITHIN_MS / 1000} s; ${remedy}`)
  }
  const bound = tooLate()
  // When the spool wins the race, the bound is cancelled and its rejection is of no interest.
  bound.catch(() => undefined)
  try {
    await Promise.race([work, bound])
  } finally {
    done.abort()
  }
}

const waitWithSignal = (ms: number, signal: AbortSignal): Promise<void> => waitFor(ms, undefined, { signal })
