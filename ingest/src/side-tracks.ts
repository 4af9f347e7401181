import type { Clock } from '@hazardwatch/shared/clock'
import type { DeadLetters, LetterCounts } from '@hazardwatch/shared/dead-letters'
import type { Log } from '@hazardwatch/shared/node/log'
import type { QuarantineRecords } from '@hazardwatch/shared/node/records/quarantine-records'
import type { Quarantine } from '@hazardwatch/shared/quarantine'
import { holdAgain } from './dead-letters/hold-again.ts'
import { createLetterKeeper, type LetterKeeper } from './dead-letters/keep-letter.ts'
import { openLetterFolder, type LetterFolder } from './dead-letters/letter-folder.ts'
import { createLetterLog, type LetterLog } from './dead-letters/letter-log.ts'
import { listLetters } from './dead-letters/list-letters.ts'
import { createReplay } from './dead-letters/replay-letters.ts'
import { openReplaySession, type ReplayHops } from './dead-letters/replay-session.ts'
import type { Reply } from './decode/decode-target.ts'
import type { PointRegistry } from './decode-message.ts'
import type { GatewayRoutes } from './gateway-routes.ts'
import type { IngestStats } from './ingest-stats.ts'
import type { Hops } from './message-path.ts'
import { startQuarantine, type QuarantineService } from './quarantine-unknown.ts'
import type { ReadingSpool } from './reading-spool.ts'
import { createRejectReadings, type RejectReadings } from './reject-reading.ts'
import type { SetAside } from './set-aside.ts'

/** How often senders are told of what they were not told one by one. */
const SUMMARY_MS = 1_000

/** How often the quarantine list is written, and the log told what it need not keep for letters any more. */
const WRITE_MS = 5_000
/** Writes in which a flood of names has been written, whatever it was: the log does not wait for it longer. */
const WRITES_OF_A_FLOOD = 60

/** How often the broker is looked for while there is something to ask. */
const CONNECTED_MS = 200

/** A day of a hundred messages a minute, or what fits; and never the last of the disk. */
const LETTER_BOUNDS = { maxBytes: 256 * 1024 ** 2, maxLetters: 200_000, reserveBytes: 128 * 1024 ** 2 }

export interface SideTrackOptions {
  registry: PointRegistry
  gateways: Pick<GatewayRoutes, 'ofDevice' | 'ofCode'>
  records: { quarantine: QuarantineRecords; deadLetterFolder: string }
  spool: Pick<ReadingSpool, 'readings' | 'letters'>
  publish: (topic: string, payload: string | Uint8Array) => void
  stats: IngestStats
  clock: Clock
  log: Pick<Log, 'error'>
  /** Repeats until its result is called. */
  every: (ms: number, run: () => void) => () => void
}

/** Where that goes which leaves the path of a reading: told to its sender, names into the quarantine list, messages into the dead-letter folder. */
export interface SideTracks {
  reject: RejectReadings
  setAside: SetAside
  readAfterAll: NonNullable<Hops['readAfterAll']>
  noteDevice: QuarantineService['noteDevice']
  quarantine: Quarantine
  /** Gives data that waited for a birth when the process before this one ended back to the decoders of their gateways, whose senders are asked for it once the broker is there. */
  holdAgain(connected: () => boolean): Promise<void>
  /** Messages of which something was refused; replayed through the hops that are given. */
  letters(hops: Omit<ReplayHops, 'registry' | 'gateways' | 'clock'>, room: () => Promise<void> | undefined): DeadLetters
  counts(): { quarantine: ReturnType<QuarantineService['counts']>; deadLetters: LetterCounts }
  stop(): Promise<void>
}

export const startSideTracks = async ({ registry, gateways, records, spool, publish, stats, clock, log, every }: SideTrackOptions): Promise<SideTracks> => {
  const rejections = createRejectReadings(publish, clock, stats)
  const quarantine = await startQuarantine({ records: records.quarantine, registry, gateways, log })
  const folder = await openLetterFolder(records.deadLetterFolder, LETTER_BOUNDS)
  const logged = createLetterLog(spool.readings, spool.letters)
  await restore(logged, folder, quarantine, log)
  const keeper = createLetterKeeper(folder, logged, clock, log)
  const write = createWrite(quarantine, keeper, logged, log)
  let stopAsking = (): void => undefined
  const stopSummaries = every(SUMMARY_MS, () => { rejections.tellWithheld() })
  const stopWrites = every(WRITE_MS, () => { void write() })
  return {
    reject: rejections.reject,
    setAside: (origin, outcome) => {
      quarantine.note(origin, outcome)
      keeper.keep(origin, outcome)
    },
    readAfterAll: (messages, durable) => { durable.then(() => { keeper.leave(messages.flatMap(({ letter }) => letter ?? [])) }, () => undefined) },
    holdAgain: async (connected) => {
      const replies = await holdAgain(folder, { registry, gateways, clock })
      stopAsking = askOnce(replies, connected, publish, every)
    },
    letters: (hops, room) => ({ list: listLetters(folder), replay: createReplay(folder, keeper, () => openReplaySession({ ...hops, registry, gateways, clock }), room) }),
    noteDevice: quarantine.noteDevice,
    quarantine: quarantine.list,
    counts: () => ({ quarantine: quarantine.counts(), deadLetters: keeper.counts() }),
    stop: async () => {
      stopAsking()
      stopSummaries()
      stopWrites()
      await write()
    },
  }
}

/** @returns how to give up waiting for the broker */
const askOnce = (replies: readonly Reply[], connected: () => boolean, publish: SideTrackOptions['publish'], every: SideTrackOptions['every']): (() => void) => {
  if (replies.length === 0) return () => undefined
  const stop = every(CONNECTED_MS, () => {
    if (!connected()) return
    stop()
    for (const { topic, payload } of replies) publish(topic, payload)
  })
  return stop
}

const restore = async (logged: LetterLog, folder: LetterFolder, quarantine: QuarantineService, log: Pick<Log, 'error'>): Promise<void> => {
  try {
    await logged.restore(folder, quarantine.recall)
  } catch (error) {
    log.error({ err: error }, 'refused messages of the run before could not be kept in the dead-letter folder')
  }
}

/** One at a time; a call during one waits for it and runs behind it. */
const createWrite = (quarantine: QuarantineService, keeper: LetterKeeper, logged: LetterLog, log: Pick<Log, 'error'>): (() => Promise<void>) => {
  let running = Promise.resolve()
  /** Ends of the log at the writes before, since all of the list was written. */
  let ends: number[] = []
  const write = async (): Promise<void> => {
    ends.push(logged.position())
    const isWritten = await quarantine.write()
    await keeper.idle()
    const passed = isWritten ? ends.at(-1) : ends.length > WRITES_OF_A_FLOOD ? ends[0] : undefined
    if (passed === undefined) return
    ends = ends.filter((end) => end > passed)
    await logged.passed(passed)
  }
  return () => {
    running = running.then(write).catch((error: unknown) => { log.error({ err: error }, 'what was set aside could not be written; it is tried again') })
    return running
  }
}
