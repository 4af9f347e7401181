import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fetchQuarantine, registerName } from '../api/calls.ts'
import { usePictureSecond } from '../feed/feed-store.ts'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { QuarantineTable } from '../panels/quarantine-table.tsx'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'
import { changeView } from './view-store.ts'

const EVERY_MS = 4_000

/** What was seen and is not registered, each with a button that registers it. */
export const QuarantineDesk = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const sources = useLedger((ledger) => ledger.sources)
  const now = usePictureSecond()
  const [busy, setBusy] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const { answer, refresh } = usePolled('quarantine', fetchQuarantine, EVERY_MS)
  const register = async (id: string, source: string | null): Promise<void> => {
    setBusy(id)
    try {
      const point = await registerName(id, source)
      setDone(t('quarantine.registered', { tag: `${point.enterprise}/${point.tag}` }))
      changeView({ problem: null })
      refresh()
    } catch (problem) {
      changeView({ problem })
    } finally {
      setBusy(null)
    }
  }
  if (answer === undefined) return <p className="empty">{t('app.loading')}</p>
  const sourcesOf = (enterprise: string | null) =>
    [...sources.values()].filter((source) => source.enterprise === enterprise).map((source) => ({ code: source.code, name: nameOf(source, language) }))
  return (
    <>
      <div role="status">{done !== null && <p className="notice quiet">{done}</p>}</div>
      <QuarantineTable names={answer.value} sourcesOf={sourcesOf} busy={busy} now={now} onRegister={(id, source) => void register(id, source)} />
    </>
  )
}
