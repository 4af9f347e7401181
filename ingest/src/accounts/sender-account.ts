import { rejectionReasons, type RejectionReason } from '@hazardwatch/shared/rejection'
import { chinaDay, chinaDayEnd } from '../china-day.ts'
import { createSkewMeter, type SkewMeter } from './measure-skew.ts'

/** Places of the counters in {@link SenderAccount.day} and `total`. */
export const COUNTER = { messages: 0, readings: 1, duplicates: 2, outOfOrder: 3, late: 4, corrected: 5, onlineMs: 6, disconnects: 7, refused: 8 } as const
const COUNTERS = COUNTER.refused + rejectionReasons.length

const RATE_SPAN_MS = 10_000
const RATE_SPANS = 7

interface FinishedDay {
  day: string
  counters: Float64Array
}

/** One gateway, or an enterprise as a whole. Counters lie in typed arrays: nothing is allocated per message. */
export class SenderAccount {
  readonly enterprise: string
  /** '' = the enterprise as a whole. */
  readonly gateway: string
  readonly number: number
  day: string
  dayEnd: number
  counters = new Float64Array(COUNTERS)
  /** Since the process started. */
  readonly total = new Float64Array(COUNTERS)
  /** Days that are over and not yet written. */
  finished: FinishedDay[] = []
  lastMessageAt = Number.NaN
  online = false
  /** Since when it is online, or offline. */
  since = Number.NaN
  /** Online time is in the counters up to here. */
  countedTo = Number.NaN
  readonly skew: SkewMeter = createSkewMeter()
  correctionMs = 0
  /** When it was first known: nothing is expected of it before. */
  firstAt: number
  dirty = false
  private readonly rates = new Float64Array(2 * RATE_SPANS)
  private rateSpan = 0

  constructor(enterprise: string, gateway: string, number: number, at: number) {
    this.enterprise = enterprise
    this.gateway = gateway
    this.number = number
    this.firstAt = at
    this.day = chinaDay(at)
    this.dayEnd = chinaDayEnd(at)
  }

  add(counter: number, count: number): void {
    this.counters[counter] = (this.counters[counter] ?? 0) + count
    this.total[counter] = (this.total[counter] ?? 0) + count
  }

  /** Messages and readings that arrived at a time, our clock. `offlineAfter` in ms. */
  hear(at: number, messages: number, readings: number, offlineAfter: number): void {
    this.dirty = true
    this.passTo(at, offlineAfter)
    if (!this.online) Object.assign(this, { online: true, since: at, countedTo: at })
    this.countedTo = Math.max(this.countedTo, at)
    this.lastMessageAt = at
    this.add(COUNTER.messages, messages)
    this.add(COUNTER.readings, readings)
    const span = this.moveRates(at)
    this.rates[span] = (this.rates[span] ?? 0) + messages
    this.rates[span + 1] = (this.rates[span + 1] ?? 0) + readings
  }

  /** It said that it goes, or was cut off. */
  leave(at: number, offlineAfter: number): void {
    this.dirty = true
    this.passTo(at, offlineAfter)
    if (!this.online) return
    this.add(COUNTER.disconnects, 1)
    Object.assign(this, { online: false, since: at })
  }

  /** Lets time pass: online time up to it, the end of the day, and of the connection when nothing has been heard for too long. */
  passTo(at: number, offlineAfter: number): void {
    if (this.online && at > this.lastHeard + offlineAfter) {
      const end = Math.max(this.countedTo, this.lastHeard + offlineAfter)
      this.countOnline(end)
      this.rollTo(end)
      this.add(COUNTER.disconnects, 1)
      Object.assign(this, { online: false, since: end, dirty: true })
    } else if (this.online) this.countOnline(at)
    this.rollTo(at)
  }

  /** Nobody was seen from the last count to here: this service was away. */
  resume(at: number): void {
    if (this.online) this.countedTo = Math.max(this.countedTo, at)
    this.heardBefore = at
    this.rollTo(at)
  }

  /** @returns messages and readings a second, over the last whole minute. */
  ratesAt(at: number): { messagesPerS: number; readingsPerS: number } {
    this.moveRates(at)
    const current = 2 * (this.rateSpan % RATE_SPANS)
    let [messages, readings] = [0, 0]
    for (let span = 0; span < 2 * RATE_SPANS; span += 2) {
      if (span === current) continue
      messages += this.rates[span] ?? 0
      readings += this.rates[span + 1] ?? 0
    }
    const seconds = ((RATE_SPANS - 1) * RATE_SPAN_MS) / 1_000
    return { messagesPerS: messages / seconds, readingsPerS: readings / seconds }
  }

  refusedByReason(counters: Float64Array = this.counters): Partial<Record<RejectionReason, number>> {
    const found: Partial<Record<RejectionReason, number>> = {}
    for (const [index, reason] of rejectionReasons.entries()) {
      const count = counters[COUNTER.refused + index] ?? 0
      if (count > 0) found[reason] = count
    }
    return found
  }

  /** Silence counts from the last message, or from when this service came back. */
  private heardBefore = Number.NEGATIVE_INFINITY
  private get lastHeard(): number { return Math.max(this.lastMessageAt, this.heardBefore) }

  private countOnline(to: number): void {
    while (this.countedTo < to) {
      this.rollTo(this.countedTo)
      const end = Math.min(to, this.dayEnd)
      this.add(COUNTER.onlineMs, end - this.countedTo)
      this.countedTo = end
    }
  }

  /** A clock that goes back does not bring a day back. */
  private rollTo(at: number): void {
    if (at < this.dayEnd) return
    this.finished.push({ day: this.day, counters: this.counters })
    this.counters = new Float64Array(COUNTERS)
    this.day = chinaDay(at)
    this.dayEnd = chinaDayEnd(at)
    this.dirty = true
  }

  private moveRates(at: number): number {
    const span = Math.floor(at / RATE_SPAN_MS)
    if (span === this.rateSpan) return 2 * (span % RATE_SPANS)
    const passed = Math.min(RATE_SPANS, Math.max(0, span - this.rateSpan))
    for (let step = 1; step <= passed; step++) this.rates.fill(0, 2 * ((this.rateSpan + step) % RATE_SPANS), 2 * ((this.rateSpan + step) % RATE_SPANS) + 2)
    if (passed === RATE_SPANS) this.rates.fill(0)
    this.rateSpan = Math.max(this.rateSpan, span)
    return 2 * (this.rateSpan % RATE_SPANS)
  }
}
