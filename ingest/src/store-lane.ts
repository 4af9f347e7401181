import { mergeRecords, tellSenders, type SpooledRows } from './spooled-rows.ts'
import type { RecordBatch } from './spool/spool-cursor.ts'
import type { StoreReadingsOptions } from './store-reading.ts'

const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 10_000

/** A store that asks for a longer pause is not heeded beyond it. */
const ASKED_MAX_MS = 120_000

export interface StoreLaneOptions extends Required<Omit<StoreReadingsOptions, 'consumer' | 'clock'>> {
  /** Fires when the service stops. */
  stopping: AbortSignal
  /** True once nothing may be told or kept any more: what this was given may be closed. */
  isOver: () => boolean
  /** Everything that was given to this lane up to here is in the store; called in order. */
  stored: (records: RecordBatch) => Promise<void>
  /** Which lanes have a store that fails: the first of them tells, and the last tells that it is over. */
  failing: Set<StoreLane>
}

/** Records on their way into the store, in their order, several at once if the store likes. */
export class StoreLane {
  private readonly options: StoreLaneOptions
  private last = Promise.resolve(true)
  /** When the first records of each append on its way arrived, oldest first. */
  private readonly arrivals: number[] = []

  constructor(options: StoreLaneOptions) {
    this.options = options
  }

  /** Arrival of the oldest record on its way, epoch ms; undefined when none is. */
  get since(): number | undefined {
    return this.arrivals[0]
  }

  /** Appends at once. @returns whether it is stored; false when the service stops first */
  append(records: RecordBatch): Promise<boolean> {
    this.last = this.settle(this.last, records, mergeRecords(records.records, this.options.log))
    // Whether it fails is asked later.
    this.last.catch(() => undefined)
    return this.last
  }

  /** Resolves when nothing is on its way; false when the service stops first. */
  settled(): Promise<boolean> {
    return this.last
  }

  private async settle(before: Promise<boolean>, records: RecordBatch, rows: SpooledRows): Promise<boolean> {
    const isSecond = this.arrivals.length > 0
    this.arrivals.push(records.records[0]?.arrivedAt ?? 0)
    try {
      const first = this.attempt(rows)
      if (!await before) return false
      // What failed while others were waited for failed long ago.
      const failure = await first === undefined || !isSecond ? await first : await this.attempt(rows)
      if (!await this.retry(rows, failure) || this.options.isOver()) return false
      this.options.stats.countStored(rows.batch.count)
      await this.options.stored(records)
      return true
    } finally {
      this.arrivals.shift()
    }
  }

  /** Until it succeeds; false when the service stops before. The first failure is told, and its end; not each attempt. */
  private async retry(rows: SpooledRows, firstFailure: Error | undefined): Promise<boolean> {
    const { log, stats, failing, isOver } = this.options
    let failure = firstFailure
    let attempt = 0
    for (; failure !== undefined; attempt++) {
      if (isOver()) return false
      stats.countStoreFailure()
      if (failing.size === 0) log.error({ err: failure }, 'the reading store fails: readings are still judged, wait in the spool and are tried again')
      failing.add(this)
      if (!await this.paused(attempt, failure)) return false
      failure = await this.attempt(rows)
    }
    if (failing.delete(this) && failing.size === 0) log.info({ attempts: attempt }, 'the reading store takes readings again')
    return true
  }

  private attempt(rows: SpooledRows): Promise<Error | undefined> {
    const { store, spoolEnd, countDuplicates } = this.options
    return store.append(rows.batch, (stored) => { tellSenders(stored, rows, spoolEnd, countDuplicates) })
      .then(() => undefined, (error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  }

  private async paused(attempt: number, failure: Error): Promise<boolean> {
    const { wait, stopping } = this.options
    if (stopping.aborted) return false
    const asked = 'retryAfterMs' in failure && typeof failure.retryAfterMs === 'number' ? Math.min(failure.retryAfterMs, ASKED_MAX_MS) : 0
    return wait(Math.max(asked, Math.min(RETRY_FIRST_MS * 2 ** attempt, RETRY_MAX_MS)), stopping).then(() => true, () => false)
  }
}
