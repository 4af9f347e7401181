import type { Clock } from '@hazardwatch/shared/clock'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Log } from '@hazardwatch/shared/node/log'
import type { PointNames } from '@hazardwatch/shared/point-names'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { History, HistoryQuery, ScannableStore, ScanQuery, ScanTaker, StoredReading } from '@hazardwatch/shared/reading-store'
import { InfluxDirectory } from './influx-directory.ts'
import { FluxQueries } from './influx-flux.ts'
import { mergeSamples, queryInfluxHistory } from './influx-history.ts'
import { LineWriter } from './influx-line.ts'
import { InfluxQlQueries } from './influx-ql.ts'
import type { InfluxQueries } from './influx-queries.ts'
import { groupRows, type RowGroups } from './influx-rows.ts'
import { scanInflux } from './influx-scan.ts'
import { InfluxServer, type InfluxAddress } from './influx-server.ts'
import { findSuspects, markStored } from './influx-suspects.ts'
import { isInfluxTime } from './influx-time.ts'
import { InfluxAwayError, InfluxWriter } from './influx-write.ts'

/** Points asked for in one question about the newest readings, and enterprises about their latest times. */
const POINTS_A_QUESTION = 100
const ENTERPRISES_A_QUESTION = 50

/** For so long a loss keeps the store from being called well. */
const DROP_SHOWN_MS = 3_600_000

/** What the store says of itself in /health. */
export interface InfluxHealth {
  ok: boolean
  api: 'v1' | 'v2'
  /** What is wrong and how to mend it; null while all is well. */
  problem: string | null
  /** Readings that the server refused for good since the start. */
  droppedReadings: number
}

export interface InfluxStore extends ScannableStore {
  /** Asks the server whether it is there and gives access; changes what `health` says. Never throws. */
  probe(): Promise<void>
  health(): InfluxHealth
  /** The point may have another source now. */
  forget(point: number): void
}

export interface InfluxStoreOptions extends InfluxAddress {
  names: PointNames
  log: Pick<Log, 'warn'>
  clock: Clock
}

/** Does not wait for the server: one that is away delays history only. */
export const openInfluxStore = (options: InfluxStoreOptions): InfluxStore => new StoreInInflux(options)

interface PreparedBatch {
  groups: RowGroups
  /** Rows that are stored already, or stand in the batch twice. */
  duplicates: number[]
}

class StoreInInflux implements InfluxStore {
  /** While the server works on one the next is written as lines. */
  readonly appendsAtOnce = 2
  private readonly server: InfluxServer
  private readonly queries: InfluxQueries
  private readonly names: PointNames
  private readonly log: Pick<Log, 'warn'>
  private readonly clock: Clock
  private readonly directory = new InfluxDirectory()
  private readonly writer: InfluxWriter
  /** The batch that is being prepared, and the writes that are on their way. */
  private turn: Promise<unknown> = Promise.resolve()
  private readonly writing = new Set<Promise<unknown>>()
  /** Batches whose write failed: they are sent again as they were. What the server may have of them by now is the same. */
  private readonly prepared = new WeakMap<ReadingBatch, PreparedBatch>()
  private writeProblem: string | null = null
  private readProblem: string | null = null
  private dropped = 0
  private droppedAt = Number.NEGATIVE_INFINITY
  private dropReason = ''

  constructor({ names, log, clock, ...address }: InfluxStoreOptions) {
    this.server = new InfluxServer(address)
    this.queries = address.api === 'v2' ? new FluxQueries(this.server) : new InfluxQlQueries(this.server)
    this.names = names
    this.log = log
    this.clock = clock
    this.writer = new InfluxWriter(this.server, new LineWriter(this.directory))
  }

  async append(batch: ReadingBatch, tellDuplicates?: (rows: readonly number[]) => void): Promise<void> {
    // One after the other up to the request: a batch must see what the one before it sends.
    const before = [...this.writing]
    const prepared = this.turn.then(() => this.prepare(batch, before))
    const written = prepared.then(({ groups }) => this.write(batch, groups))
    this.turn = prepared.catch(() => undefined)
    this.writing.add(written)
    try {
      await written
      this.writeProblem = null
      const { duplicates } = await prepared
      if (duplicates.length > 0) tellDuplicates?.(duplicates)
    } catch (error) {
      const told = error instanceof InfluxAwayError ? this.awayError(error) : error
      this.writeProblem = problemOf(told)
      throw told
    } finally {
      this.writing.delete(written)
    }
  }

  expectOlder(isExpected: boolean): void {
    this.directory.expectOlder(isExpected)
  }

  async history(query: HistoryQuery): Promise<History> {
    const [name] = await this.namesOf([query.point])
    return name === undefined ? { raw: true, points: [] } : this.answered(queryInfluxHistory(this.queries, name, query))
  }

  async latest(points: readonly number[]): Promise<Map<number, StoredReading>> {
    const names = await this.namesOf(points)
    const known = points.flatMap((point, index) => (names[index] === undefined ? [] : [{ point, name: names[index] }]))
    const found = new Map<number, StoredReading>()
    for (let from = 0; from < known.length; from += POINTS_A_QUESTION) {
      const some = known.slice(from, from + POINTS_A_QUESTION)
      const newest = await this.answered(this.queries.newest(some.map(({ name }) => name)))
      for (const [index, { good, quality, unusable }] of newest.entries()) {
        const reading = mergeSamples({ good: listOf(good), quality: listOf(quality), unusable: listOf(unusable) }).at(-1)
        if (reading !== undefined) found.set(some[index]?.point ?? 0, reading)
      }
    }
    return found
  }

  async scan(query: ScanQuery, take: ScanTaker, signal?: AbortSignal): Promise<void> {
    const points = [...new Set(query.points)]
    const names = await this.namesOf(points)
    await this.answered(scanInflux(this.queries, points.flatMap((point, index) => (names[index] === undefined ? [] : [{ point, name: names[index] }])), query, take, signal))
  }

  async probe(): Promise<void> {
    await this.answered(this.queries.probe()).catch(() => undefined)
  }

  health(): InfluxHealth {
    const droppedLately = this.clock() - this.droppedAt < DROP_SHOWN_MS
    const problem = this.writeProblem ?? this.readProblem ?? (droppedLately ? `InfluxDB refuses some readings for good: ${this.dropReason}` : null)
    return { ok: problem === null, api: this.server.address.api, problem, droppedReadings: this.dropped }
  }

  forget(point: number): void {
    this.directory.forget(point)
  }

  async close(): Promise<void> {
    // What is on its way is given up: its sender does not know it as stored, and sends it again.
    this.server.close()
    await Promise.allSettled([this.turn, ...this.writing])
  }

  /** Rows in the order of their lines, without those that the server has. */
  private async prepare(batch: ReadingBatch, before: readonly Promise<unknown>[]): Promise<PreparedBatch> {
    const known = this.prepared.get(batch)
    if (known !== undefined) return known
    await this.learn(batch)
    const duplicates: number[] = []
    const suspects = findSuspects(batch, this.directory)
    const marks = new Uint8Array(suspects.length === 0 ? 0 : batch.count)
    if (suspects.length > 0) {
      // What is on its way cannot be asked for yet.
      await Promise.allSettled(before)
      duplicates.push(...await markStored(batch, suspects, this.directory, this.queries, marks))
    }
    const groups = groupRows(batch, this.directory, this.leaveOutImpossible(batch, marks))
    for (let row = 0; row < batch.count; row++) this.directory.advance(batch.point[row] ?? -1, batch.time[row] ?? 0)
    const prepared = { groups, duplicates: [...duplicates, ...groups.doubles].sort((a, b) => a - b) }
    this.prepared.set(batch, prepared)
    return prepared
  }

  private async write(batch: ReadingBatch, groups: RowGroups): Promise<void> {
    const { dropped, reason } = await this.writer.write(batch, groups)
    if (dropped > 0) this.countDropped(dropped, reason)
  }

  /** Names and latest times of points that come for the first time since the start. */
  private async learn(batch: ReadingBatch): Promise<void> {
    const strangers = new Set<number>()
    for (let row = 0; row < batch.count; row++) {
      const point = batch.point[row] ?? -1
      if (!this.directory.knows(point)) strangers.add(point)
    }
    if (strangers.size === 0) return
    const names = await this.names.find([...strangers])
    const enterprises = [...new Set([...names.values()].map(({ enterprise }) => enterprise))]
    const newest = new Map<string, number>()
    for (let from = 0; from < enterprises.length; from += ENTERPRISES_A_QUESTION) {
      for (const [enterprise, time] of await this.queries.newestTimes(enterprises.slice(from, from + ENTERPRISES_A_QUESTION))) newest.set(enterprise, time)
    }
    for (const [point, name] of names) this.directory.learn(point, name, newest.get(name.enterprise) ?? Number.NEGATIVE_INFINITY)
  }

  /** Rows of points that nobody registered, and times that InfluxDB cannot hold. @returns the marks with these added; null = no row is marked */
  private leaveOutImpossible(batch: ReadingBatch, marks: Uint8Array): Uint8Array | null {
    let found = marks
    let impossible = 0
    for (let row = 0; row < batch.count; row++) {
      if (isInfluxTime(batch.time[row] ?? Number.NaN) && this.directory.knows(batch.point[row] ?? -1)) continue
      if (found.length === 0) found = new Uint8Array(batch.count)
      found[row] = 1
      impossible++
    }
    if (impossible > 0) this.countDropped(impossible, 'the time cannot be held by InfluxDB (1677 to 2262), or the point was never registered')
    return found.length === 0 ? null : found
  }

  private countDropped(readings: number, reason: string): void {
    this.dropped += readings
    this.droppedAt = this.clock()
    this.dropReason = reason
    this.log.warn({ readings, reason }, 'InfluxDB refuses readings for good: they were judged, but are not in its history')
  }

  /** Names in the order of the points, those that have had no reading yet too. */
  private async namesOf(points: readonly number[]) {
    const missing = points.filter((point) => this.directory.nameOf(point) === undefined)
    const found = missing.length === 0 ? undefined : await this.names.find(missing)
    return points.map((point) => this.directory.nameOf(point) ?? found?.get(point))
  }

  private async answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      const answered = await answer
      this.readProblem = null
      return answered
    } catch (error) {
      if (error instanceof HazardError) this.readProblem = error.detail
      throw error
    }
  }

  private awayError({ decision, fault }: InfluxAwayError): HazardError {
    const error = this.server.unavailable(fault)
    return decision.action === 'wait' && decision.afterMs !== undefined ? Object.assign(error, { retryAfterMs: decision.afterMs }) : error
  }
}

const problemOf = (error: unknown): string => (error instanceof HazardError ? error.detail : String(error))

const listOf = <Item>(item: Item | undefined): Item[] => (item === undefined ? [] : [item])
