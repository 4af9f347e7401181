import { useEffect, useMemo, useRef } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'
import { sortAlarms } from '../alarms/arrange-alarms.ts'
import type { FeedSocket } from '../feed/feed-socket.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { loadLedger, useLedger } from '../ledger/ledger-store.ts'
import { HOME, useView } from './view-store.ts'
import { useSelectedAlarm, useSelectedPoint } from './use-selected.ts'

/** Alarms whose points are followed live: more than a screen shows. */
const FOLLOWED_ALARMS = 200
/** Most points that the feed takes. */
const MOST_POINTS = 2_000
/** New alarms mostly come together. */
const SETTLE_MS = 1_500
/** Every subscription is answered with a whole snapshot: in a flood of alarms they must not follow each other, the less the larger it is. */
const apartMs = (alarms: number): number => (alarms < 1_000 ? 5_000 : 15_000)

/** The alarm of a camera or of a gateway has no readings: the feed refuses names that are no points. */
const isOfPoint = ({ kind }: Pick<Alarm, 'kind'>): boolean => kind !== 'video' && kind !== 'gateway'

/** Asks the feed for the points that are on the screen. What the operator has just chosen does not wait. */
export const useSubscription = (feed: FeedSocket): void => {
  const alarm = useSelectedAlarm()
  const selected = useSelectedPoint()
  const chosen = alarm === undefined || isOfPoint(alarm) ? selected : undefined
  const enterprise = useView(({ place }) => place.enterprise)
  const points = useLedger((ledger) => ledger.points)
  const alarms = useFeedStore((store) => store.feed.alarms)
  const asked = useRef('')
  const askedAt = useRef(Number.NEGATIVE_INFINITY)
  const dueAt = useRef<number>(undefined)

  const followed = useMemo(
    () => sortAlarms(alarms.values(), 'priority').filter(isOfPoint).slice(0, FOLLOWED_ALARMS).map((alarm) => pointKey(alarm.enterprise, alarm.point)),
    [alarms],
  )
  const shown = useMemo(() => (enterprise === null ? [] : [...points.keys()].filter((key) => key.startsWith(`${enterprise}/`))), [points, enterprise])
  const first = [...(chosen === undefined ? [] : [chosen]), ...shown]
  const urgent = first.join('\n')
  const wanted = [...new Set([...first, ...followed])].slice(0, MOST_POINTS).sort().join('\n')

  const apart = apartMs(alarms.size)
  useEffect(() => {
    if (wanted === asked.current && wanted !== '') {
      dueAt.current = undefined
      return undefined
    }
    const ask = (): void => {
      asked.current = wanted
      askedAt.current = performance.now()
      dueAt.current = undefined
      feed.subscribe({ region: HOME, points: wanted === '' ? [] : wanted.split('\n') })
    }
    const known = new Set(asked.current.split('\n'))
    if (asked.current === '' || urgent.split('\n').some((key) => key !== '' && !known.has(key))) {
      ask()
      return undefined
    }
    // What comes while it waits does not put it off.
    dueAt.current ??= Math.max(performance.now() + SETTLE_MS, askedAt.current + apart)
    const timer = setTimeout(ask, dueAt.current - performance.now())
    return () => clearTimeout(timer)
  }, [feed, wanted, urgent, apart])
}

/** What is registered changes seldom; names may be this old, ms. */
const LEDGER_MS = 300_000

/** Keeps the ledger current: read with each new connection, since it may have changed meanwhile, and now and then after that. */
export const useLedgerRefresh = (): void => {
  const phase = useFeedStore(({ link }) => link.phase)
  useEffect(() => {
    if (phase !== 'open') return undefined
    void loadLedger()
    const timer = setInterval(() => void loadLedger(), LEDGER_MS)
    return () => clearInterval(timer)
  }, [phase])
}
