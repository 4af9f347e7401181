import type { Clock } from '@hazardwatch/shared/clock'
import type { LetterCounts } from '@hazardwatch/shared/dead-letters'
import type { Log } from '@hazardwatch/shared/node/log'
import { PAYLOAD_MAX_BYTES } from '../decode/read-json.ts'
import type { SetAside } from '../set-aside.ts'
import type { Letter, LetterFolder } from './letter-folder.ts'
import type { LetterLog } from './letter-log.ts'

/** What waits for the folder. Beyond it letters are counted and not kept: the path of the readings never waits for this. */
const WAITING_MAX_BYTES = 16 * 1024 ** 2
/** Letters a second: what one costs is a copy and a write, and a flood of them must not cost the readings their processor. */
const LETTERS_PER_SECOND = 5_000

/** Of what is too large for any decoder, the beginning. */
const CUT_BYTES = 64 * 1024

/**
 * Puts messages of which something was refused into the log, with which they are durable before they are acknowledged, and behind the back
 * of the path into the folder, where they can be read and dropped.
 */
export interface LetterKeeper {
  keep: SetAside
  /** They are of no use any more. */
  leave(ids: readonly number[]): void
  /** Runs when the folder is free, alone. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>
  /** Gives a letter its id: ids grow with time, over restarts as well. */
  nextId(): number
  counts(): LetterCounts
  /** Resolves when all that was kept until now is on the disk, or is known not to be. */
  idle(): Promise<void>
}

export const createLetterKeeper = (folder: LetterFolder, logged: Pick<LetterLog, 'keep'>, clock: Clock, log: Pick<Log, 'error'>): LetterKeeper => {
  const state = { notKept: 0, failing: false, waitingBytes: 0, second: 0, inSecond: 0, lastId: folder.index.ordered().at(-1)?.id ?? 0 }
  let waiting: Letter[] = []
  let queue: Promise<unknown> = Promise.resolve()

  const alone = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = queue.then(work)
    queue = done.catch(() => undefined)
    return done
  }
  const nextId = (): number => {
    state.lastId = Math.max(state.lastId + 1, clock() * 1_000)
    return state.lastId
  }
  const drain = async (): Promise<void> => {
    const letters = waiting
    waiting = []
    state.waitingBytes = 0
    if (letters.length === 0) return
    try {
      await folder.append(letters)
      state.failing = false
    } catch (error) {
      state.notKept += letters.length
      if (!state.failing) log.error({ err: error, letters: letters.length }, 'refused messages could not be kept in the dead-letter folder; they have been told to their senders')
      state.failing = true
    }
  }
  const mayKeep = (at: number): boolean => {
    const second = Math.floor(at / 1_000)
    if (second !== state.second) Object.assign(state, { second, inSecond: 0 })
    state.inSecond++
    return state.inSecond <= LETTERS_PER_SECOND && state.waitingBytes < WAITING_MAX_BYTES
  }
  return {
    keep: (origin, outcome) => {
      const { held, unknown } = outcome
      // What is held are readings, and bounded by itself.
      if (held === undefined && !mayKeep(clock())) {
        state.notKept++
        return
      }
      const letter = letterOf(nextId(), origin, outcome)
      if (held !== undefined) held.letter = letter.head.id
      logged.keep(letter, unknown, held !== undefined)
      state.waitingBytes += letter.payload.length + 300
      if (waiting.push(letter) === 1) void alone(drain)
    },
    leave: (ids) => { alone(() => folder.remove(ids)).catch((error: unknown) => { log.error({ err: error, letters: ids.length }, 'letters could not leave the dead-letter folder') }) },
    alone, nextId,
    counts: () => ({ letters: folder.index.entries.size, bytes: folder.index.bytes(), dropped: folder.dropped(), notKept: state.notKept, failing: state.failing }),
    idle: () => alone(() => folder.sync()),
  }
}

const letterOf = (id: number, origin: Parameters<SetAside>[0], { accepted, refusals, unknown, correction = 0, held }: Parameters<SetAside>[1]): Letter => {
  const given = typeof origin.payload === 'function' ? origin.payload() : origin.payload
  const kept = given.length <= PAYLOAD_MAX_BYTES ? given : given.subarray(0, CUT_BYTES)
  return {
    // A copy: the bytes belong to the connection they came by.
    payload: Buffer.from(kept),
    head: {
      id, at: origin.arrivedAt, topic: origin.topic.slice(0, 1_000), enterprise: origin.enterprise.slice(0, 256), gateway: origin.gateway?.code ?? null,
      reasons: refusals.byReason, first: refusals.listed[0] ?? null, accepted, unknown: accepted === 0 ? null : [...unknown?.names.keys() ?? []], bytes: given.length, correction,
      ...(held !== undefined && { held: true }),
    },
  }
}
