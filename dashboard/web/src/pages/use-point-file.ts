import { useEffect, useState } from 'react'
import type { Alarm, AlarmComment, AlarmJournalEntry } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { systemClock } from '@hazardwatch/shared/clock'
import type { FeedReading } from '@hazardwatch/shared/feed-message'
import { splitPointKey } from '@hazardwatch/shared/ids'
import { fetchComments, fetchHistory, fetchJournal, fetchPointAlarms, fetchRules } from '../api/calls.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { changeView } from './view-store.ts'

/** As many as a wide trend has pixels. */
const MOST_HISTORY = 1_200
/** The server may have stored readings a little ahead of our clock. */
const AHEAD_MS = 60_000

export interface PointFile {
  /** ENT/TAG that this is about. */
  key: string
  history: readonly FeedReading[]
  rules: readonly AlarmRule[]
  alarms: readonly Alarm[]
}

const readPointFile = async (key: string, spanMs: number, end: number | null, hasReadings: boolean): Promise<PointFile> => {
  const parts = splitPointKey(key)
  if (parts === undefined) return { key, history: [], rules: [], alarms: [] }
  const now = systemClock() + useFeedStore.getState().feed.skewMs
  const [history, rules, alarms] = await Promise.all([
    hasReadings ? fetchHistory(key, (end ?? now) - spanMs, end ?? now + AHEAD_MS, MOST_HISTORY) : { points: [] }, fetchRules(parts.enterprise, parts.tag), fetchPointAlarms(parts.enterprise, parts.tag),
  ])
  return { key, history: history.points, rules, alarms }
}

/**
 * What is stored about a point: its readings of the last `spanMs` before `end` (null = now), its rules and its alarms. Read again after an interruption.
 * @param hasReadings false for a camera or a gateway, which alarm as points do
 */
export const usePointFile = (key: string | undefined, spanMs: number, end: number | null, hasReadings = true): PointFile | undefined => {
  const [file, setFile] = useState<PointFile>()
  const standing = useFeedStore(({ link }) => link.phase === 'open')
  useEffect(() => {
    if (key === undefined || !standing) return undefined
    let current = true
    readPointFile(key, spanMs, end, hasReadings).then(
      (next) => { if (current) setFile(next) },
      (problem: unknown) => { if (current) changeView({ problem }) },
    )
    return () => { current = false }
  }, [key, spanMs, end, standing, hasReadings])
  return file?.key === key ? file : undefined
}

/** Notes on an occurrence; `count` is how many the feed says it has, so that a colleague's note appears by itself. */
export const useComments = (alarm: string | undefined, count: number): [comments: readonly AlarmComment[], add: (comment: AlarmComment) => void] => {
  const [file, setFile] = useState<{ alarm: string; comments: readonly AlarmComment[] }>()
  useEffect(() => {
    if (alarm === undefined) return undefined
    let current = true
    fetchComments(alarm).then(
      (comments) => { if (current) setFile({ alarm, comments }) },
      (problem: unknown) => { if (current) changeView({ problem }) },
    )
    return () => { current = false }
  }, [alarm, count])
  const comments = file !== undefined && file.alarm === alarm ? file.comments : []
  const add = (comment: AlarmComment): void => {
    if (alarm !== undefined) setFile({ alarm, comments: [...comments.filter((known) => known.id !== comment.id), comment] })
  }
  return [comments, add]
}

/** What has happened to an occurrence, oldest first; read again whenever the feed tells a change of it. */
export const useJournal = (alarm: Alarm): readonly AlarmJournalEntry[] => {
  const [file, setFile] = useState<{ alarm: string; entries: readonly AlarmJournalEntry[] }>()
  const { id, state, acknowledgedAt, confirmedAt, assignee, clearedAt } = alarm
  useEffect(() => {
    let current = true
    fetchJournal(id).then(
      (entries) => { if (current) setFile({ alarm: id, entries }) },
      (problem: unknown) => { if (current) changeView({ problem }) },
    )
    return () => { current = false }
  }, [id, state, acknowledgedAt, confirmedAt, assignee, clearedAt])
  return file?.alarm === id ? file.entries : []
}
