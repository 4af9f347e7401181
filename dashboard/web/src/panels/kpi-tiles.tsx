import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../format/duration.ts'
import type { JudgedKpi } from '../kpis/judge-kpis.ts'
import { VerdictWord } from './verdict-word.tsx'

const decimals = (value: number): string => (Number.isInteger(value) || value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2))

/** Each figure with its target, and in words whether it is met. */
export const KpiTiles = ({ figures }: { figures: readonly JudgedKpi[] }): ReactElement => {
  const { t } = useTranslation()
  const write = (value: number | null, unit: JudgedKpi['unit']): string => {
    if (value === null) return '–'
    if (unit === 'share') return `${(value * 100).toFixed(1)} %`
    return unit === 'seconds' ? formatDuration(value * 1_000, t('alarms.day')) : decimals(value)
  }
  return (
    <dl className="kpi-tiles">
      {figures.map(({ name, value, p90, unit, target, verdict }) => (
        <div key={name} className={verdict} data-testid={`kpi-${name}`}>
          <dt>{t(`kpi.${name}`)}</dt>
          <dd>
            <b className="number">{write(value, unit)}</b>
            {p90 !== null && <small className="number">{t('kpi.p90', { value: write(p90, unit) })}</small>}
            <small>{target === null ? t('kpi.noTarget') : t('kpi.target', { value: write(target, unit) })}</small>
            {verdict !== 'none' && <VerdictWord verdict={verdict} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
