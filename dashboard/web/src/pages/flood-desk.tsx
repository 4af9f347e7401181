import { useMemo, type ReactElement } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { groupKey } from '../alarms/group-alarms.ts'
import { formatTimeOfDay } from '../format/duration.ts'
import { FloodBar } from '../panels/flood-bar.tsx'
import { useFlood } from './use-flood.ts'

/** While the chosen region is flooded: since when, how many, and how the list is arranged. `alarms`: those of the list. */
export const FloodDesk = ({ alarms, grouped }: { alarms: readonly Alarm[]; grouped: boolean }): ReactElement | null => {
  const flood = useFlood()
  const sources = useMemo(() => new Set(alarms.map(groupKey)).size, [alarms])
  return flood === undefined ? null : <FloodBar since={formatTimeOfDay(Date.parse(flood.since))} recent={flood.recent ?? flood.alarms} alarms={alarms.length} sources={sources} grouped={grouped} />
}
