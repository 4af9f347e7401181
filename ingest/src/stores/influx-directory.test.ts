import { describe, expect, it } from 'vitest'
import { InfluxDirectory } from './influx-directory.ts'

const name = { enterprise: 'E', source: 'S', tag: 'P' }

describe('what the server may have while a backlog drains', () => {
  it.each<[name: string, point: number, learnt: 'before' | 'after']>([['of a point that is known', 1, 'before'], ['of a point that is learnt meanwhile', 1, 'after'], ['of one with a high number', 5_000, 'after']])('%s', (_, point, learnt) => {
    const directory = new InfluxDirectory()
    if (learnt === 'before') directory.learn(point, name, 100)
    directory.expectOlder(true)
    if (learnt === 'after') directory.learn(point, name, 100)
    directory.advance(point, 500)
    // Stored before the backlog, the backlog, live.
    expect([100, 101, 300, 499, 500, 501].map((time) => directory.mayHave(point, time))).toEqual([true, false, false, false, true, false])
    directory.advance(point, 300)
    expect([101, 300, 301, 499].map((time) => directory.mayHave(point, time))).toEqual([true, true, false, false])
    directory.expectOlder(false)
    expect([301, 501].map((time) => directory.mayHave(point, time))).toEqual([true, false])
  })
})
