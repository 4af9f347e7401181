import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import { isGrouped } from '../alarms/group-alarms.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { changeView, useView } from './view-store.ts'

/** The flood of the chosen region, while it goes on. */
export const useFlood = (): Flood | undefined => {
  const region = useView(({ place }) => place.region)
  return useFeedStore(({ feed }) => feed.floods.get(region))
}

/** Whether the list is grouped by source: by the operator's choice, or by itself in a flood. */
export const useGrouped = (): boolean => {
  const flood = useFlood()
  return isGrouped(useView(({ grouping }) => grouping), flood?.since ?? null)
}

/** The other arrangement, until a flood begins or ends. */
export const switchGrouping = (): void => {
  const { grouping, place } = useView.getState()
  const flood = useFeedStore.getState().feed.floods.get(place.region)?.since ?? null
  changeView({ grouping: { flood, on: !isGrouped(grouping, flood) } })
}
