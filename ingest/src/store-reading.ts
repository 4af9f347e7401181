import { setTimeout as waitFor } from 'node:timers/promises'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import { decodeBatch, rowsWithin, sendersOf } from './batch-record.ts'
import type { IngestStats } from './ingest-stats.ts'
import { addRows, createMessageGroup } from './message-group.ts'
import { COLUMNS_FORMAT, LETTER_FORMAT } from './spool-reading.ts'
import type { SpoolConsumer } from './spool/spool-consumer.ts'
import type { RecordBatch } from './spool/spool-cursor.ts'
import type { StoredRecord } from './spool/spool-record.ts'

const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 10_000

/** A store that does not answer is not waited for: what it has on its way is in the spool. */
const STOP_MAX_MS = 2_000

/** A store that asks for a longer pause is not heeded beyond it. */
const ASKED_MAX_MS = 120_000

/**
 * One append: at most some 50,000 rows. Larger ones would hold up the event loop for longer. Only a backlog fills it: otherwise an append takes what
 * came during the one before. At half of it a drain is a fifth slower, for the commit of the store that each one costs.
 */
const APPEND_MAX_BYTES = 1024 * 1024

export interface StoreReadings {
  start(): void
  /** Resolves when everything before a position of the spool is in the store. */
  stored(position: number): Promise<void>
  /** Lets the append in flight end, within two seconds. What is not stored stays in the spool and is stored after the next start. */
  stop(): Promise<void>
}

export interface StoreReadingsOptions {
  consumer: Pick<SpoolConsumer, 'read' | 'save' | 'rewind' | 'progress'>
  store: Pick<ReadingStore, 'append' | 'appendsAtOnce'>
  log: Pick<Log, 'error' | 'info'>
  stats: IngestStats
  /** Hears of readings that were stored already, by who sent them. */
  countDuplicates?: (enterprise: string, gateway: string, count: number) => void
  /** Where the spool ended when this process began: what lies before may have been stored by the one before it, so nothing is said of it. */
  spoolEnd?: number
  /** Waits between two attempts; a test passes its own. Ends early, with a rejection, when the signal fires. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * Takes the spool into the reading store, oldest first, with as many appends on their way as the store likes. A store that is away delays history, never an alarm:
 * the readings wait in the spool, and this goes on where it was.
 */
export const createStoreReadings = (options: StoreReadingsOptions): StoreReadings => new StoreFromSpool(options)

class StoreFromSpool implements StoreReadings {
  private readonly options: Required<StoreReadingsOptions>
  private readonly stopping = new AbortController()
  private running: Promise<void> | undefined
  private failing = false
  private unsettled = 0
  /** Nothing may be told or kept any more: what this was given may be closed. */
  private isOver = false
  private position = 0
  private readonly waiting = new Set<{ position: number; resolve: () => void }>()

  constructor(options: StoreReadingsOptions) {
    this.options = { wait: waitWithSignal, countDuplicates: () => undefined, spoolEnd: 0, ...options }
  }

  start(): void {
    this.options.stats.watchStore(() => ({ failing: this.failing }))
    this.position = this.options.consumer.progress.position
    this.running = this.run()
  }

  stored(position: number): Promise<void> {
    if (position <= this.position) return Promise.resolve()
    return new Promise((resolve) => { this.waiting.add({ position, resolve }) })
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    const ended = new AbortController()
    const tooLong = this.options.wait(STOP_MAX_MS, ended.signal).catch(() => undefined)
    await Promise.race([this.running, tooLong])
    ended.abort()
    this.isOver = true
  }

  private async run(): Promise<void> {
    const { consumer, log } = this.options
    const signal = this.stopping.signal
    let settled = Promise.resolve(true)
    try {
      // What was read and not stored before is read again.
      await consumer.rewind()
      const onTheirWay: Promise<boolean>[] = []
      for (let records = await consumer.read({ maxBytes: APPEND_MAX_BYTES, signal }); records !== undefined; records = await consumer.read({ maxBytes: APPEND_MAX_BYTES, signal })) {
        settled = this.settle(settled, this.merge(records), records.next)
        // Whether it fails is asked below, which may be after the next read.
        settled.catch(() => undefined)
        onTheirWay.push(settled)
        if (onTheirWay.length >= (this.options.store.appendsAtOnce ?? 1) && !await onTheirWay.shift()) break
      }
      await settled
    } catch (error) {
      // The spool itself: without it nothing is acknowledged either, so this is told as what it is.
      log.error({ err: error }, 'the spool cannot be read: readings are not stored until the next start')
      this.failing = true
      await settled.catch(() => false)
    }
  }

  /** Appends at once, but keeps the position only after those before. @returns false when the service stops first */
  private async settle(before: Promise<boolean>, merged: MergedRecords, next: number): Promise<boolean> {
    const isBehind = this.unsettled++ > 0
    try {
      const first = this.attempt(merged)
      if (!await before) return false
      // What failed while others were waited for failed long ago.
      const failure = await first === undefined || !isBehind ? await first : await this.attempt(merged)
      if (!await this.append(merged, failure) || this.isOver) return false
      this.options.stats.countStored(merged.batch.count)
      this.moveTo(next)
      await this.options.consumer.save(next)
      return true
    } finally {
      this.unsettled--
    }
  }

  private moveTo(position: number): void {
    this.position = position
    for (const each of this.waiting) {
      if (each.position > position) continue
      this.waiting.delete(each)
      each.resolve()
    }
  }

  private merge({ records: all }: RecordBatch): MergedRecords {
    const parts: SentPart[] = []
    // Messages that were set aside are kept elsewhere.
    const records = all.filter(({ format }) => format !== LETTER_FORMAT)
    const group = createMessageGroup(0, records.reduce((rows, { payload }) => rows + rowsWithin(payload.length), 0))
    for (const record of records) {
      const batch = record.format === COLUMNS_FORMAT ? decodeBatch(record.payload) : undefined
      if (batch === undefined) this.options.log.error({ sequence: record.sequence, format: record.format }, 'a record of the spool is no batch of readings and was left out')
      else {
        parts.push({ from: group.batch.count, record })
        addRows(group, batch)
      }
    }
    return { batch: group.batch, parts }
  }

  /** Until it succeeds; false when the service stops before. The first failure is told, and its end; not each attempt. */
  private async append(merged: MergedRecords, firstFailure: Error | undefined): Promise<boolean> {
    const { log, stats, wait } = this.options
    let failure = firstFailure
    for (let attempt = 0; failure !== undefined; attempt++) {
      if (this.isOver) return false
      stats.countStoreFailure()
      if (!this.failing) log.error({ err: failure }, 'the reading store fails: readings are still judged, wait in the spool and are tried again')
      this.failing = true
      if (!await this.paused(wait, attempt, failure)) return false
      failure = await this.attempt(merged)
      if (failure === undefined) log.info({ attempts: attempt + 1 }, 'the reading store takes readings again')
    }
    this.failing = false
    return true
  }

  private attempt({ batch, parts }: MergedRecords): Promise<Error | undefined> {
    const { store, spoolEnd, countDuplicates } = this.options
    return store.append(batch, (rows) => { tellSenders(rows, parts, spoolEnd, countDuplicates) }).then(() => undefined, (error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  }

  private async paused(wait: NonNullable<StoreReadingsOptions['wait']>, attempt: number, failure: Error): Promise<boolean> {
    if (this.stopping.signal.aborted) return false
    const asked = 'retryAfterMs' in failure && typeof failure.retryAfterMs === 'number' ? Math.min(failure.retryAfterMs, ASKED_MAX_MS) : 0
    return wait(Math.max(asked, Math.min(RETRY_FIRST_MS * 2 ** attempt, RETRY_MAX_MS)), this.stopping.signal).then(() => true, () => false)
  }
}

/** A record of the spool and where its rows begin in what is appended. */
interface SentPart {
  from: number
  record: StoredRecord
}

/** What is appended at once. */
interface MergedRecords {
  batch: ReadingBatch
  parts: SentPart[]
}

/** Finds who sent the rows: they come in their order, as the parts and the runs of their senders do. */
const tellSenders = (rows: readonly number[], parts: readonly SentPart[], spoolEnd: number, count: NonNullable<StoreReadingsOptions['countDuplicates']>): void => {
  const sorted = [...rows].sort((a, b) => a - b)
  let next = 0
  for (const [index, { from, record }] of parts.entries()) {
    const partEnd = parts[index + 1]?.from ?? Number.POSITIVE_INFINITY
    if ((sorted[next] ?? Number.POSITIVE_INFINITY) >= partEnd) continue
    const senders = record.sequence < spoolEnd ? undefined : sendersOf(record.payload)
    let end = from
    for (let run = 0; run < (senders?.count ?? 0); run++) {
      end += senders?.rows[run] ?? 0
      const start = next
      while ((sorted[next] ?? Number.POSITIVE_INFINITY) < end) next++
      if (next > start) count(senders?.enterprise[run] ?? '', senders?.gateway[run] ?? '', next - start)
    }
    while ((sorted[next] ?? Number.POSITIVE_INFINITY) < partEnd) next++
  }
}

const waitWithSignal = (ms: number, signal: AbortSignal): Promise<void> => waitFor(ms, undefined, { signal })
