import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlantFeed, createReplayFeed, type ReadingFeed } from './reading-feed.ts'

const START = 1_760_000_000_000
const times = (feed: ReadingFeed, now: number): number[] => feed.due(now).map(({ ts }) => ts - START)

describe('plant feed', () => {
  const create = () => createPlantFeed('X', (_dtS, at) => ({ A: at, B: at, C: at }), new Map([['A', 1], ['B', 2]]), START)

  it('publishes each tag at its interval, on whole seconds, and none without an interval', () => {
    expect(create().due(START + 2_500)).toEqual([
      { ts: START + 1000, values: { A: START + 1000 } },
      { ts: START + 2000, values: { A: START + 2000, B: START + 2000 } },
    ])
  })

  it('has nothing new within the same second', () => {
    const feed = create()
    feed.due(START + 1000)
    expect(feed.due(START + 1999)).toEqual([])
  })

  it('makes up for five seconds of a pause of an hour', () => {
    const feed = create()
    feed.due(START + 1000)
    expect(times(feed, START + 3_600_000)).toEqual([3_596_000, 3_597_000, 3_598_000, 3_599_000, 3_600_000])
    expect(times(feed, START + 3_601_000)).toEqual([3_601_000])
  })

  it('stands still when the clock is set back', () => {
    const feed = create()
    feed.due(START + 3000)
    expect(times(feed, START + 1000)).toEqual([])
    expect(times(feed, START + 4000)).toEqual([4000])
  })
})

describe('replay feed', () => {
  const rows = [{ A: 0 }, { A: 1 }, {}, { A: 3 }]
  const create = (rowMs = 1000, firstRow = 1) => createReplayFeed('X', { rows, firstRow, rowMs }, START)
  const values = (feed: ReadingFeed, now: number) => feed.due(now).map((message) => message.values['A'])

  it('begins with the first row at once, leaves a gap out and begins anew after the end', () => {
    const feed = create()
    expect([0, 1, 2, 3, 4].map((second) => values(feed, START + second * 1000))).toEqual([[1], [], [3], [0], [1]])
  })

  it('gives rows exact times at an even pace, several at once when the replay is fast', () => {
    expect(create(250, 0).due(START + 750)).toEqual([
      { ts: START, values: { A: 0 } }, { ts: START + 250, values: { A: 1 } }, { ts: START + 750, values: { A: 3 } },
    ])
  })

  it('pauses with us: after a long pause at most five seconds are sent, and no row is skipped', () => {
    const feed = create(1000, 0)
    expect(values(feed, START)).toEqual([0])
    // Six rows are due within five seconds; two of them are the gap.
    expect(values(feed, START + 3_600_000)).toEqual([1, 3, 0, 1])
  })

  it('never goes back in time, never ahead of the clock and never sends more than five seconds at once, whatever the clock does', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -2000, max: 100_000 }), { maxLength: 50 }), fc.constantFrom(17, 1000, 60_000), (moves, rowMs) => {
      const feed = createReplayFeed('X', { rows: [{ A: 1 }, { A: 2 }], firstRow: 0, rowMs }, START)
      let now = START
      let newest = -Infinity
      for (const move of moves) {
        now += move
        const sent = feed.due(now)
        expect(sent.length).toBeLessThanOrEqual(Math.ceil(5000 / rowMs) + 2)
        for (const { ts } of sent) {
          expect(ts).toBeGreaterThan(newest)
          expect(ts).toBeLessThanOrEqual(now + 1)
          newest = ts
        }
      }
    }))
  })
})
