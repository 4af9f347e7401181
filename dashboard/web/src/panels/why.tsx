import type { ReactElement, ReactNode } from 'react'
import { Segmented } from 'antd'
import type { ForecastReport } from '@hazardwatch/shared/forecast-report'
import type { ModelPicture, WarmUp } from '@hazardwatch/shared/model-picture'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { bandSpark } from '../charts/band-spark.ts'
import { formatDuration, formatMoment } from '../format/duration.ts'
import { formatLimit, formatRate, formatValue, withUnit } from '../format/number.ts'
import { scoreAt, shareBars, type ShareBar } from '../model/share-bars.ts'

export interface WhyProps {
  warmUps: readonly WarmUp[]
  rule: string | undefined
  /** Undefined where nobody can choose: the alarm is of one rule. */
  onRule: ((rule: string) => void) | undefined
  picture: ModelPicture | undefined
  forecasts: ForecastReport | undefined
  /** Why there is no picture, in words; null when there is nothing to say. */
  problem: string | null
  unit: string
  /** Name of a tag of the enterprise. */
  nameOf(tag: string): string
  onTag(tag: string): void
  /** Epoch ms. */
  now: number
  /** Where the operator says whether it was useful. */
  marks: ReactNode
}

/** Why an early warning came: its score, what contributed, and how far the detector has learnt. */
export const Why = ({ warmUps, rule, onRule, picture, forecasts, problem, unit, nameOf, onTag, now, marks }: WhyProps): ReactElement => {
  const { t } = useTranslation()
  const warmUp = warmUps.find((one) => one.rule === rule)
  const bars = picture === undefined ? [] : shareBars(picture)
  const kind = picture?.kind ?? warmUp?.kind
  // An alarm is of one rule; of a point it is only asked what is expected.
  const isWarning = onRule === undefined
  return (
    <section className="why-panel" aria-label={t(isWarning ? 'why.title' : 'why.pointTitle')} tabIndex={0} data-testid="why" data-kind={kind}>
      <header>
        <h3>{t(isWarning ? 'why.title' : 'why.pointTitle')}</h3>
        {marks}
      </header>
      {warmUps.length > 1 && rule !== undefined && onRule !== undefined && (
        <Segmented size="small" aria-label={t('why.rule')} value={rule} onChange={onRule} options={warmUps.map((one) => ({ value: one.rule as string, label: t(`kind.${one.kind}`) }))} />
      )}
      {warmUp !== undefined && !warmUp.ready && <Learning warmUp={warmUp} />}
      {problem !== null && <p className="empty">{problem}</p>}
      {picture === undefined && problem === null && <p className="empty">{t('app.loading')}</p>}
      {picture !== undefined && (
        <>
          <ScoreLine picture={picture} unit={unit} now={now} />
          {picture.kind !== 'drift' && picture.findings.map((finding) => <p key={finding.finding} className="found">{findingText(finding, unit, now, t)}</p>)}
          <CourseLines picture={picture} forecasts={forecasts} now={now} />
          {bars.length > 0 && (
            <ul className="share-bars" aria-label={t(picture.kind === 'drift' ? 'why.changes' : 'why.contributions')}>
              {bars.map((bar) => <Bar key={bar.key} bar={bar} picture={picture} unit={unit} name={bar.tag === null ? familyName(bar.family, t) : nameOf(bar.tag)} onTag={onTag} />)}
            </ul>
          )}
          {bars.length > 0 && <p className="caveat">{t(picture.kind === 'drift' ? 'why.driftCaveat' : 'why.caveat')}</p>}
          <p className="caveat">{picture.expectedBy !== 'none' && `${t(`why.by_${picture.expectedBy}`)} `}{t('why.replayed', { count: picture.readings, time: formatMoment(Date.parse(picture.replayedFrom), now) })}</p>
        </>
      )}
    </section>
  )
}

const families = ['value', 'level', 'season', 'spread', 'shape', 'novelty', 'distribution'] as const

const familyName = (family: string | null, t: TFunction): string => {
  const known = families.find((name) => name === family)
  return known === undefined ? family ?? '' : t(`lens.${known}`)
}

const Learning = ({ warmUp: { seen, needed, unit, agreed } }: { warmUp: WarmUp }): ReactElement => {
  const { t } = useTranslation()
  const progress = t('why.learning', { seen: Math.floor(seen).toLocaleString('en'), needed: Math.ceil(needed).toLocaleString('en'), unit: t(`why.unit_${unit}`) })
  return (
    <p className="learning" data-testid="warm-up">
      <progress max={needed} value={seen} aria-label={progress} /> {progress}
      {!agreed && <small> {t(seen >= needed ? 'why.mayLearn' : 'why.notAgreed')}</small>}
    </p>
  )
}

const ScoreLine = ({ picture, unit, now }: { picture: ModelPicture; unit: string; now: number }): ReactElement | null => {
  const { t } = useTranslation()
  const { score: { meaning, alarmAt }, at } = picture
  const score = scoreAt(picture)
  if (meaning === 'none' || meaning === 'confidence') return null
  if (score === undefined || at === null) return <p className="score-line">{t('why.nothing')}</p>
  const inUnit = (value: number): string => (meaning === 'deviation' || meaning === 'change' ? withUnit(formatValue(value), unit) : formatValue(value))
  return (
    <p className="score-line" data-testid="why-score">
      {t(`why.score_${meaning}`)} <b className="number">{inUnit(score)}</b> {alarmAt !== null && <span className="number">{t('why.alarmAt', { value: inUnit(alarmAt) })}</span>} <small className="number">{formatMoment(Date.parse(at), now)}</small>
    </p>
  )
}

const findingText = ({ finding, since, value, bar, unit }: ModelPicture['findings'][number], pointUnit: string, now: number, t: TFunction): string => {
  const figure = (number: number): string => (unit === 'ms' ? formatDuration(number, t('alarms.day')) : unit === 'unit of the point' ? withUnit(formatValue(number), pointUnit) : t('why.times', { value: formatValue(number) }))
  return t('why.finding', { finding: t(`finding.${finding}`), value: figure(value), bar: figure(bar), time: formatMoment(Date.parse(since), now) })
}

/** Where it goes, when it is there, and how often such a forecast came true. */
const CourseLines = ({ picture, forecasts, now }: { picture: ModelPicture; forecasts: ForecastReport | undefined; now: number }): ReactElement | null => {
  const { t } = useTranslation()
  if (picture.kind !== 'forecast') return null
  const level = formatLimit(picture.level ?? 0)
  return (
    <>
      {picture.courses.length === 0 && <p className="score-line">{t('why.nothing')}</p>}
      {picture.courses.map(({ madeAt, reachesAt, confidence }) => {
        const made = formatMoment(Date.parse(madeAt), now)
        const percent = confidence === null ? '—' : String(Math.round(confidence * 100))
        const inMs = reachesAt === null ? 0 : Date.parse(reachesAt) - Date.parse(madeAt)
        return (
          <p key={madeAt} className="score-line" data-testid="why-course">
            {reachesAt === null ? t('why.neverReaches', { made, level }) : t('why.reaches', { made, level, in: t('hide.minutes', { count: Math.max(1, Math.round(inMs / 60_000)) }), time: formatMoment(Date.parse(reachesAt), now) })} <span className="number">{t('why.confidence', { percent })}</span>
          </p>
        )
      })}
      {forecasts !== undefined && (
        <p className="score-line" data-testid="why-hits">
          {forecasts.hitRate === null
            ? t('why.noRate', { open: forecasts.outcomes.open })
            : t('why.rate', { percent: Math.round(forecasts.hitRate * 100), hit: forecasts.outcomes.hit, late: forecasts.outcomes.late, wrong: forecasts.outcomes.false, lead: formatDuration((forecasts.medianLeadS ?? 0) * 1000, t('alarms.day')) })}
        </p>
      )}
    </>
  )
}

const WIDTH = 150
const HEIGHT = 26

const Bar = ({ bar: { share, tag, change, series }, picture, unit, name, onTag }: { bar: ShareBar; picture: ModelPicture; unit: string; name: string; onTag(tag: string): void }): ReactElement => {
  const percent = Math.round(share * 100)
  const spark = series === undefined ? undefined : bandSpark(series.rows, picture.at === null ? null : Date.parse(picture.at), WIDTH, HEIGHT)
  return (
    <li data-testid="share-bar">
      <span className="name">{tag === null ? name : <button type="button" onClick={() => onTag(tag)}>{name} <small>{tag}</small></button>}</span>
      <span className="number">{change === null ? `${percent}%` : withUnit(formatRate(change), unit)}</span>
      <span className="bar" aria-hidden="true"><span style={{ width: `${percent}%` }} /></span>
      {spark !== undefined && (
        <svg width={WIDTH} height={HEIGHT} preserveAspectRatio="none" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <path className="band" d={spark.band} />
          <path className="curve" d={spark.curve} />
          {spark.momentX !== null && <line className="moment" x1={spark.momentX} x2={spark.momentX} y1="0" y2={HEIGHT} />}
        </svg>
      )}
    </li>
  )
}
