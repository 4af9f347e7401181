import type { EventRecords } from '@hazardwatch/shared/node/records/event-records'
import type { PlantEvent } from '@hazardwatch/shared/plant-event'
import { describe, expect, it, vi } from 'vitest'
import { createEventFeed } from './event-feed.ts'

const eventOf = (id: number): PlantEvent => ({ kind: 'status', enterprise: 'E1', at: '2026-11-26T00:00:00.000Z', receivedAt: '2026-11-26T00:00:00.000Z', online: true, id } as PlantEvent)
const events = (from: number, to: number): PlantEvent[] => Array.from({ length: to - from + 1 }, (_, index) => eventOf(from + index))
const numbers = (from: number, to: number): number[] => events(from, to).map(({ id }) => id)

const start = (stored: readonly PlantEvent[], during: (page: number) => void = () => undefined) => {
  let pages = 0
  const after: EventRecords['after'] = async (id, limit) => {
    const page = stored.filter((event) => event.id > id).slice(0, limit)
    during(++pages)
    return page
  }
  const error = vi.fn<(...args: unknown[]) => void>()
  const heard: number[] = []
  const listener = (told: readonly PlantEvent[]): void => { heard.push(...told.map(({ id }) => id)) }
  return { feed: createEventFeed({ after }, { error }), heard, listener, error }
}

describe('events that were stored', () => {
  it.each<[name: string, stored: number, after: number | undefined, expected: number[]]>([
    ['from now on', 3, undefined, []],
    ['from the beginning', 3, 0, [1, 2, 3]],
    ['behind a place', 3, 2, [3]],
    ['over several pages', 1_200, 100, numbers(101, 1_200)],
    ['of exactly one page', 500, 0, numbers(1, 500)],
    ['behind a place that is the end', 3, 3, []],
  ])('are heard %s, then live', async (_, stored, after, expected) => {
    const { feed, heard, listener } = start(events(1, stored))
    const stop = await feed.onEvent(listener, after)
    feed.tell(events(stored + 1, stored + 2))
    stop()
    feed.tell(events(stored + 3, stored + 4))
    expect(heard).toEqual([...expected, stored + 1, stored + 2])
  })

  it('while a listener catches up are heard behind what was there before, once', async () => {
    const stored = events(1, 600)
    const { feed, heard, listener } = start(stored, (page) => {
      const fresh = events(599 + page * 2, 600 + page * 2)
      stored.push(...fresh)
      feed.tell(fresh)
    })
    await feed.onEvent(listener, 0)
    feed.tell(events(605, 605))
    expect(heard).toEqual(numbers(1, 605))
  })

  it('reach the others when one listener fails', async () => {
    const { feed, heard, listener, error } = start([])
    await feed.onEvent(() => { throw new Error('no') })
    await feed.onEvent(listener)
    feed.tell(events(1, 2))
    expect([heard, error.mock.calls.length]).toEqual([[1, 2], 1])
  })

  it('that cannot be read leave nobody listening', async () => {
    const { feed, heard, listener } = start([], () => { throw new Error('database is locked') })
    await expect(feed.onEvent(listener, 0)).rejects.toThrow('locked')
    feed.tell(events(1, 1))
    expect(heard).toEqual([])
  })
})
