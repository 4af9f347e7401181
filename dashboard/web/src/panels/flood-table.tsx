import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

/** Floods of the time, the newest first: when, how long, how many. */
export const FloodTable = ({ floods }: { floods: readonly { key: string; when: string; lasted: string; alarms: number }[] }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="panel floods" aria-label={t('kpi.floods')}>
      <h3>{t('kpi.floods')}</h3>
      {floods.length === 0 && <p className="soft">{t('kpi.noFloods')}</p>}
      <ol>
        {floods.map(({ key, when, lasted, alarms }) => (
          <li key={key} className="number">
            <span>{when}</span> <span>{lasted}</span> <b>{t('kpi.count', { count: alarms })}</b>
          </li>
        ))}
      </ol>
    </section>
  )
}
