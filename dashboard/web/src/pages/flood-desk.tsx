import { useMemo, type ReactElement } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { useTranslation } from 'react-i18next'
import { describeAlarm } from '../alarms/alarm-words.ts'
import { groupBySource } from '../alarms/arrange-alarms.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { formatTimeOfDay } from '../format/duration.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { FloodBar } from '../panels/flood-bar.tsx'
import { useSettings } from './settings.ts'
import { changeView, useView } from './view-store.ts'

/** As many sources as fit into two lines. */
const GROUPS = 8

/** While the chosen region is flooded: its sources, to go into one after the other. */
export const FloodDesk = ({ alarms }: { alarms: readonly Alarm[] }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const region = useView(({ place }) => place.region)
  const flood = useFeedStore(({ feed }) => feed.floods.get(region))
  const names = useLedger()
  const groups = useMemo(() => (flood === undefined ? [] : groupBySource(alarms, GROUPS)).map(({ first, ...group }) => {
    const words = describeAlarm(first, names, language, t, 0)
    return { ...group, name: `${words.enterprise} ${words.source}` }
  }), [flood, alarms, names, language, t])
  return flood === undefined ? null : <FloodBar since={formatTimeOfDay(Date.parse(flood.since))} groups={groups} onGroup={({ name }) => changeView({ filter: name })} />
}
