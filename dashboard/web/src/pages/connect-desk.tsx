import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fetchConnection } from '../api/calls.ts'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { ConnectionWays } from '../panels/connection-ways.tsx'
import { formatPage } from '../place/page.ts'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'
import { useView } from './view-store.ts'

const EVERY_MS = 30_000

/** Settings for each format, made for one enterprise. */
export const ConnectDesk = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const enterprises = useLedger((ledger) => ledger.enterprises)
  const [, asked] = useView((view) => view.pagePath)
  const choices = useMemo(() => [...enterprises.values()].map((enterprise) => ({ code: String(enterprise.code), name: nameOf(enterprise, language) })), [enterprises, language])
  const chosen = choices.find(({ code }) => code === asked)?.code ?? choices[0]?.code
  if (chosen === undefined) return <p className="empty">{t('connect.noEnterprise')}</p>
  return (
    <section className="connect" aria-label={t('ingest.tab_connect')}>
      <label>
        {t('connect.enterprise')}{' '}
        <select value={chosen} onChange={(event) => { location.hash = formatPage('ingest', 'connect', event.target.value) }} data-testid="connect-enterprise">
          {choices.map(({ code, name }) => (
            <option key={code} value={code}>
              {name} ({code})
            </option>
          ))}
        </select>
      </label>
      <Help enterprise={chosen} />
    </section>
  )
}

const Help = ({ enterprise }: { enterprise: string }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const { answer } = usePolled(`connect ${enterprise}`, () => fetchConnection(enterprise), EVERY_MS)
  return answer === undefined ? <p className="empty">{t('app.loading')}</p> : <ConnectionWays help={answer.value} language={language} />
}
