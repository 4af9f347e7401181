import type { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import type { LiveStatistics, StatisticsDay } from '@hazardwatch/shared/gateway-statistics'
import { EnterpriseCode } from '@hazardwatch/shared/ids'
import type { SenderDays } from '@hazardwatch/shared/node/records/account-records'
import { isoTime } from '@hazardwatch/shared/time'
import type { AccountBook, EnterpriseAccount } from './account-book.ts'
import { completenessOf, dayStart } from './account-rows.ts'
import { delayOf, skewOf } from './measure-skew.ts'
import type { Expectation } from './point-coverage.ts'
import { COUNTER, type SenderAccount } from './sender-account.ts'

const DAY_MS = 86_400_000

interface DayCounts {
  counters: (name: keyof typeof COUNTER) => number
  refusedByReason: Partial<Record<string, number>>
  firstAt: number
}

/** A day as outsiders see it. `end` = its end, or now; `observedMs` = how long this service was there on that day. */
const showDay = (day: string, { counters, refusedByReason, firstAt }: DayCounts, sum: Expectation | undefined, observedMs: number, end: number): StatisticsDay => {
  const onlineMs = counters('onlineMs')
  const observed = Math.max(onlineMs, Math.min(observedMs, end - Math.max(firstAt, dayStart(day))))
  const expected = sum?.expected ?? 0
  const received = sum?.received ?? 0
  return {
    day, messages: counters('messages'), readings: counters('readings'),
    refused: Object.values(refusedByReason).reduce<number>((total, count) => total + (count ?? 0), 0), refusedByReason,
    duplicates: counters('duplicates'), outOfOrder: counters('outOfOrder'), late: counters('late'), corrected: counters('corrected'),
    onlineS: onlineMs / 1_000, disconnects: counters('disconnects'), observedS: observed / 1_000, onlineRate: observed > 0 ? onlineMs / observed : null,
    expected, received, completeness: expected > 0 ? received / expected : null,
  }
}

/** The day that runs of one sender; the book has been settled. */
const showToday = (book: AccountBook, sender: SenderAccount, sum: Expectation | undefined, at: number): StatisticsDay =>
  showDay(sender.day, {
    counters: (name) => sender.counters[COUNTER[name]] ?? 0, refusedByReason: sender.refusedByReason(), firstAt: sender.firstAt,
  }, sum, book.service.counters[COUNTER.onlineMs] ?? 0, at)

interface PointCounts {
  withInterval: number
  withoutInterval: number
  neverHeard: number
}

const countPoints = (book: AccountBook, enterprise: EnterpriseAccount, owner: number | undefined): PointCounts => {
  const counts: PointCounts = { withInterval: 0, withoutInterval: 0, neverHeard: 0 }
  for (const point of enterprise.points) {
    if (owner !== undefined && book.ownerOf(enterprise, point) !== owner) continue
    if ((book.coverage.interval[point] ?? 0) === 0) counts.withoutInterval++
    else {
      counts.withInterval++
      if ((book.coverage.newest[point] ?? Number.NEGATIVE_INFINITY) === Number.NEGATIVE_INFINITY) counts.neverHeard++
    }
  }
  return counts
}

/** The whole of an enterprise first, then its gateways by their code: those that were heard, and those with a profile. */
export const showLive = (book: AccountBook, enterprise: EnterpriseAccount, profileOf: (gateway: string) => GatewayProfile | undefined, at: number): LiveStatistics[] => {
  const sums = new Map(completenessOf(book, enterprise, at).map((row) => [row.gateway, row]))
  const gateways = [...enterprise.gateways.values()].filter(({ lastMessageAt, gateway }) => Number.isFinite(lastMessageAt) || profileOf(gateway) !== undefined)
  const senders = [enterprise.whole, ...gateways.sort((a, b) => (a.gateway < b.gateway ? -1 : 1))]
  return senders.map((sender) => {
    const isWhole = sender.gateway === ''
    const points = countPoints(book, enterprise, isWhole ? undefined : sender.number)
    const heard = Number.isFinite(sender.lastMessageAt)
    return {
      enterprise: EnterpriseCode.parse(enterprise.code), gateway: isWhole ? null : sender.gateway, lastMessageAt: heard ? isoTime(sender.lastMessageAt) : null, ...sender.ratesAt(at),
      online: heard ? sender.online : null, since: heard && Number.isFinite(sender.since) ? isoTime(sender.since) : null, offlineAfterS: enterprise.offlineAfter / 1_000,
      clockSkewMs: skewOf(sender.skew) ?? null, networkDelayMs: delayOf(sender.skew) ?? null, clockSetAt: Number.isFinite(sender.skew.jumpedAt) ? isoTime(sender.skew.jumpedAt) : null,
      clockCorrection: String(profileOf(sender.gateway)?.clockCorrection ?? 'off'), correctionMs: sender.correctionMs,
      pointsWithInterval: points.withInterval, pointsWithoutInterval: points.withoutInterval, pointsNeverHeard: points.neverHeard,
      today: showToday(book, sender, sums.get(sender.gateway), at),
    }
  })
}

/** Days from the record store, newest first; the one that runs is the caller's. A day on which this service was not there is left out. */
export const showDays = ({ days, completeness }: SenderDays, service: SenderDays, today: StatisticsDay): StatisticsDay[] => {
  const sums = new Map(completeness.map((row) => [row.day, row]))
  const counts = new Map(days.map((row) => [row.day, row]))
  const shown = service.days.flatMap(({ day, counts: own }) => {
    const text = counts.get(day)?.counts
    if (day >= today.day || text === undefined) return []
    const known = JSON.parse(text) as Partial<Record<string, number>> & { refusedByReason?: Partial<Record<string, number>> }
    const observedMs = (JSON.parse(own) as { onlineMs?: number }).onlineMs ?? 0
    const end = dayStart(day) + DAY_MS
    return showDay(day, { counters: (name) => known[name] ?? 0, refusedByReason: known.refusedByReason ?? {}, firstAt: known['firstAt'] ?? 0 }, sums.get(day), observedMs, end)
  })
  return shown.sort((a, b) => (a.day < b.day ? 1 : -1))
}
