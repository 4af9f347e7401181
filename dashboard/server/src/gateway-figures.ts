import type { LiveStatistics, StatisticsBook } from '@hazardwatch/shared/gateway-statistics'
import type { Figure } from './prometheus-text.ts'

/** Bounds a scrape: beyond so many gateways only enterprises are told, and how many gateways were left out. */
const GATEWAYS_MAX = 10_000

/**
 * Gateways and enterprises as figures. Labels are the ledger's: a series each for every gateway that has a profile or was heard, and for each reason with which
 * it was refused; senders that are not registered have none. What ends in `_total` counts since this process started; `today` is the day in China.
 */
export const gatewayFigures = (statistics: StatisticsBook): Figure[] => {
  const live = statistics.live()
  const totals = statistics.totals()
  const gateways = live.filter(({ gateway }) => gateway !== null)
  const left = Math.max(0, gateways.length - GATEWAYS_MAX)
  return [
    { name: 'gateways_left_out', value: left },
    ...live.filter(({ gateway }) => gateway === null).flatMap((each) => liveFigures('enterprise', each)),
    ...gateways.slice(0, GATEWAYS_MAX).flatMap((each) => liveFigures('gateway', each)),
    ...totals.slice(0, GATEWAYS_MAX).flatMap(totalFigures),
  ]
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
