import { useEffect, useRef } from 'react'
import { sortAlarms } from '../alarms/arrange-alarms.ts'
import { useFeedStore } from '../feed/feed-store.ts'
import { changeView, useView } from './view-store.ts'

/** The page opens on the worst alarm; from then on only the operator chooses. */
export const useFirstSelection = (): void => {
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  const done = useRef(false)
  useEffect(() => {
    if (!hasSnapshot || done.current) return
    done.current = true
    const [worst] = sortAlarms(useFeedStore.getState().feed.alarms.values(), 'priority')
    if (worst !== undefined && useView.getState().selection === null) changeView({ selection: { kind: 'alarm', id: worst.id } })
  }, [hasSnapshot])
}
