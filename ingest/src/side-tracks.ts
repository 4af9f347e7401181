import type { Clock } from '@hazardwatch/shared/clock'
import type { DeadLetters, LetterCounts } from '@hazardwatch/shared/dead-letters'
import type { Log } from '@hazardwatch/shared/node/log'
import type { QuarantineRecords } from '@hazardwatch/shared/node/records/quarantine-records'
import type { Quarantine } from '@hazardwatch/shared/quarantine'
import { createLetterKeeper } from './dead-letters/keep-letter.ts'
import { openLetterFolder } from './dead-letters/letter-folder.ts'
import { listLetters } from './dead-letters/list-letters.ts'
import { createReplay } from './dead-letters/replay-letters.ts'
import { openReplaySession, type ReplayHops } from './dead-letters/replay-session.ts'
import type { PointRegistry } from './decode-message.ts'
import type { GatewayRoutes } from './gateway-routes.ts'
import type { IngestStats } from './ingest-stats.ts'
import { startQuarantine, type QuarantineService } from './quarantine-unknown.ts'
import { createRejectReadings, type RejectReadings } from './reject-reading.ts'
import type { SetAside } from './set-aside.ts'

/** How often senders are told of what they were not told one by one. */
const SUMMARY_MS = 1_000

/** A day of a hundred messages a minute, or what fits; and never the last of the disk. */
const LETTER_BOUNDS = { maxBytes: 256 * 1024 ** 2, maxLetters: 200_000, reserveBytes: 128 * 1024 ** 2 }

export interface SideTrackOptions {
  registry: PointRegistry
  gateways: Pick<GatewayRoutes, 'ofDevice' | 'ofCode'>
  records: { quarantine: QuarantineRecords; deadLetterFolder: string }
  publish: (topic: string, payload: string) => void
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
  noteDevice: QuarantineService['noteDevice']
  quarantine: Quarantine
  /** Messages of which something was refused; replayed through the hops that are given. */
  letters(hops: Omit<ReplayHops, 'registry' | 'gateways' | 'clock'>, room: () => Promise<void> | undefined): DeadLetters
  counts(): { quarantine: ReturnType<QuarantineService['counts']>; deadLetters: LetterCounts }
  stop(): Promise<void>
}

export const startSideTracks = async ({ registry, gateways, records, publish, stats, clock, log, every }: SideTrackOptions): Promise<SideTracks> => {
  const rejections = createRejectReadings(publish, clock, stats)
  const quarantine = await startQuarantine({ records: records.quarantine, registry, gateways, log, every })
  const folder = await openLetterFolder(records.deadLetterFolder, LETTER_BOUNDS)
  const keeper = createLetterKeeper(folder, clock, log)
  const stopSummaries = every(SUMMARY_MS, () => { rejections.tellWithheld() })
  return {
    reject: rejections.reject,
    setAside: (origin, outcome) => {
      quarantine.note(origin, outcome)
      keeper.keep(origin, outcome)
    },
    letters: (hops, room) => ({ list: listLetters(folder), replay: createReplay(folder, keeper, () => openReplaySession({ ...hops, registry, gateways, clock }), room) }),
    noteDevice: quarantine.noteDevice,
    quarantine: quarantine.list,
    counts: () => ({ quarantine: quarantine.counts(), deadLetters: keeper.counts() }),
    stop: async () => {
      stopSummaries()
      await quarantine.stop()
      await keeper.idle()
    },
  }
}
