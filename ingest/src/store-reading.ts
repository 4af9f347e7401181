import { setTimeout as waitFor } from 'node:timers/promises'
import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import type { IngestStats, StoreState } from './ingest-stats.ts'
import { PassedOver } from './passed-over.ts'
import { StoreLane } from './store-lane.ts'
import type { SpoolConsumer } from './spool/spool-consumer.ts'
import type { RecordBatch } from './spool/spool-cursor.ts'

/** A store that does not answer is not waited for: what it has on its way is in the spool. */
const STOP_MAX_MS = 2_000

/**
 * One append: at most some 50,000 rows. Larger ones would hold up the event loop for longer. Only a backlog fills it: otherwise an append takes what
 * came during the one before. At half of it a drain is a fifth slower, for the commit of the store that each one costs.
 */
const APPEND_MAX_BYTES = 1024 * 1024

/** The next record has waited for so long: what arrives now is stored first, and what waits beside it. */
const BEHIND_MS = 10_000

/**
 * An append costs the store about as much for one reading as for hundreds, so what trickles in is gathered for so long. The first reading after a pause is
 * stored at once; an append of fewer bytes than these (some 1,000 rows) is a trickle.
 */
const GATHER_MS = 100
const TRICKLE_BYTES = 16 * 1024

export interface StoreReadings {
  start(): void
  /** Resolves when everything before a position of the spool is in the store; while a backlog drains beside what is live, all but the backlog. */
  stored(position: number): Promise<void>
  /** Lets the append in flight end, within two seconds. What is not stored stays in the spool and is stored after the next start. */
  stop(): Promise<void>
}

export interface StoreReadingsOptions {
  consumer: Pick<SpoolConsumer, 'read' | 'readBehind' | 'save' | 'rewind' | 'progress' | 'end'>
  store: Pick<ReadingStore, 'append' | 'appendsAtOnce' | 'expectOlder'>
  log: Pick<Log, 'error' | 'info'>
  stats: IngestStats
  clock: Clock
  /** Hears of readings that were stored already, by who sent them. */
  countDuplicates?: (enterprise: string, gateway: string, count: number) => void
  /** Where the spool ended when this process began: what lies before may have been stored by the one before it, so nothing is said of it. */
  spoolEnd?: number
  /** Waits between two attempts; a test passes its own. Ends early, with a rejection, when the signal fires. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** Waits between an append of few records and the next; a test passes its own. Ends early, with a rejection, when the signal fires. */
  gather?: (signal: AbortSignal) => Promise<void>
}

/**
 * Takes the spool into the reading store, oldest first, with as many appends on their way as the store likes. A store that is away delays history, never an alarm:
 * the readings wait in the spool, and this goes on where it was. When it is far behind, it goes on with what arrives now, and a second lane takes the backlog
 * beside it, oldest first, append by append in turn. The position kept is that of the backlog until it is in: after a kill what was stored beyond it is
 * read again, and the store knows it.
 */
export const createStoreReadings = (options: StoreReadingsOptions): StoreReadings => new StoreFromSpool(options)

class StoreFromSpool implements StoreReadings {
  private readonly options: Required<StoreReadingsOptions>
  private readonly stopping = new AbortController()
  private readonly failing = new Set<StoreLane>()
  private readonly live: StoreLane
  private readonly behind: StoreLane
  private readonly backlog = new PassedOver()
  /** Arrival of the oldest record of the backlog, epoch ms. */
  private backlogSince = 0
  private backlogs = 0
  private draining: Promise<void> = Promise.resolve()
  private running: Promise<void> | undefined
  private spoolFails = false
  private isOver = false
  /** What is live is stored up to here: all before it is in the store or in the backlog. */
  private position = 0
  private readonly waiting = new Set<{ position: number; resolve: () => void }>()

  constructor(options: StoreReadingsOptions) {
    this.options = { wait: waitWithSignal, gather: (signal) => waitWithSignal(GATHER_MS, signal), countDuplicates: () => undefined, spoolEnd: 0, ...options }
    const lane = { ...this.options, stopping: this.stopping.signal, isOver: () => this.isOver, failing: this.failing }
    this.live = new StoreLane({ ...lane, stored: (records) => this.liveStored(records) })
    this.behind = new StoreLane({ ...lane, stored: (records) => this.backlogStored(records) })
  }

  start(): void {
    this.options.stats.watchStore(() => this.state())
    this.position = this.options.consumer.progress.position
    this.running = this.run().then(() => this.draining)
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

  private state(): StoreState {
    const { clock } = this.options
    const ageOf = (since: number | undefined): number => (since === undefined ? 0 : Math.max(0, clock() - since))
    const { records } = this.backlog
    return { failing: this.spoolFails || this.failing.size > 0, liveLagMs: ageOf(this.live.since), backlogRecords: records, backlogMs: records === 0 ? 0 : ageOf(this.backlogSince), backlogs: this.backlogs }
  }

  private async run(): Promise<void> {
    const { consumer, store } = this.options
    const bounds = { maxBytes: APPEND_MAX_BYTES, signal: this.stopping.signal }
    try {
      // What was read and not stored before is read again.
      await consumer.rewind()
      const onTheirWay: Promise<boolean>[] = []
      for (let records = await consumer.read(bounds); records !== undefined; records = await consumer.read(bounds)) {
        if (this.isFarBehind(records)) {
          if (!await this.passOver(records)) break
          continue
        }
        onTheirWay.push(this.live.append(records))
        // While there are two lanes each has one on its way.
        const atOnce = this.backlog.oldest === undefined ? store.appendsAtOnce ?? 1 : 1
        while (onTheirWay.length >= atOnce) if (!await onTheirWay.shift()) return
        if (isTrickle(records)) await this.gather()
      }
    } catch (error) {
      this.tellSpool(error)
    } finally {
      await this.live.settled().catch((error: unknown) => { this.tellSpool(error) })
    }
  }

  private async gather(): Promise<void> {
    const { gather } = this.options
    // When the service stops, the next read says so.
    await gather(this.stopping.signal).catch(() => undefined)
  }

  private isFarBehind({ records, next }: RecordBatch): boolean {
    const { clock, consumer } = this.options
    return clock() - (records[0]?.arrivedAt ?? Number.POSITIVE_INFINITY) > BEHIND_MS && next < consumer.end && !this.backlog.isFull
  }

  /** Goes on at the end of the spool: everything before it, what was just read too, becomes the backlog. @returns false when the service stops first */
  private async passOver({ records }: RecordBatch): Promise<boolean> {
    const { consumer, store, log } = this.options
    if (!await this.live.settled()) return false
    const isFirst = this.backlog.oldest === undefined
    const from = this.position
    const to = consumer.end
    if (isFirst) this.backlogSince = records[0]?.arrivedAt ?? 0
    await consumer.rewind(to)
    this.backlog.add(from, to)
    this.backlogs++
    this.moveTo(to)
    store.expectOlder?.(true)
    log.info({ records: to - from }, 'history is behind: what arrives now is stored at once, and the backlog beside it, oldest first')
    if (isFirst) this.draining = this.draining.then(() => this.drain())
    return true
  }

  private async drain(): Promise<void> {
    const { consumer, store, log } = this.options
    try {
      for (let range = this.backlog.oldest; range !== undefined; range = this.backlog.oldest) {
        if (this.stopping.signal.aborted) return
        const records = await consumer.readBehind(range.from, range.to, APPEND_MAX_BYTES)
        this.backlogSince = records.records[0]?.arrivedAt ?? this.backlogSince
        if (!await this.behind.append(records)) return
      }
      store.expectOlder?.(false)
      log.info({}, 'the backlog is stored')
    } catch (error) {
      this.tellSpool(error)
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

  private async liveStored({ next }: RecordBatch): Promise<void> {
    this.moveTo(next)
    if (this.backlog.oldest === undefined) await this.options.consumer.save(next)
  }

  private async backlogStored({ next, records }: RecordBatch): Promise<void> {
    this.backlog.storedTo(next)
    await this.options.consumer.save(this.backlog.oldest?.from ?? this.position, records.at(-1)?.arrivedAt)
  }

  /** Without the spool nothing is acknowledged either, so this is told as what it is. */
  private tellSpool(error: unknown): void {
    if (!this.spoolFails) this.options.log.error({ err: error }, 'the spool cannot be read: readings are not stored until the next start')
    this.spoolFails = true
  }
}

const isTrickle = ({ records }: RecordBatch): boolean => records.reduce((bytes, { payload }) => bytes + payload.length, 0) < TRICKLE_BYTES

const waitWithSignal = (ms: number, signal: AbortSignal): Promise<void> => waitFor(ms, undefined, { signal })
