import { setImmediate as nextTurn, setTimeout as waitFor } from 'node:timers/promises'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { ReadingIntake } from '@hazardwatch/shared/reading-intake'
import { nativeTopic } from '@hazardwatch/shared/topics'
import type { InboundMessage } from './decode-message.ts'
import type { TakeMessage } from './message-path.ts'
import { addRefusals, countRefused, createRefusals, refuse, type Refusals } from './refusals.ts'
import { splitLines } from './split-lines.ts'
import type { SpoolReadings } from './spool-reading.ts'

/** How long a caller waits for the spool. After that it is told; readings that were taken have been judged and go on waiting. */
const SPOOL_WITHIN_MS = 15_000

/** Lines of one request: 16 MB of the shortest messages have fewer. */
const LINES_MAX = 500_000

/** Lines that are taken before others get their turn: some ms. */
const LINES_PER_TURN = 1_000

export interface ReadingIntakeOptions {
  take: TakeMessage
  spool: Pick<SpoolReadings, 'room'>
  /** Resolves after so many ms; a test passes its own. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

type Wait = NonNullable<ReadingIntakeOptions['wait']>

/** Readings that come by HTTP: the same hops as MQTT, and the answer is what MQTT senders find on their rejections topic. */
export const createReadingIntake = ({ take, spool, wait = waitWithSignal }: ReadingIntakeOptions): ReadingIntake => ({
  accept: async (enterprise, payload, arrivedAt, form = 'message') => {
    const whole: InboundMessage = { topic: nativeTopic(enterprise, 'readings'), enterprise, payload, arrivedAt }
    await untilRoom(spool, wait)
    const { accepted, refusals, durable } = form === 'message' ? take(whole) : await takeLines(whole, { take, spool, wait })
    await withinBound(durable, wait, 'the readings were judged: send them again with their times, duplicates are stored once')
    return { accepted, refused: refusals.count, rejections: refusals.listed }
  },
})

interface TakenLines {
  accepted: number
  refusals: Refusals
  durable: Promise<unknown>
}

/** Each line is a message of its own: a bad one costs its neighbours nothing, and its number stands before each path. */
const takeLines = async (whole: InboundMessage, { take, spool, wait }: Required<ReadingIntakeOptions>): Promise<TakenLines> => {
  const refusals = createRefusals()
  const groups = new Set<Promise<void>>()
  let accepted = 0
  let taken = 0
  for (const { number, bytes } of splitLines(whole.payload)) {
    taken++
    if (taken > LINES_MAX) {
      refuseFurther(refusals, taken, number)
      continue
    }
    const line = { ...whole, payload: bytes, refusals: createRefusals(refusals.room - refusals.listed.length, `line ${number}: `) }
    const result = take(line)
    accepted += result.accepted
    addRefusals(refusals, result.refusals)
    groups.add(result.durable)
    if (taken % LINES_PER_TURN === 0) {
      await nextTurn()
      await untilRoom(spool, wait)
    }
  }
  const durable = Promise.all(groups)
  durable.catch(() => undefined)
  return { accepted, refusals, durable }
}

const refuseFurther = (refusals: Refusals, taken: number, number: number): void => {
  if (taken > LINES_MAX + 1) countRefused(refusals, 'too_large', 1)
  else refuse(refusals, 'too_large', () => ({ where: `line ${number}: $`, detail: TOO_MANY_LINES }))
}

const TOO_MANY_LINES = {
  en: `from here on nothing was read: at most ${LINES_MAX} lines fit into a request, send the others in another`, zh: `从此行起未读取；一次请求最多 ${LINES_MAX} 行，其余请另发`,
}

const untilRoom = async (spool: ReadingIntakeOptions['spool'], wait: Wait): Promise<void> => {
  const noRoom = spool.room()
  if (noRoom !== undefined) await withinBound(noRoom, wait, 'too many readings wait in the spool: send them again later')
}

const withinBound = async (work: Promise<unknown>, wait: Wait, remedy: string): Promise<void> => {
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
