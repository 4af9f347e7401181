import type { ReactElement, ReactNode } from 'react'
import { Segmented } from 'antd'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import type { Around } from '../model/picture-window.ts'

export const trendRanges = ['M15', 'H1', 'H6', 'H24'] as const
export type TrendRange = (typeof trendRanges)[number]
export const rangeMs: Readonly<Record<TrendRange, number>> = { M15: 900_000, H1: 3_600_000, H6: 21_600_000, H24: 86_400_000 }

export interface Fact {
  name: string
  text: ReactNode
}

export interface FacePlateProps {
  crumb: string
  /** Address of the earlier alarms of the point. */
  history: string
  title: string
  value: string
  unit: string
  /** Limit with its sign and the rate; already words. */
  beside: readonly string[]
  /** Priority of the alarm that holds now; null when none does. */
  alarming: Priority | null
  /** The value is silent or unusable: shown as such, never as live. */
  stale: string | null
  /** When the value was read; null when there is none. */
  read: { time: string; /** Its age, when it is too old to pass for the present. */ age: string | null } | null
  /** The alarm is over: already words. Null while it is not. */
  ended: string | null
  facts: readonly Fact[]
  actions: ReactNode
  trend: ReactNode
  /** Why an early warning came; null when it is none. */
  reason: ReactNode
  /** What the rule says about its alarm; null when it says nothing. */
  guidance: ReactNode
  comments: ReactNode
  range: TrendRange
  onRange(range: TrendRange): void
  /** Whether the time shown is that of the onset; null where nobody can choose. */
  around: Around | null
  onAround(around: Around): void
}

/** Everything about one alarm or point: value, why, what was done, and how it came to be. */
export const FacePlate = ({
  crumb, history, title, value, unit, beside, alarming, stale, read, ended, facts, actions, trend, reason, guidance, comments, range, onRange, around, onAround,
}: FacePlateProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className={`face-plate ${reason !== null ? 'with-picture' : guidance === null ? '' : 'with-guidance'}`} aria-label={t('plate.title')} data-testid="face-plate">
      <div className="summary">
        <p className="crumb">
          {crumb} · <a href={history} data-testid="to-history">{t('history.earlier')}</a>
        </p>
        <h2>{title}</h2>
        <p className={`big ${alarming === null ? '' : `alarming level-${alarming}`} ${stale === null ? '' : 'stale'} ${read === null || read.age === null ? '' : 'old'}`}>
          <b className="number">{value}</b> <span>{unit}</span>{' '}
          {beside.map((text) => (
            <span key={text} className="number beside">
              {text}
            </span>
          ))}
        </p>
        {stale !== null && <p className="stale-note">{stale}</p>}
        {read !== null && (
          <p className="read-at number" data-testid="read-at">
            {t('plate.readAt', { time: read.time })}{read.age !== null && <> · <b>{t('plate.readAgo', { age: read.age })}</b></>}
          </p>
        )}
        {ended !== null && <p className="stale-note" data-testid="ended-note">{ended}</p>}
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
          {around !== null && (
            <Segmented<Around> size="small" aria-label={t('why.around')} value={around} onChange={onAround} options={(['onset', 'now'] as const).map((one) => ({ value: one, label: t(`why.${one}`) }))} />
          )}
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
      {reason === null ? guidance : <div className="reasons">{reason}{guidance}</div>}
      {comments}
    </section>
  )
}
