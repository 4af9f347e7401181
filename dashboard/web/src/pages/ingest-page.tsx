import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fetchIngestHealth } from '../api/calls.ts'
import { problemText } from '../api/problem.ts'
import { ingestFigures } from '../ingest/ingest-figures.ts'
import { IngestStrip } from '../panels/ingest-strip.tsx'
import { RefusalReasons } from '../panels/refusal-reasons.tsx'
import { TabLinks } from '../panels/tab-links.tsx'
import { formatPage } from '../place/page.ts'
import { ConnectDesk } from './connect-desk.tsx'
import { DeadLetterDesk } from './dead-letter-desk.tsx'
import { GatewayDesk } from './gateway-desk.tsx'
import { QuarantineDesk } from './quarantine-desk.tsx'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'
import { useView } from './view-store.ts'
import '../theme/ingest.css'

const HEALTH_MS = 2_000
const tabs = ['gateways', 'quarantine', 'letters', 'connect'] as const

/** What comes in, how fast, what is refused and why; and how to connect. */
export const IngestPage = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const [asked] = useView((view) => view.pagePath)
  const tab = tabs.find((name) => name === asked) ?? 'gateways'
  const { answer, before, problem } = usePolled('health', fetchIngestHealth, HEALTH_MS)
  const figures = answer === undefined ? undefined : ingestFigures(answer, before)
  return (
    <main className="page ingest-page" data-testid="ingest-page">
      <h2 className="unseen">{t('page.ingest')}</h2>
      <div role="status">{problem !== null && <p className="notice">{t('ingest.old', { problem: problemText(problem, language) })}</p>}</div>
      <IngestStrip figures={figures} />
      <TabLinks label={t('ingest.tabs')} current={tab} tabs={tabs.map((name) => ({ key: name, text: t(`ingest.tab_${name}`), href: formatPage('ingest', name) }))} />
      {tab === 'gateways' && (
        <>
          <GatewayDesk />
          <RefusalReasons reasons={figures?.reasons ?? []} total={figures?.refused ?? 0} />
        </>
      )}
      {tab === 'quarantine' && <QuarantineDesk />}
      {tab === 'letters' && <DeadLetterDesk />}
      {tab === 'connect' && <ConnectDesk />}
    </main>
  )
}
