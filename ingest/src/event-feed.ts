import type { EventBook, EventListener } from '@hazardwatch/shared/event-book'
import type { Log } from '@hazardwatch/shared/node/log'
import type { EventRecords } from '@hazardwatch/shared/node/records/event-records'
import type { PlantEvent } from '@hazardwatch/shared/plant-event'

const PAGE = 500

export interface EventFeed extends Pick<EventBook, 'onEvent'> {
  /** Events that are durable now, in the order of their ids. */
  tell: EventListener
}

interface Follower {
  listener: EventListener
  /** What was stored while it still hears of what was there before; undefined = it is up to date. */
  waiting: PlantEvent[] | undefined
}

/** Tells who listens what has been stored. A listener that keeps its place misses nothing and hears nothing twice, over restarts too. */
export const createEventFeed = (records: Pick<EventRecords, 'after'>, log: Pick<Log, 'error'>): EventFeed => {
  const followers = new Set<Follower>()

  const hand = ({ listener }: Follower, events: readonly PlantEvent[]): void => {
    if (events.length === 0) return
    try {
      listener(events)
    } catch (error) {
      log.error({ err: error, from: events[0]?.id, events: events.length }, 'a listener failed on events of the plants')
    }
  }
  const catchUp = async (follower: Follower, after: number): Promise<void> => {
    let last = after
    for (;;) {
      const page = await records.after(last, PAGE)
      hand(follower, page)
      last = page.at(-1)?.id ?? last
      if (page.length < PAGE) break
    }
    hand(follower, (follower.waiting ?? []).filter(({ id }) => id > last))
    follower.waiting = undefined
  }
  return {
    tell: (events) => {
      for (const follower of followers) {
        if (follower.waiting === undefined) hand(follower, events)
        else follower.waiting.push(...events)
      }
    },
    onEvent: async (listener, after) => {
      const follower: Follower = { listener, waiting: after === undefined ? undefined : [] }
      followers.add(follower)
      const stop = (): void => { followers.delete(follower) }
      if (after === undefined) return stop
      try {
        await catchUp(follower, after)
      } catch (error) {
        stop()
        throw error
      }
      return stop
    },
  }
}
