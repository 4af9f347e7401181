import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { priorities } from '@hazardwatch/shared/alarm-rule'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { arrangeRows, matchesQuery, moveSelection, sortAlarms, worstWaiting } from './arrange-alarms.ts'

const at = (minute: number): string => `2026-11-22T03:${String(minute).padStart(2, '0')}:00.000Z`
const ids = (alarms: readonly Alarm[]): string[] => alarms.map((alarm) => alarm.id)
const findIn = (alarms: readonly Alarm[]) => (id: string): Alarm | undefined => alarms.find((alarm) => alarm.id === id)

it('the worst that waits is not the worst there is', () => {
  const ackedRed = sampleAlarm(1, { priority: 'red', state: 'acknowledged' })
  const returned = sampleAlarm(2, { priority: 'orange', state: 'returned_unacknowledged' })
  const blue = sampleAlarm(3, { priority: 'blue', state: 'unacknowledged' })
  expect([[], [ackedRed], [ackedRed, blue], [blue, returned, ackedRed]].map(worstWaiting)).toEqual([null, null, 'blue', 'orange'])
})

describe('sortAlarms', () => {
  const oldRed = sampleAlarm(1, { priority: 'red', raisedAt: at(1) })
  const newBlue = sampleAlarm(2, { priority: 'blue', raisedAt: at(9) })
  const ackedRed = sampleAlarm(3, { priority: 'red', raisedAt: at(5), state: 'acknowledged' })

  const returnedRed = sampleAlarm(4, { priority: 'red', raisedAt: at(8), state: 'returned_unacknowledged' })

  it('puts priority first, then what goes on untaken, what waits, what is taken, then the newest', () => {
    expect(ids(sortAlarms([newBlue, ackedRed, returnedRed, oldRed], 'priority'))).toEqual(ids([oldRed, returnedRed, ackedRed, newBlue]))
  })

  it('sorts by time, newest first', () => {
    expect(ids(sortAlarms([ackedRed, newBlue, oldRed], 'time'))).toEqual(ids([newBlue, ackedRed, oldRed]))
  })

  it('gives one order whatever order they came in', () => {
    const anyAlarm = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom(...priorities), fc.integer({ min: 0, max: 5 }))
      .map(([number, priority, minute]) => sampleAlarm(number, { priority, raisedAt: at(minute) }))
    const set = fc.uniqueArray(anyAlarm, { selector: (alarm) => alarm.id, maxLength: 30 })
    fc.assert(fc.property(set, fc.constantFrom('priority' as const, 'time' as const), (alarms, sort) => {
      expect(ids(sortAlarms([...alarms].reverse(), sort))).toEqual(ids(sortAlarms(alarms, sort)))
    }))
  })
})

describe('arrangeRows', () => {
  const [a, b, c] = [sampleAlarm(1), sampleAlarm(2), sampleAlarm(3, { priority: 'red' })]

  it('follows the order while nobody is on the rows', () => {
    expect(arrangeRows([c, a, b], [a.id, b.id], false, findIn([a, b, c]))).toEqual({ alarms: [c, a, b], waiting: [] })
  })

  it('keeps every row where it is and lets new ones wait while held', () => {
    const rows = arrangeRows([c, b, a], [a.id, b.id], true, findIn([a, b, c]))
    expect([ids(rows.alarms), ids(rows.waiting)]).toEqual([[a.id, b.id], [c.id]])
  })

  it('keeps the row of an ended alarm, with its new state', () => {
    const ended = sampleAlarm(1, { state: 'normal' })
    const rows = arrangeRows([b], [a.id, b.id], true, findIn([ended, b]))
    expect(rows.alarms.map((alarm) => alarm.state)).toEqual(['normal', 'unacknowledged'])
  })

  it('holds nothing when nothing was shown', () => {
    expect(arrangeRows([a], [], true, findIn([a]))).toEqual({ alarms: [a], waiting: [] })
  })
})

describe('moveSelection', () => {
  const rows = [sampleAlarm(1), sampleAlarm(2), sampleAlarm(3)]
  const [first, second, third] = ids(rows)
  it.each([
    ['starts at the first row', undefined, 1, first], ['goes down', first, 1, second], ['goes up', second, -1, first],
    ['stops at the end', third, 1, third], ['stops at the top', first, -1, first], ['starts again when its row is gone', 'gone', -1, first],
  ])('%s', (_name, current, step, next) => {
    expect(moveSelection(rows, current, step)).toBe(next)
  })

  it('has nothing to go to in an empty list', () => {
    expect(moveSelection([], undefined, 1)).toBeUndefined()
  })
})

describe('matchesQuery', () => {
  it.each([
    ['no query', '', true], ['part of a word', 'gd-0', true], ['two words in two texts', 'GD 洮南', true], ['a word that is nowhere', 'gd 长春', false],
  ])('%s', (_name, query, matches) => {
    expect(matchesQuery(query, ['GD-07', '示例 洮南冷链'])).toBe(matches)
  })
})
