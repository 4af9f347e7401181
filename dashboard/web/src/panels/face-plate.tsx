import type { ReactElement, ReactNode } from 'react'
import { Segmented } from 'antd'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'

export const trendRanges = ['M15', 'H1', 'H6', 'H24'] as const
export type TrendRange = (typeof trendRanges)[number]
export const rangeMs: Readonly<Record<TrendRange, number>> = { M15: 900_000, H1: 3_600_000, H6: 21_600_000, H24: 86_400_000 }

export interface Fact {
  name: string
  text: ReactNode
}

export interface FacePlateProps {
  crumb: string
  title: string
  value: string
  unit: string
  /** Limit with its sign and the rate; already words. */
  beside: readonly string[]
  /** Priority of the alarm that holds now; null when none does. */
  alarming: Priority | null
  /** The value is old or unusable: shown as such, never as live. */
  stale: string | null
  facts: readonly Fact[]
  actions: ReactNode
  trend: ReactNode
  /** What the rule says about its alarm; null when it says nothing. */
  guidance: ReactNode
  comments: ReactNode
  range: TrendRange
  onRange(range: TrendRange): void
}

/** Everything about one alarm or point: value, why, what was done, and how it came to be. */
export const FacePlate = ({
  crumb,
  title,
  value,
  unit,
  beside,
  alarming,
  stale,
  facts,
  actions,
  trend,
  guidance,
  comments,
  range,
  onRange,
}: FacePlateProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className={`face-plate ${guidance === null ? '' : 'with-guidance'}`} aria-label={t('plate.title')} data-testid="face-plate">
      <div className="summary">
        <p className="crumb">{crumb}</p>
        <h2>{title}</h2>
        <p className={`big ${alarming === null ? '' : `alarming level-${alarming}`} ${stale === null ? '' : 'stale'}`}>
          <b className="number">{value}</b> <span>{unit}</span>{' '}
          {beside.map((text) => (
            <span key={text} className="number beside">
              {text}
            </span>
          ))}
        </p>
        {stale !== null && <p className="stale-note">{stale}</p>}
        <dl>
          {facts.map((fact) => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd>{fact.text}</dd>
            </div>
          ))}
        </dl>
        <div className="actions">{actions}</div>
      </div>
      <div className="trend-box">
        <header>
          <h3>{t('plate.trend')}</h3>
          <Segmented<TrendRange>
            size="small"
            aria-label={t('plate.range')}
            value={range}
            onChange={onRange}
            options={trendRanges.map((value_) => ({ value: value_, label: t(`plate.range${value_}`) }))}
          />
        </header>
        {trend}
      </div>
      {guidance}
      {comments}
    </section>
  )
}
