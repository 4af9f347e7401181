import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NewPlantEvent } from '../../plant-event.ts'
import { createEventRecords, type EventCommit, type EventRecords } from './event-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'

const T = Date.UTC(2026, 10, 23)
const iso = (at: number) => new Date(at).toISOString()
const CAMERA = '22010200001320000101'
const common = (at: number) => ({ enterprise: 'E1', at: iso(at), receivedAt: iso(at + 1) })
const video = (at: number, more = {}): NewPlantEvent => NewPlantEvent.parse({ ...common(at), kind: 'video', camera: CAMERA, event: 'smoke', source: 'S1', cause: 'reported', ...more })
const work = (at: number, more = {}): NewPlantEvent => NewPlantEvent.parse({ ...common(at), kind: 'work', source: 'S1', type: 'hot_work', until: null, ...more })
const commitment = (at: number, more = {}): NewPlantEvent => NewPlantEvent.parse({ ...common(at), kind: 'commitment', date: '2026-11-23', principal: 'w', ...more })
const status = (at: number, online: boolean): NewPlantEvent => NewPlantEvent.parse({ ...common(at), kind: 'status', online })

describe('events of plants', () => {
  let temporary: TemporaryRecords
  let records: EventRecords
  beforeEach(async () => {
    temporary = await openTemporaryRecords()
    records = createEventRecords(temporary.records)
  })
  afterEach(async () => { await temporary.remove() })

  const commit = (part: Partial<EventCommit>) => records.commit({ events: [], cameras: [], presence: [], days: [], ...part })
  const timesOf = async (filter: object) => (await records.list({ limit: 100, ...filter })).items.map(({ kind, at }) => [kind, Date.parse(at) - T])

  it('come back as they were, also after a restart', async () => {
    const events = [video(T), work(T + 1), commitment(T + 2), status(T + 3, true)]
    await commit({ events })
    records = createEventRecords(await temporary.reopen())
    const { items } = await records.list({ limit: 100 })
    expect(items).toEqual(events.map((event, index) => ({ ...event, id: index + 1 })).reverse())
  })

  it.each<[name: string, first: NewPlantEvent, second: NewPlantEvent, stored: number]>([
    ['the same again', video(T), video(T, { confidence: 0.5 }), 1],
    ['another time', video(T), video(T + 1), 2],
    ['another event', video(T), video(T, { event: 'flame' }), 2],
    ['another camera', video(T), video(T, { camera: '22010200001320000102' }), 2],
    ['another enterprise', video(T), video(T, { enterprise: 'E2' }), 2],
    ['two works of one source at once, by grade', work(T, { grade: 'first' }), work(T, { grade: 'special' }), 2],
    ['two works of one source at once, by ticket', work(T, { ticket: 'A' }), work(T, { ticket: 'B' }), 2],
    ['a commitment for another day', commitment(T), commitment(T, { date: '2026-11-24' }), 2],
    ['online and offline', status(T, true), status(T, false), 2],
  ])('%s', async (_, first, second, stored) => {
    await commit({ events: [first] })
    await commit({ events: [second, second] })
    expect((await records.list({ limit: 100 })).items).toHaveLength(stored)
  })

  it('that are new are told with their numbers, and read in the order in which they were stored', async () => {
    expect(await commit({ events: [video(T + 5), work(T + 1)] })).toMatchObject([{ id: 1, kind: 'video' }, { id: 2, kind: 'work' }])
    const [fresh, ...more] = await commit({ events: [work(T + 1), status(T, true), video(T + 5)] })
    expect([fresh?.kind, more]).toEqual(['status', []])
    expect((await records.after(0, 9)).map(({ kind }) => kind)).toEqual(['video', 'work', 'status'])
    expect(await records.after(1, 1)).toMatchObject([{ id: 2 }])
    expect(await records.after(fresh?.id ?? 0, 9)).toEqual([])
  })

  it.each<[name: string, filter: object, expected: unknown[]]>([
    ['a kind', { kinds: ['work', 'status'] }, [['status', 3], ['work', 1]]],
    ['a source: its works and what its cameras see', { source: 'S1' }, [['work', 1], ['video', 0]]],
    ['a camera', { camera: CAMERA }, [['video', 0]]],
    ['an enterprise', { enterprise: 'E2' }, []],
    ['a span, the end not in it', { from: T + 1, to: T + 3 }, [['commitment', 2], ['work', 1]]],
  ])('are found by %s', async (_, filter, expected) => {
    await commit({ events: [video(T), work(T + 1), commitment(T + 2), status(T + 3, true)] })
    expect(await timesOf(filter)).toEqual(expected)
  })

  it('are paged newest first, those of one moment too, and nothing is told twice', async () => {
    const events = ['flame', 'smoke', 'crowd', 'frozen', 'occluded'].map((event, index) => video(T + Math.floor(index / 3), { event }))
    await commit({ events })
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await records.list({ limit: 2, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual([5, 4, 3, 2, 1])
    await expect(records.list({ limit: 2, cursor: 'x' })).rejects.toThrow('bad_request')
  })

  it('cameras and presence are as they were written last; days are told newest first', async () => {
    const state = { enterprise: 'E1', camera: CAMERA, heard_at: T, event_at: T, offline: 0 }
    const presence = { enterprise: 'E1', online: 1, since: T, counted_to: T }
    const day = { enterprise: 'E1', day: '2026-11-23', online_ms: 5, disconnects: 0 }
    await commit({ cameras: [state], presence: [presence], days: [day, { ...day, day: '2026-11-22' }] })
    await commit({ cameras: [{ ...state, offline: 1 }], presence: [{ ...presence, online: 0 }], days: [{ ...day, disconnects: 2 }] })
    expect(await records.load()).toEqual({ cameras: [{ ...state, offline: 1 }], presence: [{ ...presence, online: 0 }] })
    expect(await records.days('E1', 9)).toEqual([{ ...day, disconnects: 2 }, { ...day, day: '2026-11-22' }])
    expect(await records.day('2026-11-22')).toEqual([{ ...day, day: '2026-11-22' }])
  })
})
