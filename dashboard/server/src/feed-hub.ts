import type { AlarmDesk, EngineChange } from '@hazardwatch/shared/alarm-desk'
import type { Clock } from '@hazardwatch/shared/clock'
import type { FeedReading, SubscribeMessage } from '@hazardwatch/shared/feed-message'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { pointKey } from '@hazardwatch/shared/ids'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import type { Words } from '@hazardwatch/shared/words'
import type { Region } from '@hazardwatch/shared/region'
import { COUNTRY } from '@hazardwatch/shared/region-tree'
import { encodeBody, FeedClient, type FeedTransport, type MessageBody } from './feed-client.ts'
import { messageIn, scopeOf, type FeedScope } from './feed-scope.ts'
import { resolvePoints, snapshotOf, type ScopePoints } from './feed-snapshot.ts'
import { createLatestReadings, feedReading } from './latest-readings.ts'
import { createPointInterest, type Interest } from './point-interest.ts'
import { readClientMessage } from './read-client-message.ts'

export interface FeedHubParts {
  ledger: Pick<Ledger, 'enterprise' | 'enterprises' | 'point' | 'tagNumbers'>
  desk: Pick<AlarmDesk, 'openAlarms' | 'overlays' | 'floods' | 'sourceRisks' | 'regionRisks' | 'absences' | 'health'>
  store: Pick<ReadingStore, 'latest'>
  regions: readonly Region[]
  clock: Clock
  log: Log
}

/** The server's end of one connection. */
export interface FeedConnection {
  /** What the browser sent. */
  receive(text: string): void
  /** The connection is gone. */
  disconnect(): void
}

/** Who is connected and who wants what. It has no timer: the wiring calls `flush` and `heartbeat`. */
export class FeedHub {
  readonly #parts: FeedHubParts
  readonly #clients = new Set<FeedClient>()
  readonly #interest = createPointInterest<FeedClient>()
  readonly #latest = createLatestReadings()
  #mergedByGone = 0
  #stale = false

  constructor(parts: FeedHubParts) {
    this.#parts = parts
  }

  /** Takes a new connection: it gets the snapshot of the whole country, without points, before this returns. */
  connect(transport: FeedTransport): FeedConnection {
    const country = this.#scope(COUNTRY, []) ?? { region: COUNTRY, regions: new Set([COUNTRY]), points: new Set(), wide: true, enterprises: new Set(), key: COUNTRY }
    const client = new FeedClient(transport, this.#parts.clock, country)
    this.#clients.add(client)
    this.#guard(client, () => { this.#enter(client, country) })
    return {
      receive: (text) => { this.#guard(client, () => { this.#receive(client, text) }) },
      disconnect: () => { this.#forget(client) },
    }
  }

  receiveReadings(batch: ReadingBatch): void {
    // The hot path, up to a million rows a second of which few are looked at: nothing is allocated before somebody is interested.
    const { count, point: points, time: times, value: values, quality: qualities } = batch
    for (let row = 0; row < count; row++) {
      const point = points[row] ?? 0
      const time = times[row] ?? 0
      const value = values[row] ?? Number.NaN
      const quality = qualities[row] ?? 0
      this.#latest.offer(point, time, value, quality)
      const interest = this.#interest.of(point)
      if (interest !== undefined) this.#addReading(interest, feedReading(time, value, quality))
    }
  }

  /** Tells every client whose region the change belongs to, at once. */
  receiveChange(change: EngineChange): void {
    // Clients that watch the same get the same words: filtered and encoded once.
    const bodies = new Map<string, MessageBody | undefined>()
    for (const client of this.#clients) {
      this.#guard(client, () => {
        const { key } = client.scope
        if (!bodies.has(key)) {
          const message = messageIn(client.scope, this.#regionOf, change)
          bodies.set(key, message && encodeBody(message))
        }
        const body = bodies.get(key)
        if (body !== undefined) client.sendBody(body)
      })
    }
  }

  /** A point was registered: those who already asked for it hear it from now on. */
  receivePoint(point: NumberedPoint): void {
    const key = pointKey(point.enterprise, point.tag)
    for (const client of this.#clients) if (client.scope.points.has(key)) this.#interest.add(client, point.number, key)
  }

  /** An enterprise has moved or gone: scopes are no longer what their clients were told. They get a new snapshot at the next flush. */
  markStale(): void { this.#stale = true }

  flush(): void {
    const stale = this.#stale
    this.#stale = false
    for (const client of this.#clients) {
      this.#guard(client, () => {
        if (stale) this.#enter(client, this.#scope(client.scope.region, [...client.scope.points]) ?? client.scope)
        else client.flush()
      })
    }
  }

  heartbeat(): void {
    const { lagMs, judgedAt } = this.#parts.desk.health()
    const feedAgeMs = judgedAt === null ? null : Math.max(0, this.#parts.clock() - judgedAt)
    for (const client of this.#clients) this.#guard(client, () => { client.send({ type: 'heartbeat', feedAgeMs, engineLagMs: lagMs }) })
  }

  stats(): { clients: number; slowClients: number; watchedPoints: number; mergedReadings: number } {
    const clients = [...this.#clients]
    return {
      clients: clients.length,
      slowClients: clients.filter((client) => client.isSlow).length,
      watchedPoints: this.#interest.size(),
      mergedReadings: clients.reduce((sum, client) => sum + client.mergedReadings, this.#mergedByGone),
    }
  }

  #addReading({ key, clients }: Interest<FeedClient>, reading: FeedReading): void {
    for (const client of clients) this.#guard(client, () => { client.addReading(key, reading) })
  }

  #scope(region: string, points: readonly string[]): FeedScope | undefined { return scopeOf(this.#parts.regions, this.#parts.ledger, region, points) }

  #regionOf = (enterprise: string): string | undefined => this.#parts.ledger.enterprise(enterprise)?.region

  #receive(client: FeedClient, text: string): void {
    const read = readClientMessage(text)
    if (read.ok) this.#subscribe(client, read.message)
    else client.send(refusal('bad_request', read.why))
  }

  #subscribe(client: FeedClient, { region, points }: SubscribeMessage): void {
    const scope = this.#scope(region, points)
    if (scope === undefined) {
      client.send(refusal('not_found', { en: `there is no region ${region}; the subscription is unchanged`, zh: `没有地区 ${region}；订阅未变` }))
      return
    }
    const { unknown, registered } = this.#enter(client, scope)
    if (unknown.length > 0) {
      const named = unknown.slice(0, 5).join(', ')
      client.send(refusal('unknown_reference', { en: `${unknown.length} of the points are not registered: ${named}; use ENT/TAG`, zh: `有 ${unknown.length} 个测点未登记：${named}；请写作“企业编码/位号”` }))
    }
    const unheard = registered.filter(({ number }) => this.#latest.get(number) === undefined)
    if (unheard.length > 0) void this.#fetchUnheard(client, unheard)
  }

  /** Snapshot and subscription in one synchronous step: nothing can change between the two. */
  #enter(client: FeedClient, scope: FeedScope): ScopePoints {
    const points = resolvePoints(this.#parts.ledger, scope)
    const readings: Record<string, FeedReading[]> = {}
    for (const { key, number } of points.registered) {
      const latest = this.#latest.get(number)
      if (latest !== undefined) readings[key] = [latest]
    }
    client.enter(scope, snapshotOf(this.#parts.desk, this.#regionOf, scope, this.#parts.ledger.tagNumbers, readings))
    this.#interest.remove(client)
    if (!client.isClosed) for (const { key, number } of points.registered) this.#interest.add(client, number, key)
    return points
  }

  /** Points not heard since the server started: their last stored reading follows the snapshot as a reading, when the store answers. */
  async #fetchUnheard(client: FeedClient, points: { key: string; number: number }[]): Promise<void> {
    try {
      const stored = await this.#parts.store.latest(points.map(({ number }) => number))
      for (const { key, number } of points) {
        const reading = stored.get(number)
        const heardSince = (this.#latest.get(number)?.[0] ?? Number.NEGATIVE_INFINITY) > (reading?.[0] ?? 0)
        if (reading !== undefined && !heardSince && this.#interest.has(client, number)) {
          this.#latest.offer(number, reading[0], reading[1] ?? Number.NaN, reading[2])
          client.addReading(key, feedReading(...reading))
        }
      }
    } catch (error) {
      this.#parts.log.error({ err: error }, 'feed: the store did not answer with the latest readings')
      this.#guard(client, () => { client.send(refusal('store_unavailable', { en: 'stored readings are missing; live ones follow', zh: '缺少已存储的读数；实时读数随后送达' })) })
    }
  }

  /** One client's throw must not stop the others: it is logged and the client dropped. */
  #guard(client: FeedClient, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'feed: a client failed and is dropped')
      this.#forget(client)
      this.#closeQuietly(client)
    }
    if (client.isClosed) this.#forget(client)
  }

  #closeQuietly(client: FeedClient): void {
    try {
      client.close(1011, 'internal error, connect again')
    } catch (error) {
      this.#parts.log.debug({ err: error }, 'feed: a failed client could not be closed either')
    }
  }

  #forget(client: FeedClient): void {
    if (!this.#clients.delete(client)) return
    this.#interest.remove(client)
    this.#mergedByGone += client.mergedReadings
  }
}

/** What the feed says of a message that it cannot follow. */
const refusal = (code: string, { en, zh }: Words) => ({ type: 'error' as const, code, detail: en, detailZh: zh })
