import type { LiveStatistics, StatisticsBook } from '@hazardwatch/shared/gateway-statistics'
import type { Figure } from './prometheus-text.ts'

/** Enterprises that are looked at without a pause: with all of a country's points, alarms would wait meanwhile. */
const AT_ONCE = 500

/** Bounds a scrape: beyond so many gateways only enterprises are told, and how many gateways were left out. */
const GATEWAYS_MAX = 10_000

/**
 * Gateways and enterprises as figures, some at a time: between two the caller lets others have their turn. Labels are the ledger's: a series each for every gateway
 * that has a profile or was heard, and for each reason with which it was refused; senders that are not registered have none. What ends in `_total` counts since this
 * process started; `today` is the day in China.
 */
export function* gatewayFigures(statistics: StatisticsBook, enterprises: readonly string[]): Generator<Figure[], void, undefined> {
  let gateways = 0
  for (let from = 0; from < enterprises.length; from += AT_ONCE) {
    yield statistics.live(enterprises.slice(from, from + AT_ONCE)).flatMap((each) => {
      if (each.gateway === null) return liveFigures('enterprise', each)
      return ++gateways > GATEWAYS_MAX ? [] : liveFigures('gateway', each)
    })
  }
  yield [{ name: 'gateways_left_out', value: Math.max(0, gateways - GATEWAYS_MAX) }]
  yield statistics.totals().slice(0, GATEWAYS_MAX).flatMap(totalFigures)
}

const liveFigures = (kind: 'gateway' | 'enterprise', { enterprise, gateway, ...live }: LiveStatistics): Figure[] => {
  const labels = gateway === null ? { enterprise } : { enterprise, gateway }
  const figure = (name: string, value: number | null): Figure[] => (value === null ? [] : [{ name: `${kind}_${name}`, labels, value }])
  return [
    ...figure('online', live.online === null ? null : Number(live.online)),
    ...figure('last_message_timestamp_seconds', live.lastMessageAt === null ? null : Date.parse(live.lastMessageAt) / 1_000),
    ...figure('online_seconds_today', live.today.onlineS), ...figure('disconnects_today', live.today.disconnects),
    ...figure('expected_readings_today', live.today.expected), ...figure('received_readings_today', live.today.received),
    ...(gateway === null ? [] : [
      ...figure('clock_skew_seconds', live.clockSkewMs === null ? null : live.clockSkewMs / 1_000), ...figure('clock_correction_seconds', live.correctionMs / 1_000),
    ]),
  ]
}

const totalFigures = ({ enterprise, gateway, totals: { refusedByReason, ...totals } }: ReturnType<StatisticsBook['totals']>[number]): Figure[] => {
  const labels = { enterprise, gateway }
  return [
    { name: 'gateway_messages_total', labels, value: totals.messages }, { name: 'gateway_readings_total', labels, value: totals.readings },
    { name: 'gateway_duplicates_total', labels, value: totals.duplicates }, { name: 'gateway_out_of_order_total', labels, value: totals.outOfOrder },
    { name: 'gateway_late_total', labels, value: totals.late }, { name: 'gateway_disconnects_total', labels, value: totals.disconnects },
    ...Object.entries(refusedByReason).map(([reason, value]) => ({ name: 'gateway_refused_total', labels: { ...labels, reason }, value })),
  ]
}
