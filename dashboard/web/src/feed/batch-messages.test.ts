import { describe, expect, it } from 'vitest'
import { createBatch } from './batch-messages.ts'

const createRig = () => {
  const batches: (readonly number[])[] = []
  const timers: (() => void)[] = []
  const push = createBatch<number>((items) => batches.push(items), (act) => timers.push(act))
  return { batches, push, elapse: () => timers.shift()?.(), timers }
}

describe('createBatch', () => {
  it('lets the first through at once and joins what follows', () => {
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

  it('goes on after a batch that threw', () => {
    const timers: (() => void)[] = []
    const seen: number[] = []
    const push = createBatch<number>((items) => {
      seen.push(...items)
      if (items.includes(1)) throw new Error('bad')
    }, (act) => timers.push(act))
    expect(() => push(1)).toThrow('bad')
    push(2)
    timers.shift()?.()
    expect(seen).toEqual([1, 2])
  })
})
