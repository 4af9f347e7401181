import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

export interface FloodBarProps {
  /** When it began, in the operator's words. */
  since: string
  /** Raised in the last ten minutes. */
  recent: number
  /** In the list, and the sources that they are of. */
  alarms: number
  sources: number
  grouped: boolean
}

/** Said where alarms come faster than anybody can read them. The list below still has every one. */
export const FloodBar = ({ since, recent, alarms, sources, grouped }: FloodBarProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="flood-bar" aria-label={t('flood.title')} data-testid="flood-bar">
      {/* Spoken once when it begins and when it ends; the numbers beside it change too often for that. */}
      <p role="status">
        <strong>▲ {t('flood.title')}</strong> {t('flood.since', { time: since })}
      </p>
      <p>
        <b className="number">{t('flood.recent', { count: recent })}</b> · {t('flood.listed', { alarms, sources })} · {t(grouped ? 'flood.grouped' : 'flood.plain')}
      </p>
    </section>
  )
}
