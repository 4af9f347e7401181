import { lazy, Suspense, useCallback, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { valueOf } from '../charts/join-readings.ts'
import { type Trend as TrendData, trendOption } from '../charts/trend-option.ts'
import { formatValue } from '../format/number.ts'

const Chart = lazy(async () => ({ default: (await import('../charts/chart.tsx')).Chart }))

/** The curve of one point with its limits and the moments of its alarms. */
export const Trend = ({ trend, name }: { trend: TrendData; name: string }): ReactElement => {
  const { t } = useTranslation()
  const build = useCallback(() => trendOption(trend), [trend])
  const values = trend.readings.map(valueOf).filter((value) => value !== null)
  const label =
    values.length === 0
      ? t('plate.noHistory')
      : t('plate.trendSummary', {
          name,
          min: formatValue(values.reduce((least, value) => Math.min(least, value))),
          max: formatValue(values.reduce((most, value) => Math.max(most, value))),
          last: formatValue(values.at(-1)),
        })
  return (
    <div className="trend" data-testid="trend">
      <Suspense fallback={<p className="empty">{t('app.loading')}</p>}>
        <Chart build={build} label={label} />
      </Suspense>
      {trend.readings.length === 0 && <p className="empty over">{t('plate.noHistory')}</p>}
    </div>
  )
}
