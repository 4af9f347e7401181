import type { ReactElement } from 'react'
import type { LiveStatistics } from '@hazardwatch/shared/gateway-statistics'
import { rejectionReasons } from '@hazardwatch/shared/rejection'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../format/duration.ts'
import { formatPage } from '../place/page.ts'

export interface GatewayRow {
  statistics: LiveStatistics
  /** Name of its enterprise. */
  owner: string
}

/** A clock that is further off than this is told in bold: readings that are further ahead than five minutes are refused. */
const SKEW_MS = 30_000

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)
const rate = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(1))
const seconds = (ms: number | null): string => (ms === null ? '–' : `${ms > 0 ? '−' : ms < 0 ? '+' : ''}${(Math.abs(ms) / 1_000).toFixed(1)} s`)

/** Last message, rates, refusals, duplicates, clock, completeness and online time of each gateway today. `now`: epoch ms. */
export const GatewayTable = ({ rows, now }: { rows: readonly GatewayRow[]; now: number }): ReactElement => {
  const { t } = useTranslation()
  const heads = ['gateway', 'state', 'last', 'rate', 'refused', 'duplicates', 'skew', 'completeness', 'onlineRate', 'disconnects'] as const
  return (
    <section className="panel wide-table" aria-label={t('ingest.tab_gateways')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`gateway.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.statistics.enterprise}/${row.statistics.gateway ?? ''}`} row={row} now={now} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="empty">{t('gateway.none')}</p>}
    </section>
  )
}

const Row = ({ row: { statistics, owner }, now }: { row: GatewayRow; now: number }): ReactElement => {
  const { t } = useTranslation()
  const { today } = statistics
  const skewed = statistics.clockSkewMs !== null && Math.abs(statistics.clockSkewMs) > SKEW_MS
  return (
    <tr data-testid="gateway-row" className={statistics.online === false ? 'trouble' : ''}>
      <th scope="row">
        <a href={formatPage('ingest', 'connect', statistics.enterprise)}>{owner}</a>
        <small>
          {statistics.enterprise} · {statistics.gateway === 'native' ? t('gateway.native') : statistics.gateway}
        </small>
      </th>
      <td>{statistics.online === null ? t('gateway.never') : statistics.online ? t('gateway.online') : <b>▲ {t('gateway.offline')}</b>}</td>
      <td className="number">{statistics.lastMessageAt === null ? '–' : formatDuration(now - Date.parse(statistics.lastMessageAt), t('alarms.day'))}</td>
      <td className="number">
        {rate(statistics.readingsPerS)}
        <small>{t('gateway.messages', { rate: rate(statistics.messagesPerS) })}</small>
      </td>
      <td className="number">
        {today.refused === 0 ? '0' : <b>{today.refused.toLocaleString('en-US')}</b>}
        <small>
          {rejectionReasons
            .filter((reason) => (today.refusedByReason[reason] ?? 0) > 0)
            .map((reason) => `${t(`refusal.${reason}`)} ${today.refusedByReason[reason] ?? 0}`)
            .join(' · ')}
        </small>
      </td>
      <td className="number">
        {today.duplicates.toLocaleString('en-US')}
        <small>{t('gateway.late', { late: today.late, outOfOrder: today.outOfOrder })}</small>
      </td>
      <td className="number">
        {skewed ? <b>{seconds(statistics.clockSkewMs)}</b> : seconds(statistics.clockSkewMs)}
        <small>{statistics.correctionMs === 0 ? '' : t('gateway.corrected', { by: seconds(-statistics.correctionMs) })}</small>
      </td>
      <td className="number">
        {percent(today.completeness)}
        <small>{t('gateway.points', { without: statistics.pointsWithoutInterval, never: statistics.pointsNeverHeard })}</small>
      </td>
      <td className="number">{percent(today.onlineRate)}</td>
      <td className="number">{today.disconnects}</td>
    </tr>
  )
}
