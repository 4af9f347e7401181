import { setImmediate as nextTurn, setTimeout as waitFor } from 'node:timers/promises'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import type { IngestStats } from './ingest-stats.ts'
import { addToGroup, createGroup, type ReadingGroup } from './reading-group.ts'

/**
 * One commit. DuckDB takes the rows on this thread: 16,384 hold up a message behind them by 13 ms, 65,536 by 100 ms, at the same
 * 1.4 million rows a second.
 */
const GROUP_MAX_ROWS = 16_384

/** Bounds of what waits for the store: 42 MB of columns, and the senders' acknowledgements. Beyond it senders are held, nothing is dropped. */
const WAITING_MAX_ROWS = 2_000_000
const WAITING_MAX_MESSAGES = 200_000

const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 10_000

export interface StoreReadings {
  /** Resolves when the rows are durable, in the order of the calls; rejects only when stopped before that. Takes the rows at once. */
  store(batch: ReadingBatch): Promise<void>
  /** Undefined while there is room; else resolves when there is room again. Who brings more must wait for it. */
  room(): Promise<void> | undefined
  start(): void
  /** Gives what is waiting one last append each, then lets go of it: its senders get no acknowledgement and send again. */
  stop(): Promise<void>
}

export interface StoreReadingsOptions {
  store: Pick<ReadingStore, 'append'>
  log: Pick<Log, 'error' | 'info'>
  stats: IngestStats
  /** Waits between two attempts; a test passes its own. Ends early, with a rejection, when the signal fires. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  maxWaitingRows?: number
}

/** Group commit: one append is in flight; what comes meanwhile forms the next group and shares its commit. */
export const createStoreReadings = (options: StoreReadingsOptions): StoreReadings => new GroupCommit(options)

class GroupCommit implements StoreReadings {
  private readonly options: Required<StoreReadingsOptions>
  private readonly queue: ReadingGroup[] = []
  private readonly stopping = new AbortController()
  private readonly waiting = { rows: 0, messages: 0 }
  private roomAgain: PromiseWithResolvers<void> | undefined
  private tail: Promise<void> = Promise.resolve()
  private running: Promise<void> | undefined
  private inFlight: ReadingGroup | undefined
  private failing = false
  private lostRows = 0

  constructor(options: StoreReadingsOptions) {
    this.options = { wait: waitWithSignal, maxWaitingRows: WAITING_MAX_ROWS, ...options }
  }

  store(batch: ReadingBatch): Promise<void> {
    // PUBACKs keep the order of their messages (MQTT 3.1.1, 4.6), so one with nothing to store waits for those before it.
    if (batch.count === 0) return this.tail
    if (this.stopping.signal.aborted) return Promise.reject(new HazardError('store_unavailable', 'the service is stopping: send the readings again'))
    const group = this.openGroup(batch.count)
    addToGroup(group, batch)
    this.waiting.rows += batch.count
    this.waiting.messages++
    this.tail = group.durable
    this.running ??= this.drain()
    return group.durable
  }

  room(): Promise<void> | undefined {
    if (!this.isFull()) return undefined
    this.roomAgain ??= Promise.withResolvers<void>()
    return this.roomAgain.promise
  }

  start(): void {
    this.options.stats.watchStore(() => ({ waitingRows: this.waiting.rows, waitingMessages: this.waiting.messages, failing: this.failing }))
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.running
    if (this.lostRows === 0) return
    this.options.log.error({ rows: this.lostRows }, 'stopped before these readings were durable: their senders have no acknowledgement and send them again')
  }

  private isFull(): boolean {
    return this.waiting.rows >= this.options.maxWaitingRows || this.waiting.messages >= WAITING_MAX_MESSAGES
  }

  private openGroup(rows: number): ReadingGroup {
    const last = this.queue.at(-1)
    if (last !== undefined && last !== this.inFlight && last.batch.count + rows <= GROUP_MAX_ROWS) return last
    const group = createGroup()
    this.queue.push(group)
    return group
  }

  private async drain(): Promise<void> {
    // One turn of the event loop later: the messages that all sockets have ready by now share the first commit.
    await nextTurn()
    for (let head = this.queue[0]; head !== undefined; head = this.queue[0]) await this.commit(head)
    this.running = undefined
  }

  private async commit(group: ReadingGroup): Promise<void> {
    this.inFlight = group
    try {
      await this.append(group.batch)
      this.options.stats.countStored(group.batch.count)
      group.resolve()
    } catch (error) {
      this.lostRows += group.batch.count
      group.reject(new HazardError('store_unavailable', `stopped before these readings were durable: send them again (${String(error)})`))
    }
    this.queue.shift()
    this.waiting.rows -= group.batch.count
    this.waiting.messages -= group.messages
    if (this.roomAgain === undefined || this.isFull()) return
    this.roomAgain.resolve()
    this.roomAgain = undefined
  }

  /** Until it succeeds, or the service stops. The first failure is told, and its end; not each attempt. */
  private async append(batch: ReadingBatch): Promise<void> {
    const { store, log, stats, wait } = this.options
    for (let attempt = 0; ; attempt++) {
      try {
        await store.append(batch)
        if (this.failing) log.info({ attempts: attempt, waitingRows: this.waiting.rows }, 'the reading store takes readings again')
        this.failing = false
        return
      } catch (error) {
        stats.countStoreFailure()
        if (this.stopping.signal.aborted) throw error
        if (!this.failing) log.error({ err: error }, 'the reading store fails: readings are still judged, wait in memory and are tried again')
        this.failing = true
        await wait(Math.min(RETRY_FIRST_MS * 2 ** attempt, RETRY_MAX_MS), this.stopping.signal)
      }
    }
  }
}

const waitWithSignal = (ms: number, signal: AbortSignal): Promise<void> => waitFor(ms, undefined, { signal })
