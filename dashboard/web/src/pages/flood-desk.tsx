import { useMemo, type ReactElement } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { isWithin } from '@hazardwatch/shared/region-tree'
import { groupKey } from '../alarms/group-alarms.ts'
import { countRecent } from '../alarms/recent-alarms.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { formatTimeOfDay } from '../format/duration.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { FloodBar } from '../panels/flood-bar.tsx'
import { useRegions } from './use-regions.ts'
import { useFlood } from './use-flood.ts'
import { useView } from './view-store.ts'

/** While the chosen region is flooded: since when, how many, and how the list is arranged. `alarms`: those of the list. */
export const FloodDesk = ({ alarms, grouped }: { alarms: readonly Alarm[]; grouped: boolean }): ReactElement | null => {
  const flood = useFlood()
  const region = useView(({ place }) => place.region)
  const { alarms: open, ended } = useFeedStore(({ feed }) => feed)
  // To ten seconds: a number that trickles need not be counted anew five times a second.
  const now = useFeedStore(({ feed, now: at }) => Math.ceil((at + feed.skewMs) / 10_000) * 10_000)
  const enterprises = useLedger((ledger) => ledger.enterprises)
  const regions = useRegions()
  const recent = useMemo(
    () => countRecent([...open.values(), ...ended.values()], now, (alarm) => {
      const enterprise = enterprises.get(alarm.enterprise)
      return enterprise === undefined || isWithin(regions, enterprise.region, region)
    }),
    [open, ended, now, enterprises, regions, region],
  )
  const sources = useMemo(() => new Set(alarms.map(groupKey)).size, [alarms])
  return flood === undefined ? null : <FloodBar since={formatTimeOfDay(Date.parse(flood.since))} recent={recent} alarms={alarms.length} sources={sources} grouped={grouped} />
}
