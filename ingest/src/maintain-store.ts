import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { MaintainedStore, MaintenanceReport, StoreStats } from '@hazardwatch/shared/reading-store'

export interface StoreMaintenance {
  /** One round; asked for again while it runs, it is the same round. */
  round: () => Promise<void>
  /** `ok` is false when day files are missing or a day could not be compacted. */
  health: () => { ok: boolean; lastRoundAt: number | null; failedDays: string[] } & Partial<StoreStats>
  /** Waits for the round under way. */
  stop: () => Promise<void>
}

/** Keeps the reading store's own files in order (day files, retention) beside everything else; whoever holds the timer asks for a round. */
export const createStoreMaintenance = (store: Pick<MaintainedStore, 'maintain' | 'stats'>, clock: Clock, log: Pick<Log, 'info' | 'error'>): StoreMaintenance => {
  let running: Promise<void> | undefined
  let lastRoundAt: number | null = null
  let failedDays: string[] = []
  let stats: StoreStats | undefined

  const run = async (): Promise<void> => {
    try {
      const report = await store.maintain(clock())
      stats = await store.stats()
      lastRoundAt = clock()
      failedDays = report.failed.map(({ day }) => day)
      tell(report, log)
    } catch (error) {
      log.error({ err: error }, 'the reading store could not be maintained; it is tried again')
    } finally {
      running = undefined
    }
  }
  return {
    round: () => running ??= run(),
    health: () => ({ ok: failedDays.length === 0 && (stats?.unreadableFiles.length ?? 0) === 0, lastRoundAt, failedDays, ...stats }),
    stop: () => running ?? Promise.resolve(),
  }
}

const tell = ({ compacted, dropped, failed }: MaintenanceReport, log: Pick<Log, 'info' | 'error'>): void => {
  if (compacted.length + dropped.length > 0) log.info({ compacted, dropped }, 'days of readings were compacted or dropped')
  if (failed.length > 0) log.error({ failed }, 'days of readings could not be compacted; they stay as they are and are tried again')
}
