import { useEffect, useRef, useState, type ReactElement } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { useTranslation } from 'react-i18next'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { countUrgent, newUrgentAlarms } from '../alarms/announce-alarms.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { glyphs, romans } from '../levels/level.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { useSettings } from './settings.ts'

/** Spoken at most this often: a flood is told as a number. */
const SPEAK_MS = 3_000

/** Tells screen readers of new red and orange alarms, and the title of the tab of those that wait. */
export const Announcer = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const alarms = useFeedStore(({ feed }) => feed.alarms)
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  const [spoken, setSpoken] = useState('')
  const known = useRef<ReadonlySet<string> | null>(null)
  const queue = useRef<Alarm[]>([])

  useEffect(() => {
    if (!hasSnapshot) return
    queue.current.push(...newUrgentAlarms(alarms, known.current))
    known.current = new Set(alarms.keys())
    const { red, orange } = countUrgent(alarms)
    const waiting = [red > 0 ? `${glyphs.red} ${red}` : '', orange > 0 ? `${glyphs.orange} ${orange}` : ''].filter((part) => part !== '')
    document.title = [...waiting, t('app.title')].join(' · ')
  }, [alarms, hasSnapshot, t])

  useEffect(() => {
    const speak = (): void => {
      const [first, ...more] = queue.current.splice(0)
      if (first === undefined) return
      const words = describeAlarm(first, useLedger.getState(), language, t, Date.parse(first.raisedAt))
      const level = `${romans[first.priority]} ${t(`level.${first.priority}`)}`
      setSpoken(
        more.length > 0 ? t('alarms.announceMany', { count: more.length + 1 }) : t('alarms.announce', { level, what: words.what, where: words.enterprise }),
      )
    }
    const timer = setInterval(speak, SPEAK_MS)
    return () => clearInterval(timer)
  }, [language, t])

  return (
    <p className="unseen" role="alert" data-testid="announcer">
      {spoken}
    </p>
  )
}
