import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { QuarantineRecords } from '@hazardwatch/shared/node/records/quarantine-records'
import type { Quarantine } from '@hazardwatch/shared/quarantine'
import type { PointRegistry } from './decode-message.ts'
import type { GatewayRoutes } from './gateway-routes.ts'
import type { IngestStats } from './ingest-stats.ts'
import { startQuarantine, type QuarantineService } from './quarantine-unknown.ts'
import { createRejectReadings, type RejectReadings } from './reject-reading.ts'
import type { SetAside } from './set-aside.ts'

/** How often senders are told of what they were not told one by one. */
const SUMMARY_MS = 1_000

export interface SideTrackOptions {
  registry: PointRegistry
  gateways: Pick<GatewayRoutes, 'ofDevice' | 'ofCode'>
  records: { quarantine: QuarantineRecords }
  publish: (topic: string, payload: string) => void
  stats: IngestStats
  clock: Clock
  log: Pick<Log, 'error'>
  /** Repeats until its result is called. */
  every: (ms: number, run: () => void) => () => void
}

/** Where that goes which leaves the path of a reading: told to its sender, kept in the quarantine list. */
export interface SideTracks {
  reject: RejectReadings
  setAside: SetAside
  noteDevice: QuarantineService['noteDevice']
  quarantine: Quarantine
  counts(): { quarantine: ReturnType<QuarantineService['counts']> }
  stop(): Promise<void>
}

export const startSideTracks = async ({ registry, gateways, records, publish, stats, clock, log, every }: SideTrackOptions): Promise<SideTracks> => {
  const rejections = createRejectReadings(publish, clock, stats)
  const quarantine = await startQuarantine({ records: records.quarantine, registry, gateways, log, every })
  const stopSummaries = every(SUMMARY_MS, () => { rejections.tellWithheld() })
  return {
    reject: rejections.reject,
    setAside: (origin, outcome) => { quarantine.note(origin, outcome) },
    noteDevice: quarantine.noteDevice,
    quarantine: quarantine.list,
    counts: () => ({ quarantine: quarantine.counts() }),
    stop: async () => {
      stopSummaries()
      await quarantine.stop()
    },
  }
}
