import type { ReactElement } from 'react'
import type { Chatterer } from '@hazardwatch/shared/alarm-kpis'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../format/duration.ts'
import { withUnit } from '../format/number.ts'
import type { BadActor } from '../kpis/bad-actors.ts'

export interface BadActorRow {
  actor: BadActor
  /** Of the point and of its owner, in the operator's language. */
  name: string
  owner: string
  /** Of the point. */
  unit: string
}

/** Three or more raises and clears in a minute. */
const CHATTER = 3

/** The rules that make most of the load, chatter or are fleeting, and what would calm them. */
export const BadActorTable = ({ rows }: { rows: readonly BadActorRow[] }): ReactElement => {
  const { t } = useTranslation()
  const heads = ['actor', 'alarms', 'ofAll', 'transitions', 'brief', 'suggestion'] as const
  return (
    <section className="panel wide-table" aria-label={t('kpi.badActors')} tabIndex={0}>
      <table>
        <caption>{t('kpi.badActors')}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`actor.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ actor, name, owner, unit }) => (
            <tr key={`${actor.rule} ${actor.enterprise}/${actor.point}`} data-testid="bad-actor">
              <th scope="row">
                {name}
                <small>
                  {owner} · {actor.rule}
                </small>
              </th>
              <td className="number">{actor.count ?? '–'}</td>
              <td className="number">{actor.share === null ? '–' : `${(actor.share * 100).toFixed(1)} %`}</td>
              <td className="number">
                {actor.nuisance?.transitions ?? '–'}
                {actor.nuisance !== null && actor.nuisance.transitions >= CHATTER && <small>▲ {t('actor.chatters')}</small>}
              </td>
              <td className="number">{actor.nuisance === null ? '–' : t('actor.briefOf', { count: actor.nuisance.fleeting, all: actor.nuisance.occurrences })}</td>
              <td>
                {actor.nuisance === null ? '–' : suggest(actor.nuisance, unit, t)}
                {actor.nuisance !== null && <small data-testid="deadband-basis">{basisOf(actor.nuisance, t)}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="empty">{t('kpi.noActors')}</p>}
    </section>
  )
}

const suggest = (nuisance: Chatterer, unit: string, t: TFunction): string => [
  ...(nuisance.suggestedOnDelayS === null ? [] : [t('actor.onDelay', { seconds: nuisance.suggestedOnDelayS })]),
  ...(nuisance.suggestedOffDelayS === null ? [] : [t('actor.offDelay', { seconds: nuisance.suggestedOffDelayS })]),
  ...(nuisance.suggestedDeadband === null ? [] : [t('actor.deadband', { value: withUnit(String(nuisance.suggestedDeadband), unit) })]),
].join(' · ') || t('actor.examine')

/** What the suggested deadband would have done, and how that is known. */
const basisOf = ({ deadbandBasis: basis }: Chatterer, t: TFunction): string => {
  if (basis === null) return ''
  if (basis.from === 'usual') return `${t('actor.usual', { percent: basis.percent })} (${t(`actor.why_${basis.why}`)})`
  const found = basis.outcome === 'suggested'
    ? t('actor.fewer', { fewer: basis.occurrencesNow - basis.occurrencesThen, all: basis.occurrencesNow })
    : t(`actor.outcome_${basis.outcome}`)
  return `${found} · ${t('actor.fromHistory', { readings: basis.readings.toLocaleString('en'), lasted: formatDuration(Date.parse(basis.until) - Date.parse(basis.since), t('alarms.day')) })}`
}
