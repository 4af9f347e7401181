import { useEffect, useRef, useState } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { fetchAlarmPage } from '../api/calls.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { pictureTime } from '../feed/liveness.ts'
import { historyQuery, type HistoryFilter } from '../history/history-query.ts'

interface Listed {
  /** Names what was asked for. */
  key: string
  alarms: readonly Alarm[]
  next: string | null
  /** When it was asked for, by the server's clock, epoch ms. */
  at: number
}

export interface AlarmHistory {
  /** Newest first; undefined while the first page is on its way. */
  alarms: readonly Alarm[] | undefined
  /** There are older ones. */
  more: boolean
  asking: boolean
  problem: unknown
  at: number | undefined
  older(): void
  refresh(): void
}

/** Alarms of the past, a page at a time. */
export const useAlarmHistory = (filter: HistoryFilter): AlarmHistory => {
  const key = JSON.stringify(filter)
  const [listed, setListed] = useState<Listed>()
  const [state, setState] = useState<{ asking: boolean; problem: unknown }>({ asking: false, problem: null })
  const [round, setRound] = useState(0)
  /** Counts the questions: the answer to an older one is not shown. */
  const asked = useRef(0)
  const ask = (query: string, before: Pick<Listed, 'alarms' | 'at'>, cursor?: string): void => {
    const number = ++asked.current
    setState({ asking: true, problem: null })
    fetchAlarmPage(query, cursor).then(
      ({ items, next }) => {
        if (number !== asked.current) return
        setListed({ key, alarms: [...before.alarms, ...items], next: next ?? null, at: before.at })
        setState({ asking: false, problem: null })
      },
      (problem: unknown) => { if (number === asked.current) setState({ asking: false, problem }) },
    )
  }
  const latest = useRef(ask)
  useEffect(() => { latest.current = ask })
  useEffect(() => {
    const { feed, now } = useFeedStore.getState()
    const at = pictureTime(feed, now)
    latest.current(historyQuery(JSON.parse(key) as HistoryFilter, at), { alarms: [], at })
  }, [key, round])
  const mine = listed?.key === key ? listed : undefined
  const next = mine?.next ?? null
  return {
    alarms: mine?.alarms, more: next !== null, at: mine?.at, ...state,
    older: () => { if (mine !== undefined && next !== null && !state.asking) ask(historyQuery(filter, mine.at), mine, next) },
    refresh: () => setRound((count) => count + 1),
  }
}
