import type { ReactElement } from 'react'
import type { ModelSummary } from '@hazardwatch/shared/source-model'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../format/duration.ts'
import { formatValue } from '../format/number.ts'

export interface ModelStateProps {
  /** Undefined: nothing was learnt yet. */
  model: ModelSummary | undefined
  nameOf(tag: string): string
  /** Epoch ms. */
  now: number
}

/** What was learnt of a source, how it stands, and whether it has been worked on since. */
export const ModelState = ({ model, nameOf, now }: ModelStateProps): ReactElement => {
  const { t } = useTranslation()
  if (model === undefined) return <p className="soft">{t('learn.none')}</p>
  const { rows, learntFrom, learntTo, score, channels, maintained } = model
  const moment = (iso: string): string => formatMoment(Date.parse(iso), now)
  return (
    <>
      <p>
        {t('learn.learnt', { rows, from: moment(learntFrom), to: moment(learntTo) })} · <span className="number">{score === null ? t('learn.fresh') : t('learn.score', { score: formatValue(Math.round(score * 100) / 100) })}</span>
      </p>
      {channels.map(({ tag, role, stuck }) => {
        const name = nameOf(tag)
        if (role !== 'used') return <p key={tag} className="soft">{t(`learn.role_${role}`, { name })}</p>
        return stuck ? <p key={tag} className="fault">{t('learn.stuck', { name })}</p> : null
      })}
      {maintained !== null && (
        <p className="maintained" data-testid="model-maintained">
          ▲ {t('learn.maintained', { by: t(`learn.by_${maintained.by}`), name: nameOf(maintained.tag), at: moment(maintained.at) })}
        </p>
      )}
    </>
  )
}
