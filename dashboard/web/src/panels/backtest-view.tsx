import { useCallback, useMemo, type ReactElement } from 'react'
import type { BacktestResult, BacktestView as View } from '@hazardwatch/shared/backtest'
import { useTranslation } from 'react-i18next'
import { backtestOption, differenceRows, differences, type DifferenceRow } from '../charts/backtest-option.ts'
import { Chart } from '../charts/chart.tsx'
import { formatDayTime, formatDuration } from '../format/duration.ts'
import { formatLimit } from '../format/number.ts'
import type { Palette } from '../theme/palette.ts'

const signs = { added: '▲', removed: '□', earlier: '⬆', later: '◆' } as const
/** Rows of the table; the counts tell of all. */
const MOST_ROWS = 200

/** What a candidate would have done: figures of both sides, what differs, on a time axis and as a table. */
export const BacktestView = ({ view, result, palette }: { view: View; result: BacktestResult; palette: Palette }): ReactElement => {
  const { t } = useTranslation()
  const rows = useMemo(() => differenceRows(result), [result])
  const [from, to] = [Date.parse(view.from), Date.parse(view.to)]
  const build = useCallback(() => backtestOption({
    rows, from, to, palette,
    words: { before: t('backtest.before'), after: t('backtest.after'), added: t('backtest.added'), removed: t('backtest.removed'), earlier: t('backtest.earlier'), later: t('backtest.later') },
  }), [rows, from, to, palette, t])
  const counts = { added: result.added.count, removed: result.removed.count, earlier: result.earlier.count, later: result.later.count }
  return (
    <div className="backtest-result" data-testid="backtest-result">
      <p className="soft number">
        {formatDayTime(from)} – {formatDayTime(to)} · {t('backtest.readings', { readings: result.readings.toLocaleString('en-US') })}
      </p>
      {result.readings === 0 && <p className="fault">{t('backtest.noData')}</p>}
      <Figures result={result} />
      <Counts result={result} />
      {rows.length === 0 ? (
        <p>{t('backtest.nothing')}</p>
      ) : (
        <>
          <div className="backtest-chart">
            <Chart build={build} label={t('backtest.chart', counts)} fresh testId="backtest-chart" />
          </div>
          <Rows rows={rows} total={counts.added + counts.removed + counts.earlier + counts.later} />
        </>
      )}
    </div>
  )
}

const Figures = ({ result }: { result: BacktestResult }): ReactElement => {
  const { t } = useTranslation()
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{t('backtest.side')}</th>
          <th scope="col">{t('backtest.alarms')}</th>
          <th scope="col">{t('backtest.perHour')}</th>
          <th scope="col">{t('backtest.active')}</th>
        </tr>
      </thead>
      <tbody className="number">
        {(['before', 'after'] as const).map((side) => (
          <tr key={side} data-testid={`backtest-${side}`}>
            <th scope="row">{t(`backtest.${side}`)}</th>
            <td>{result[side].alarms}</td>
            <td>{formatLimit(result[side].perHour)}</td>
            <td>{formatDuration(result[side].activeS * 1_000, t('alarms.day'))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const shiftText = (seconds: number, day: string): string => `${seconds < 0 ? '−' : '+'}${formatDuration(Math.abs(seconds) * 1_000, day)}`

const Counts = ({ result }: { result: BacktestResult }): ReactElement => {
  const { t } = useTranslation()
  return (
    <ul className="difference-counts">
      {differences.map((what) => (
        <li key={what} data-testid={`backtest-${what}`}>
          <span aria-hidden="true">{signs[what]}</span> {t(`backtest.${what}`)} <b className="number">{result[what].count}</b>
          {(what === 'earlier' || what === 'later') && result[what].medianS !== null && (
            <small className="number"> {t('backtest.median', { time: shiftText(result[what].medianS ?? 0, t('alarms.day')) })}</small>
          )}
        </li>
      ))}
      <li>
        {t('backtest.same')} <b className="number">{result.same}</b>
      </li>
    </ul>
  )
}

const Rows = ({ rows, total }: { rows: readonly DifferenceRow[]; total: number }): ReactElement => {
  const { t } = useTranslation()
  const heads = ['what', 'was', 'raised', 'shift', 'cleared'] as const
  return (
    <section className="wide-table difference-table" aria-label={t('backtest.list')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`backtest.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="number">
          {rows.slice(0, MOST_ROWS).map((row) => (
            <Row key={`${row.what} ${row.rule} ${row.point} ${row.raisedAt}`} row={row} />
          ))}
        </tbody>
      </table>
      {total > Math.min(rows.length, MOST_ROWS) && <p className="empty">{t('backtest.cut', { count: Math.min(rows.length, MOST_ROWS), total })}</p>}
    </section>
  )
}

const Row = ({ row: { what, raisedAt, wasRaisedAt, clearedAt } }: { row: DifferenceRow }): ReactElement => {
  const { t } = useTranslation()
  const moved = what === 'earlier' || what === 'later'
  return (
    <tr data-testid="difference">
      <th scope="row">
        <span aria-hidden="true">{signs[what]}</span> {t(`backtest.${what}`)}
      </th>
      <td>{wasRaisedAt === null ? '–' : formatDayTime(wasRaisedAt)}</td>
      <td>{what === 'removed' ? '–' : formatDayTime(raisedAt)}</td>
      <td>{moved && wasRaisedAt !== null ? shiftText((raisedAt - wasRaisedAt) / 1_000, t('alarms.day')) : '–'}</td>
      <td>{clearedAt === null ? t('backtest.standing') : formatDayTime(clearedAt)}</td>
    </tr>
  )
}
