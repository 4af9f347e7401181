import { lazy, Suspense, useCallback, type ReactElement } from 'react'
import type { ModelPicture } from '@hazardwatch/shared/model-picture'
import { useTranslation } from 'react-i18next'
import { valueOf } from '../charts/join-readings.ts'
import { pictureOption } from '../charts/picture-option.ts'
import { type Trend as TrendData, trendOption } from '../charts/trend-option.ts'
import { formatValue } from '../format/number.ts'

const Chart = lazy(async () => ({ default: (await import('../charts/chart.tsx')).Chart }))

/** The curve of one point with its limits and the moments of its alarms, and what was expected where an early warning is asked about. */
export const Trend = ({ trend, name, picture }: { trend: TrendData; name: string; picture: ModelPicture | undefined }): ReactElement => {
  const { t } = useTranslation()
  const build = useCallback(() => {
    if (picture === undefined) return trendOption(trend)
    const { meaning } = picture.score
    return pictureOption(trend, picture, { actual: t('why.actual'), expected: t('why.expected'), sibling: t('why.sibling'), course: t('why.course'), score: meaning === 'none' ? '' : t(`why.short_${meaning}`) })
  }, [trend, picture, t])
  const values = trend.readings.map(valueOf).filter((value) => value !== null)
  const spoken =
    values.length === 0
      ? t('plate.noHistory')
      : t('plate.trendSummary', {
          name,
          min: formatValue(values.reduce((least, value) => Math.min(least, value))),
          max: formatValue(values.reduce((most, value) => Math.max(most, value))),
          last: formatValue(values.at(-1)),
        })
  const label = picture === undefined ? spoken : t('why.summary', { trend: spoken, count: outsideOf(picture) })
  return (
    <div className="trend" data-testid="trend" data-picture={picture?.rule}>
      <Suspense fallback={<p className="empty">{t('app.loading')}</p>}>
        <Chart key={picture === undefined ? 'plain' : 'picture'} build={build} label={label} fresh={picture !== undefined} />
      </Suspense>
      {trend.readings.length === 0 && <p className="empty over">{t('plate.noHistory')}</p>}
    </div>
  )
}

const outsideOf = ({ series }: ModelPicture): number =>
  (series[0]?.rows ?? []).filter(([, value, low, , high]) => value !== null && ((low !== null && value < low) || (high !== null && value > high))).length
