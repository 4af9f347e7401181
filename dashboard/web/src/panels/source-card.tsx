import type { ReactElement, ReactNode } from 'react'
import type { Point, SourceView } from '@hazardwatch/shared/ledger'
import type { PointPresence } from '@hazardwatch/shared/presence'
import type { RiskContribution, RiskLevel } from '@hazardwatch/shared/risk'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../format/duration.ts'
import { formatUnit } from '../format/number.ts'
import { nameOf, type Language } from '../i18n/setup.ts'
import { LevelMark, LevelShape } from './level-mark.tsx'

export interface SourceCardProps {
  source: SourceView
  level: RiskLevel
  contributions: readonly RiskContribution[]
  /** How many there are besides. */
  more: number
  points: readonly Point[]
  presence: ReadonlyMap<string, PointPresence>
  language: Language
  /** The chosen point, ENT/TAG. */
  selected: string | undefined
  renderValue(point: string): ReactNode
  /** Epoch ms. */
  now: number
  onSelect(point: string): void
}

/** A hazard source: its level, why it is so, and its instruments with what they say now. */
export const SourceCard = ({
  source,
  level,
  contributions,
  more,
  points,
  presence,
  language,
  selected,
  renderValue,
  now,
  onSelect,
}: SourceCardProps): ReactElement => {
  const { t } = useTranslation()
  const titleId = `source-${source.enterprise}-${source.code}`
  return (
    <section className="source-card" aria-labelledby={titleId}>
      <header>
        <h3 id={titleId}>{nameOf(source, language)}</h3>
        <LevelMark level={level} word={t(`level.${level}`)} />
        <small>
          {t(`sourceKind.${source.kind}`)} · {t('ledger.inherent', { level: t(`level.${source.inherentLevel}`) })}
        </small>
      </header>
      <Why contributions={contributions} more={more} now={now} />
      {points.length === 0 && <p className="empty">{t('ledger.noPoints')}</p>}
      <ul className="point-list" aria-label={t('ledger.points')}>
        {points.map((point) => {
          const key = pointKey(point.enterprise, point.tag)
          const name = nameOf(point, language)
          return (
            <PointRow
              key={key}
              point={point}
              name={name}
              presence={presence.get(key)}
              selected={key === selected}
              value={renderValue(key)}
              onSelect={onSelect}
            />
          )
        })}
      </ul>
    </section>
  )
}

interface PointRowProps {
  point: Point
  name: string
  /** Set when the point is not live. */
  presence: PointPresence | undefined
  selected: boolean
  value: ReactNode
  onSelect(point: string): void
}

const PointRow = ({ point, name, presence, selected, value, onSelect }: PointRowProps): ReactElement => {
  const { t } = useTranslation()
  const key = pointKey(point.enterprise, point.tag)
  return (
    <li>
      <button type="button" className={selected ? 'selected' : ''} aria-pressed={selected} onClick={() => onSelect(key)} data-point={key}>
        <span className="name">
          {name} <small>{point.tag}</small>
        </span>
        <span className="absent">
          {presence === undefined && <span className="unseen">{t('presence.live')}</span>}
          {presence !== undefined && <LevelShape level="unknown" size={12} />} {presence !== undefined && t(`presence.${presence.presence}`)}
        </span>
        <span className="number">{value}</span>
        <span className="unit">{formatUnit(point.unit)}</span>
      </button>
    </li>
  )
}

/** Conditions beyond this many are counted by the level already; the list stays readable. */
const MOST_REASONS = 5

const Why = ({ contributions, more, now }: Pick<SourceCardProps, 'contributions' | 'more' | 'now'>): ReactElement | null => {
  const { t } = useTranslation()
  const left = Math.max(0, contributions.length - MOST_REASONS) + more
  if (contributions.length + left === 0) return null
  return (
    <ul className="why" aria-label={t('ledger.contributions')}>
      {contributions.slice(0, MOST_REASONS).map(({ reason, level, point, alarm, since }) => (
        <li key={`${reason} ${point} ${alarm ?? ''}`}>
          <LevelShape level={level} size={11} /> {point} {t(`reason.${reason}`)}
          {since !== null && <small> {t('ledger.sinceAt', { time: formatMoment(Date.parse(since), now) })}</small>}
        </li>
      ))}
      {left > 0 && <li>+{left}</li>}
    </ul>
  )
}
