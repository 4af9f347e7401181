import { describe, expect, it } from 'vitest'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { dueTone, tones } from './alarm-tone.ts'

const red = sampleAlarm(1, { priority: 'red' })
const orange = sampleAlarm(2, { priority: 'orange', state: 'returned_unacknowledged' })
const yellow = sampleAlarm(3)
const blue = sampleAlarm(4, { priority: 'blue' })
const taken = sampleAlarm(5, { priority: 'red', state: 'acknowledged' })

describe('the tone that is due', () => {
  it.each([
    ['nothing when there are no alarms', [], [], null],
    ['the worst that waits', [yellow, red, orange], [], 'red'],
    ['until it is acknowledged', [taken, yellow], [], 'yellow'],
    ['also for one that returned unseen', [orange, taken], [], 'orange'],
    ['never for blue', [blue], [], null],
    ['not for what was silenced', [red, orange], [red], 'orange'],
    ['again when a new one comes after a silence', [red, orange], [orange], 'red'],
    ['nothing when all was silenced', [red, orange], [red, orange], null],
  ] as const)('is %s', (_name, alarms, silenced, expected) => {
    expect(dueTone(alarms, new Set(silenced.map(({ id }) => id)))).toBe(expected)
  })
})

describe('tones', () => {
  it('are told apart by their rhythm, and a pattern ends before the next begins', () => {
    const every = Object.values(tones).map((tone) => tone.every)
    expect(new Set(every).size).toBe(every.length)
    for (const { every: length, beeps } of Object.values(tones)) for (const { at, lasts } of beeps) expect(at + lasts).toBeLessThan(length)
  })

  it('say a dead feed lower than any alarm, and falling', () => {
    const { dead, ...alarms } = tones
    const pitches = dead?.beeps.map(({ hertz }) => hertz) ?? []
    expect(pitches).toEqual([...pitches].sort((a, b) => b - a))
    expect(pitches[0]).toBeLessThan(Math.min(...Object.values(alarms).flatMap(({ beeps }) => beeps.map(({ hertz }) => hertz))))
  })
})
