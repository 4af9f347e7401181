import type { Alarm, AlarmState } from '@hazardwatch/shared/alarm'
import type { PointPresence } from '@hazardwatch/shared/presence'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import type { RiskLevel } from '@hazardwatch/shared/risk'
import { describe, expect, it } from 'vitest'
import { assessSource, regionLevel } from './assess-risk.ts'
import { testAlarm } from './testing/test-alarm.ts'

const alarm = (priority: Priority, state: AlarmState): Alarm => testAlarm({ priority, state })
const absent = (presence: PointPresence['presence']): PointPresence => ({ point: 'E/GD-07', presence, since: null })
const source = { enterprise: 'E', source: 'S', watched: true, alarms: [], absences: [] }

describe('the level of a source', () => {
  it.each<[string, Partial<Parameters<typeof assessSource>[0]>, RiskLevel]>([
    ['nothing is wrong', {}, 'blue'],
    ['an active alarm gives its priority', { alarms: [alarm('orange', 'unacknowledged')] }, 'orange'],
    ['acknowledged and still active: still there', { alarms: [alarm('red', 'acknowledged')] }, 'red'],
    ['returned: the danger is over', { alarms: [alarm('red', 'returned_unacknowledged')] }, 'blue'],
    ['the worst of several', { alarms: [alarm('blue', 'unacknowledged'), alarm('yellow', 'acknowledged'), alarm('red', 'returned_unacknowledged')] }, 'yellow'],
    ['a silent point is unknown, never normal', { absences: [absent('silent')] }, 'unknown'],
    ['bad quality is unknown', { absences: [absent('bad')] }, 'unknown'],
    ['never heard is unknown', { absences: [absent('never_seen')] }, 'unknown'],
    ['an alarm of low priority does not hide a dead instrument', { alarms: [alarm('blue', 'unacknowledged')], absences: [absent('silent')] }, 'unknown'],
    ['a dead instrument does not hide an alarm', { alarms: [alarm('yellow', 'unacknowledged')], absences: [absent('silent')] }, 'yellow'],
    ['nothing watches it', { watched: false }, 'unknown'],
  ])('%s', (_, change, level) => { expect(assessSource({ ...source, ...change }).level).toBe(level) })

  it('says why, worst first', () => {
    const { contributions } = assessSource({ ...source, alarms: [alarm('yellow', 'acknowledged'), alarm('red', 'unacknowledged')], absences: [absent('bad')] })
    expect(contributions.map(({ reason, level, point }) => [reason, level, point])).toEqual([
      ['active_alarm', 'red', 'GD-07'], ['active_alarm', 'yellow', 'GD-07'], ['bad_quality', 'unknown', 'GD-07'],
    ])
  })
})

describe('the level of a region', () => {
  const none = { red: 0, orange: 0, yellow: 0, blue: 0, unknown: 0 }
  it.each([
    ['no source', none, 'none'],
    ['all well', { ...none, blue: 9 }, 'blue'],
    ['one unknown among many well', { ...none, blue: 900, unknown: 1 }, 'unknown'],
    ['the worst, not the most', { ...none, blue: 900, yellow: 90, red: 1 }, 'red'],
  ] as const)('%s', (_, counts, level) => { expect(regionLevel(counts)).toBe(level) })
})
