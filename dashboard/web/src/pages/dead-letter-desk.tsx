import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fetchDeadLetters, replayDeadLetters } from '../api/calls.ts'
import { usePictureSecond } from '../feed/feed-store.ts'
import { DeadLetterList } from '../panels/dead-letter-list.tsx'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'
import { changeView } from './view-store.ts'

const EVERY_MS = 4_000

/** Messages that could not be accepted as a whole, and their second chance. */
export const DeadLetterDesk = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const now = usePictureSecond()
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const { answer, refresh } = usePolled('letters', fetchDeadLetters, EVERY_MS)
  const replay = async (): Promise<void> => {
    setBusy(true)
    try {
      const { replayed, accepted, left } = await replayDeadLetters()
      setDone(t('letters.replayed', { replayed, accepted, left }))
      changeView({ problem: null })
      refresh()
    } catch (problem) {
      changeView({ problem })
    } finally {
      setBusy(false)
    }
  }
  if (answer === undefined) return <p className="empty">{t('app.loading')}</p>
  return <DeadLetterList letters={answer.value} now={now} busy={busy} language={language} done={done} onReplay={() => void replay()} />
}
