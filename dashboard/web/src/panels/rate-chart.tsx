import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { rateBars } from '../charts/rate-bars.ts'

const WIDTH = 1_000
const HEIGHT = 160
const MOST_BARS = 180

export interface RateChartProps {
  /** Annunciated in each ten minutes. */
  course: readonly number[]
  /** More than this is a flood. */
  limit: number
  /** Begin, middle and end in the operator's words. */
  times: readonly string[]
  /** The same in words. */
  label: string
}

/** Alarms per ten minutes as bars, with the number above which operators are flooded. */
export const RateChart = ({ course, limit, times, label }: RateChartProps): ReactElement => {
  const { t } = useTranslation()
  const { bars, targetY, top, perBar } = rateBars(course, limit, MOST_BARS, WIDTH, HEIGHT)
  return (
    <figure className="rate-chart" data-testid="rate-chart">
      <div className="plot">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {bars.map((bar) => (
            <rect key={bar.x} className={bar.count > limit ? 'over' : ''} x={bar.x} y={bar.y} width={bar.width} height={bar.height} />
          ))}
          <line x1={0} x2={WIDTH} y1={targetY} y2={targetY} />
        </svg>
        <span className="top number" aria-hidden="true">{Math.round(top)}</span>
        <span className="limit number" aria-hidden="true" style={{ top: `${(targetY / HEIGHT) * 100}%` }}>{t('kpi.floodLine', { count: limit })}</span>
      </div>
      <p className="times number" aria-hidden="true">
        {times.map((time) => (
          <span key={time}>{time}</span>
        ))}
      </p>
      <figcaption>{perBar === 1 ? t('kpi.eachBar') : t('kpi.worstOfBar', { minutes: perBar * 10 })}</figcaption>
    </figure>
  )
}
