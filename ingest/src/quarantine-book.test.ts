import { describe, expect, it } from 'vitest'
import { createQuarantineBook, rowOf, shownName, type QuarantineBook } from './quarantine-book.ts'

const T = Date.UTC(2026, 10, 23, 3)
const of = (enterprise: string, gateway: string | null = null) => ({ kind: 'tag' as const, enterprise, gateway, topic: 't' })
const sight = (value: number | null, time = T, count = 1) => ({ value, time, count })
const namesIn = (book: QuarantineBook): string[] => [...book.entries()].map(({ name }) => name)
const noteMany = (book: QuarantineBook, count: number, from = 0, enterprise = 'E1'): void => {
  for (let k = from; k < from + count; k++) book.note(of(enterprise), `made-up-${k}`, sight(k), T + k)
}

describe('the quarantine list', () => {
  it('tells what came last, how often, and since when', () => {
    const book = createQuarantineBook([])
    book.note(of('E1', 'G'), 'S1/nh3', sight(1, T, 2), T)
    book.note(of('E1', 'G'), 'S1/nh3', sight(5, T + 60_000), T + 60_100)
    book.note(of('E1', 'G'), 'S1/nh3', sight(3, T - 60_000), T + 61_000)
    expect([...book.entries()].map(shownName)).toEqual([{
      id: expect.stringMatching(/^[0-9a-f]{24}$/), kind: 'tag', enterprise: 'E1', gateway: 'G', name: 'S1/nh3', topic: 't', firstSeenAt: '2026-11-23T03:00:00.000Z',
      lastSeenAt: '2026-11-23T03:01:01.000Z', count: 4, perMinute: 2, value: 5, time: '2026-11-23T03:01:00.000Z',
    }])
  })

  it('keeps apart what differs in enterprise, gateway or kind', () => {
    const book = createQuarantineBook([])
    for (const sender of [of('E1'), of('E2'), of('E1', 'G'), { ...of('E1'), kind: 'enterprise' as const, enterprise: null }]) book.note(sender, 'A', sight(1), T)
    expect(new Set([...book.entries()].map(({ id }) => id)).size).toBe(4)
  })

  it('a time that no calendar has does not break it', () => {
    const book = createQuarantineBook([])
    book.note(of('E1'), 'A', sight(1, 1.7e18), T)
    expect([...book.entries()].map(shownName)).toMatchObject([{ value: 1, time: null }])
  })
})

describe('bounds', () => {
  it('made-up names push out each other, not what comes again and again, nor what others send', () => {
    const book = createQuarantineBook([])
    for (const at of [T, T + 1]) book.note(of('E1'), 'real', sight(1), at)
    book.note(of('E2'), 'other', sight(1), T)
    noteMany(book, 5_000)
    expect(namesIn(book)).toEqual(expect.arrayContaining(['real', 'other', 'made-up-4999']))
    expect(book.counts()).toEqual({ names: 1_001, notKept: 4_001 })
  })

  it('when all come again and again, a new one finds no room', () => {
    const book = createQuarantineBook([])
    for (let round = 0; round < 2; round++) noteMany(book, 1_000)
    book.note(of('E1'), 'new', sight(1), T)
    expect(namesIn(book)).not.toContain('new')
    expect(book.counts()).toEqual({ names: 1_000, notKept: 1 })
  })

  it('all enterprises together keep a hundred thousand', () => {
    const book = createQuarantineBook([])
    for (let enterprise = 0; enterprise < 102; enterprise++) noteMany(book, 1_000, 0, `E${enterprise}`)
    expect(book.counts().names).toBe(100_000)
  })

  it('strangers share one shelf', () => {
    const book = createQuarantineBook([])
    for (let k = 0; k < 3_000; k++) book.note({ kind: 'enterprise', enterprise: null, gateway: null, topic: 't' }, `N${k}`, undefined, T)
    expect(book.counts().names).toBe(1_000)
  })
})

describe('what is written', () => {
  it('is what has changed, a bounded part at a time, and again after a failure', () => {
    const book = createQuarantineBook([])
    noteMany(book, 5)
    const first = book.takeChanges(3)
    expect(first.put.map(({ name }) => name)).toEqual(['made-up-0', 'made-up-1', 'made-up-2'])
    book.giveBack(first)
    expect(book.takeChanges(10).put).toHaveLength(5)
    expect(book.takeChanges(10)).toEqual({ put: [], drop: [] })
  })

  it('of what is registered by now is that it goes', () => {
    const book = createQuarantineBook([])
    noteMany(book, 2)
    const { put: [first, second] } = book.takeChanges(10)
    book.forget(({ name }) => name === 'made-up-0')
    expect(book.takeChanges(10)).toEqual({ put: [], drop: [first?.id] })
    expect([book.find(first?.id ?? ''), book.find(second?.id ?? '')?.name]).toEqual([undefined, 'made-up-1'])
    noteMany(book, 1)
    expect(book.takeChanges(10)).toMatchObject({ put: [{ name: 'made-up-0' }], drop: [] })
  })

  it('comes back after a restart', () => {
    const book = createQuarantineBook([])
    noteMany(book, 3)
    noteMany(book, 1)
    const again = createQuarantineBook([...book.entries()].map(rowOf))
    expect([...again.entries()].map(rowOf)).toEqual([...book.entries()].map(rowOf))
    again.note(of('E1'), 'made-up-1', sight(9, T + 5), T + 5)
    expect([...again.entries()].find(({ name }) => name === 'made-up-1')).toMatchObject({ seen: 2, value: 9, firstSeenAt: T + 1 })
  })
})
