import { describe, expect, it } from 'vitest'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { createBatch } from './batch-messages.ts'

const createRig = (mayGather = false) => {
  const batches: (readonly number[])[] = []
  const timers: (() => void)[] = []
  const intervals: number[] = []
  const clock = createFakeClock()
  const push = createBatch<number>((items) => batches.push(items), (act, ms) => {
    timers.push(act)
    intervals.push(ms)
  }, clock.now, () => mayGather)
  return { batches, intervals, push, elapse: () => timers.shift()?.(), timers, clock }
}

describe('createBatch', () => {
  it('gathers the first with what comes right behind it, then what follows at intervals', () => {
    const rig = createRig(true)
    for (const item of [1, 2, 3]) rig.push(item)
    expect(rig.batches).toEqual([])
    rig.elapse()
    expect(rig.batches).toEqual([[1, 2, 3]])
    rig.push(4)
    expect(rig.batches).toEqual([[1, 2, 3]])
    rig.elapse()
    expect(rig.batches).toEqual([[1, 2, 3], [4]])
    rig.elapse()
    expect(rig.timers).toHaveLength(0)
    expect(rig.intervals).toEqual([15, 250, 250])
    rig.push(5)
    rig.elapse()
    expect([rig.batches.at(-1), rig.intervals.at(-2)]).toEqual([[5], 15])
  })

  it('in a hidden tab lets the first through at once and joins what follows', () => {
    const rig = createRig()
    for (const item of [1, 2, 3]) rig.push(item)
    expect(rig.batches).toEqual([[1]])
    rig.elapse()
    expect(rig.batches).toEqual([[1], [2, 3]])
  })

  it('is open again after a quiet interval, with no timer left running', () => {
    const rig = createRig()
    rig.push(1)
    rig.elapse()
    expect(rig.timers).toHaveLength(0)
    rig.push(2)
    expect(rig.batches).toEqual([[1], [2]])
  })

  it('does not wait for a timer that the browser holds back, and starts no second one', () => {
    const rig = createRig()
    rig.push(1)
    rig.clock.advance(999)
    rig.push(2)
    expect(rig.batches).toEqual([[1]])
    rig.clock.advance(1)
    rig.push(3)
    rig.push(4)
    expect(rig.batches).toEqual([[1], [2, 3]])
    expect(rig.timers).toHaveLength(1)
    rig.elapse()
    expect(rig.batches).toEqual([[1], [2, 3], [4]])
  })

  it('goes on after a batch that threw', () => {
    const timers: (() => void)[] = []
    const seen: number[] = []
    const push = createBatch<number>((items) => {
      seen.push(...items)
      if (items.includes(1)) throw new Error('bad')
    }, (act) => timers.push(act), createFakeClock().now, () => false)
    expect(() => push(1)).toThrow('bad')
    push(2)
    timers.shift()?.()
    expect(seen).toEqual([1, 2])
  })
})
