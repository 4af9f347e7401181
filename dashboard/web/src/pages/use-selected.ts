import type { Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'
import { useFeedStore } from '../feed/feed-store.ts'
import { useView } from './view-store.ts'

/** The chosen occurrence, also when it has ended meanwhile or long ago. */
export const useSelectedAlarm = (): Alarm | undefined => {
  const selection = useView((view) => view.selection)
  const past = useView((view) => view.past)
  const id = selection?.kind === 'alarm' ? selection.id : ''
  const heard = useFeedStore(({ feed }) => feed.alarms.get(id) ?? feed.ended.get(id))
  return heard ?? (past?.id === id ? past : undefined)
}

/** The point on the face plate, ENT/TAG. */
export const useSelectedPoint = (): string | undefined => {
  const selection = useView((view) => view.selection)
  const alarm = useSelectedAlarm()
  if (selection?.kind === 'point') return selection.key
  return alarm === undefined ? undefined : pointKey(alarm.enterprise, alarm.point)
}
