import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { regionsWithin } from '@hazardwatch/shared/region-tree'
import { useTranslation } from 'react-i18next'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { groupKey, groupRows, plainRows, type ListRow } from '../alarms/group-alarms.ts'
import { arrangeRows, awaitsAcknowledgement, matchesQuery, type Rows, sortAlarms, worstWaiting } from '../alarms/arrange-alarms.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { type Ledger, useLedger } from '../ledger/ledger-store.ts'
import { formatPlace } from '../place/place.ts'
import { useSettings } from './settings.ts'
import { useRegions } from './use-regions.ts'
import { changeView, useView } from './view-store.ts'

/** A row that is being read keeps the rows in place this long after the last key or click. */
const READING_MS = 20_000

const noNames: Pick<Ledger, 'enterprises' | 'sources' | 'points'> = { enterprises: new Map(), sources: new Map(), points: new Map() }

/** Open alarms of the chosen place, those of them that match the filter, in order; how many wait, how bad the worst of these is, and how many there are elsewhere. */
export const useAlarmsHere = (): { near: Alarm[]; here: Alarm[]; elsewhere: number; waitingCount: number; worst: Priority | null } => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const alarms = useFeedStore(({ feed }) => feed.alarms)
  const { place, sort, filter, everywhere } = useView()
  const enterprises = useLedger((ledger) => ledger.enterprises)
  const regions = useRegions()
  const near = useMemo(() => {
    const within = regionsWithin(regions, place.region)
    return [...alarms.values()].filter((alarm) => {
      if (everywhere) return true
      if (place.enterprise !== null) return alarm.enterprise === place.enterprise && (place.source === null || alarm.source === place.source)
      const enterprise = enterprises.get(alarm.enterprise)
      // An alarm whose enterprise is not known (yet) belongs everywhere rather than nowhere.
      return enterprise === undefined || within?.has(enterprise.region) === true
    })
  }, [alarms, place, everywhere, enterprises, regions])
  // Names are asked for only by a filter: in a flood they come in by the thousand.
  const names = useLedger((ledger) => (filter === '' ? noNames : ledger))
  return useMemo(() => {
    const here = sortAlarms(filter === '' ? near : near.filter((alarm) => {
      const words = describeAlarm(alarm, names, language, t, 0)
      return matchesQuery(filter, [words.what, words.tag, words.source, words.enterprise, words.standing, alarm.enterprise, t(`level.${alarm.priority}`)])
    }), sort)
    return { near, here, elsewhere: alarms.size - near.length, waitingCount: here.filter(awaitsAcknowledgement).length, worst: worstWaiting(here) }
  }, [alarms, near, sort, filter, names, language, t])
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id, index) => id === b[index])

/** Holds the rows while somebody is on them. */
export const useStillRows = (sorted: Alarm[]) => {
  const [hovering, setHovering] = useState(false)
  const [scrolled, setScrolled] = useState(false)
  const [topRequest, setTopRequest] = useState(0)
  const ended = useFeedStore(({ feed }) => feed.ended)
  const selection = useView((view) => view.selection)
  const touchedAt = useView((view) => view.touchedAt)
  const reading = useFeedStore(({ now }) => now - touchedAt < READING_MS) && (selection?.kind === 'alarm' || selection?.kind === 'group')
  const held = hovering || scrolled || reading
  const scope = useView(({ place, everywhere }) => `${formatPlace(place)} ${everywhere}`)
  const [shown, setShown] = useState<{ scope: string; ids: readonly string[] }>({ scope, ids: [] })
  const rows = useMemo((): Rows => {
    const open = new Map<string, Alarm>(sorted.map((alarm) => [alarm.id, alarm]))
    // Another place is another list: nothing of the old one is held.
    return arrangeRows(sorted, shown.scope === scope ? shown.ids : [], held, (id) => open.get(id) ?? ended.get(id))
  }, [sorted, ended, held, shown, scope])
  const ids = useMemo(() => rows.alarms.map((alarm) => alarm.id), [rows])
  // What is shown now is what will be held: remembered while drawing, so that no drawing in between can move a row.
  if (shown.scope !== scope || !sameIds(shown.ids, ids)) setShown({ scope, ids })
  // With nothing on the screen nothing is held: the order is taken as it is now, though the pointer is still there.
  const release = useCallback(() => {
    setShown({ scope, ids: [] })
    setTopRequest((count) => count + 1)
  }, [scope])
  return { rows, release, topRequest, setHovering, setScrolled }
}

/** The rows of the list: one by one, or by source. The group of the chosen alarm is open, so that what a key acts on is in sight. */
export const useListRows = ({ alarms, waiting }: Rows, grouped: boolean, selected: Alarm | undefined): ListRow[] => {
  const expanded = useView((view) => view.expanded)
  const own = selected === undefined ? undefined : groupKey(selected)
  useEffect(() => {
    // Open it stays when the choice moves on: rows must not close under the keyboard.
    if (grouped && own !== undefined && !expanded.has(own)) changeView({ expanded: new Set(expanded).add(own) })
  }, [grouped, own, expanded])
  return useMemo(() => (grouped ? groupRows(alarms, waiting, own === undefined ? expanded : new Set(expanded).add(own)) : plainRows(alarms)), [alarms, waiting, grouped, expanded, own])
}
