import type { ClockCorrection, GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { LATE_MS } from '@hazardwatch/shared/reading-mark'
import { rejectionReasons } from '@hazardwatch/shared/rejection'
import type { MessageSenders } from '../message-senders.ts'
import { measureSkew, skewOf } from './measure-skew.ts'
import { createPointCoverage, expectPoint, fillHole, forgetPoint, openHole, reserveCoverage, type PointCoverage } from './point-coverage.ts'
import { COUNTER, SenderAccount } from './sender-account.ts'

export type AccountLedger = Pick<Ledger, 'enterprises' | 'points' | 'gateways' | 'gateway' | 'point' | 'onChange'>

const DAY_MS = 86_400_000
const SILENT_INTERVALS = 3
const SILENT_MIN_MS = 60_000
/** Without any interval to go by. */
const SILENT_MS = 300_000
/** A measured correction follows only what is clearly another clock: a reading that is sent again must get the same time again. */
const CORRECTION_STEP_MS = 2_000
const CORRECTION_GRAIN_MS = 100

export interface EnterpriseAccount {
  code: string
  /** It is in the ledger; the account of one that was taken out goes on when it is registered again. */
  listed: boolean
  whole: SenderAccount
  gateways: Map<string, SenderAccount>
  points: Set<number>
  /** Ms. */
  offlineAfter: number
  /** Everything before this position of the spool is counted. */
  until: number
  /** Something older than the running day was filled. */
  filledBefore: boolean
  dirty: boolean
}

/**
 * What enterprises and gateways are scored on, counted from what is durable in the spool. Pure: the time comes in with the batches. A record that was
 * counted before a restart is known by its position and not counted twice.
 */
export class AccountBook {
  readonly enterprises = new Map<string, EnterpriseAccount>()
  readonly coverage: PointCoverage = createPointCoverage()
  /** This service itself: its online time is what the others' is a share of. */
  readonly service: SenderAccount
  /** Told which points have come through another gateway than before. */
  onOwners: ((gateway: string, points: readonly number[]) => void) | undefined
  private readonly ledger: AccountLedger
  private readonly accounts: SenderAccount[] = []
  /** Of the run that was counted last. */
  private late = 0
  private outOfOrder = 0
  private newest = Number.NEGATIVE_INFINITY
  private oldest = Number.POSITIVE_INFINITY

  constructor(ledger: AccountLedger, at: number) {
    this.ledger = ledger
    this.service = this.open('', '', at)
    this.service.online = true
    this.service.countedTo = at
  }

  /** Takes in what the ledger holds; after what was kept before has been restored. @returns how to stop following it. */
  follow(at: () => number): () => void {
    for (const { code } of this.ledger.enterprises()) this.enterpriseOf(code, at()).listed = true
    for (const point of this.ledger.points()) this.expect(point.enterprise, point.number, point.expectedIntervalS, at())
    for (const gateway of this.ledger.gateways()) this.openGateway(gateway, at())
    for (const account of this.enterprises.values()) this.setPace(account)
    return this.ledger.onChange((change) => {
      if (change.type === 'enterprise') {
        this.enterpriseOf(change.enterprise.code, at()).listed = !change.retired
      } else if (change.type === 'gateway' && !change.retired) this.openGateway(change.gateway, at())
      else if (change.type === 'point') this.changePoint(change.point, change.retired, at())
    })
  }

  /** Counts a durable batch; `until` is the position behind it. */
  count(batch: ReadingBatch, senders: MessageSenders, until: number): void {
    let row = 0
    for (let run = 0; run < senders.count; run++) {
      const end = row + (senders.rows[run] ?? 0)
      const enterprise = this.enterprises.get(senders.enterprise[run] ?? '')
      if (enterprise !== undefined && until > enterprise.until) {
        const gateway = this.gatewayOf(enterprise, senders.gateway[run] ?? '', batch.arrivedAt)
        this.countRows(batch, row, end, gateway)
        this.countRun(batch, senders, run, enterprise, gateway)
      }
      row = end
    }
    for (const { run, reason, count } of senders.refused) {
      const enterprise = this.enterprises.get(senders.enterprise[run] ?? '')
      if (enterprise === undefined || until <= enterprise.until) continue
      const counter = COUNTER.refused + rejectionReasons.indexOf(reason)
      enterprise.whole.add(counter, count)
      this.gatewayOf(enterprise, senders.gateway[run] ?? '', batch.arrivedAt).add(counter, count)
    }
    for (const code of senders.enterprise) {
      const enterprise = this.enterprises.get(code)
      if (enterprise !== undefined) enterprise.until = Math.max(enterprise.until, until)
    }
  }

  /** Readings of a gateway that were in the store already. */
  countDuplicates(enterprise: string, gateway: string, count: number): void {
    const account = this.enterprises.get(enterprise)
    const sender = account?.gateways.get(gateway)
    if (account === undefined || sender === undefined) return
    account.dirty = sender.dirty = account.whole.dirty = true
    account.whole.add(COUNTER.duplicates, count)
    sender.add(COUNTER.duplicates, count)
  }

  /** Ms to add to the times of a gateway's readings. */
  correctionOf(enterprise: string, gateway: string, setting: ClockCorrection): number {
    if (typeof setting === 'number') return setting
    return setting === 'off' ? 0 : this.enterprises.get(enterprise)?.gateways.get(gateway)?.correctionMs ?? 0
  }

  /** Lets time pass for all, or for some that are looked at: who has fallen silent, days that are over, corrections that follow their clocks. */
  settle(at: number, enterprises: Iterable<EnterpriseAccount> = this.enterprises.values()): void {
    this.service.passTo(at, Number.POSITIVE_INFINITY)
    for (const enterprise of enterprises) {
      enterprise.whole.passTo(at, enterprise.offlineAfter)
      for (const gateway of enterprise.gateways.values()) {
        gateway.passTo(at, enterprise.offlineAfter)
        gateway.correctionMs = this.nextCorrection(gateway)
        enterprise.dirty ||= gateway.dirty
      }
      enterprise.dirty ||= enterprise.whole.dirty
    }
  }

  /** After the replay: from the last message until now nobody was seen. */
  resume(at: number): void {
    this.service.resume(at)
    for (const { whole, gateways } of this.enterprises.values()) for (const sender of [whole, ...gateways.values()]) sender.resume(at)
  }

  enterpriseOf(code: string, at: number): EnterpriseAccount {
    const known = this.enterprises.get(code)
    if (known !== undefined) return known
    const fresh: EnterpriseAccount = {
      code, listed: false, whole: this.open(code, '', at), gateways: new Map(), points: new Set(), offlineAfter: SILENT_MS, until: 0, filledBefore: false, dirty: true,
    }
    this.enterprises.set(code, fresh)
    return fresh
  }

  gatewayOf(enterprise: EnterpriseAccount, code: string, at: number): SenderAccount {
    const known = enterprise.gateways.get(code)
    if (known !== undefined) return known
    const fresh = this.open(enterprise.code, code, at)
    enterprise.gateways.set(code, fresh)
    return fresh
  }

  /** Points by the number of the gateway that delivers them, or is said to. One that nobody delivers is that of the only gateway, if there is one. */
  ownerOf(enterprise: EnterpriseAccount, point: number): number {
    const owner = this.coverage.owner[point] ?? -1
    if (owner >= 0 || enterprise.gateways.size !== 1) return owner
    for (const { number } of enterprise.gateways.values()) return number
    return owner
  }

  private countRun(batch: ReadingBatch, senders: MessageSenders, run: number, enterprise: EnterpriseAccount, gateway: SenderAccount): void {
    const rows = senders.rows[run] ?? 0
    const correction = senders.correction[run] ?? 0
    enterprise.dirty = true
    const newest = Math.max(this.newest, senders.future[run] || Number.NEGATIVE_INFINITY)
    if (newest > Number.NEGATIVE_INFINITY) measureSkew(gateway.skew, newest - correction, batch.arrivedAt)
    this.countFor(gateway, batch.arrivedAt, senders.messages[run] ?? 0, rows, correction, enterprise.offlineAfter)
    this.countFor(enterprise.whole, batch.arrivedAt, senders.messages[run] ?? 0, rows, correction, enterprise.offlineAfter)
    if (this.oldest < enterprise.whole.dayEnd - DAY_MS) enterprise.filledBefore = true
    if (senders.left[run] !== 1) return
    gateway.leave(batch.arrivedAt, enterprise.offlineAfter)
    if (enterprise.gateways.size === 1) enterprise.whole.leave(batch.arrivedAt, enterprise.offlineAfter)
  }

  private countFor(account: SenderAccount, at: number, messages: number, rows: number, correction: number, offlineAfter: number): void {
    account.hear(at, messages, rows, offlineAfter)
    if (this.late > 0) account.add(COUNTER.late, this.late)
    if (this.outOfOrder > 0) account.add(COUNTER.outOfOrder, this.outOfOrder)
    if (correction !== 0) account.add(COUNTER.corrected, rows)
  }

  /** The one loop over readings: columns only. */
  private countRows(batch: ReadingBatch, start: number, end: number, { number: owner, gateway }: SenderAccount): void {
    const { point, time, historical, arrivedAt } = batch
    const { coverage } = this
    let { newest: newestOf, holeBeyond, owner: ownerOf } = coverage
    const moved: number[] = []
    let [late, outOfOrder, newest, oldest] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let row = start; row < end; row++) {
      const at = point[row] ?? 0
      const read = time[row] ?? 0
      if (at >= newestOf.length) {
        reserveCoverage(coverage, at);
        ({ newest: newestOf, holeBeyond, owner: ownerOf } = coverage)
      }
      const before = newestOf[at] ?? Number.NEGATIVE_INFINITY
      if (read > before) {
        if (read - before > (holeBeyond[at] ?? 0)) openHole(coverage, at, read)
        newestOf[at] = read
      } else if (read < before) {
        outOfOrder++
        fillHole(coverage, at, read)
      }
      if (read < oldest) oldest = read
      if (ownerOf[at] !== owner) {
        ownerOf[at] = owner
        moved.push(at)
      }
      const isHistorical = historical !== null && historical[row] === 1
      if (isHistorical || arrivedAt - read > LATE_MS) late++
      if (!isHistorical && read > newest) newest = read
    }
    if (moved.length > 0) this.onOwners?.(gateway, moved)
    this.late = late
    this.outOfOrder = outOfOrder
    this.newest = newest
    this.oldest = oldest
  }

  private nextCorrection({ enterprise, gateway, skew, correctionMs }: SenderAccount): number {
    const setting = this.ledger.gateway(enterprise, gateway)?.clockCorrection ?? 'off'
    if (typeof setting === 'number') return setting
    if (setting === 'off') return 0
    const measured = skewOf(skew)
    if (measured === undefined || Math.abs(measured - correctionMs) <= CORRECTION_STEP_MS) return correctionMs
    return Math.abs(measured) <= CORRECTION_STEP_MS ? 0 : Math.round(measured / CORRECTION_GRAIN_MS) * CORRECTION_GRAIN_MS
  }

  private open(enterprise: string, gateway: string, at: number): SenderAccount {
    const account = new SenderAccount(enterprise, gateway, this.accounts.length, at)
    this.accounts.push(account)
    return account
  }

  private openGateway({ enterprise, code, map }: GatewayProfile, at: number): void {
    const { number } = this.gatewayOf(this.enterpriseOf(enterprise, at), code, at)
    for (const { tag } of map) {
      const point = this.ledger.point(enterprise, tag)
      if (point !== undefined && (this.coverage.owner[point.number] ?? -1) < 0) this.coverage.owner[point.number] = number
    }
  }

  private changePoint({ enterprise, number, expectedIntervalS }: { enterprise: string; number: number; expectedIntervalS: number | null }, retired: boolean, at: number): void {
    const account = this.enterpriseOf(enterprise, at)
    if (retired) {
      forgetPoint(this.coverage, number)
      account.points.delete(number)
    } else this.expect(enterprise, number, expectedIntervalS, at)
    this.setPace(account)
    account.dirty = true
  }

  private expect(enterprise: string, point: number, intervalS: number | null, at: number): void {
    this.enterpriseOf(enterprise, at).points.add(point)
    expectPoint(this.coverage, point, intervalS, at)
  }

  private setPace(account: EnterpriseAccount): void {
    let shortest = Number.POSITIVE_INFINITY
    for (const point of account.points) {
      const interval = this.coverage.interval[point] ?? 0
      if (interval > 0) shortest = Math.min(shortest, interval)
    }
    account.offlineAfter = shortest === Number.POSITIVE_INFINITY ? SILENT_MS : Math.max(SILENT_MIN_MS, SILENT_INTERVALS * shortest)
  }
}
