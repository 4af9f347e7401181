import type { Alarm, AlarmState } from '@hazardwatch/shared/alarm'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { PointPresence } from '@hazardwatch/shared/presence'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import type { RiskLevel } from '@hazardwatch/shared/risk'
import { describe, expect, it } from 'vitest'
import { assessSource, regionLevel } from './assess-risk.ts'
import { testAlarm } from './testing/test-alarm.ts'

const alarm = (priority: Priority, state: AlarmState): Alarm => testAlarm({ priority, state })
const absent = (presence: PointPresence['presence']): PointPresence => ({ point: 'E/GD-07', presence, since: null })
const ofInstrument = (kind: Alarm['kind'], priority: Priority, finding: Alarm['finding'] = null): Alarm => testAlarm({ kind, priority, finding })
const bypassed: AlarmOverlay = {
  enterprise: 'E', point: 'GD-07', rule: 'E/GD-07/H', state: 'out_of_service', since: '2026-11-23T03:11:58.000Z', until: null, oneShot: false, by: 'wang', reason: 'works', causes: {},
}
const source = { enterprise: 'E', source: 'S', watched: true, alarms: [], absences: [], outOfService: [] }

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
    ['an instrument found unhealthy: its word is not taken', { alarms: [ofInstrument('health', 'red', 'stuck')] }, 'unknown'],
    ['frozen', { alarms: [ofInstrument('flatline', 'yellow')] }, 'unknown'],
    ['it says itself that it has failed', { alarms: [ofInstrument('fault', 'orange')] }, 'unknown'],
    ['silent', { alarms: [ofInstrument('silence', 'blue')] }, 'unknown'],
    ['drifting', { alarms: [ofInstrument('drift', 'blue')] }, 'unknown'],
    ['healthy again', { alarms: [testAlarm({ kind: 'health', state: 'returned_unacknowledged', finding: 'stuck' })] }, 'blue'],
    ['an unhealthy instrument does not hide an alarm', { alarms: [ofInstrument('health', 'blue', 'noisy'), alarm('orange', 'acknowledged')] }, 'orange'],
    ['an anomaly is of what is measured', { alarms: [testAlarm({ kind: 'anomaly', priority: 'yellow' })] }, 'yellow'],
    ['an alarm that is out of service, though all seems well', { outOfService: [bypassed] }, 'unknown'],
    ['an alarm that is hidden while it stands', { alarms: [testAlarm({ priority: 'red', state: 'out_of_service', underlyingState: 'unacknowledged' })], outOfService: [bypassed] }, 'unknown'],
    ['nothing watches it', { watched: false }, 'unknown'],
  ])('%s', (_, change, level) => { expect(assessSource({ ...source, ...change }).level).toBe(level) })

  it('says why, worst first', () => {
    const { contributions } = assessSource({ ...source, alarms: [alarm('yellow', 'acknowledged'), alarm('red', 'unacknowledged')], absences: [absent('bad')] })
    expect(contributions.map(({ reason, level, point }) => [reason, level, point])).toEqual([
      ['active_alarm', 'red', 'GD-07'], ['active_alarm', 'yellow', 'GD-07'], ['bad_quality', 'unknown', 'GD-07'],
    ])
  })
})

it.each<[string, Partial<Parameters<typeof assessSource>[0]>, object[]]>([
  ['the instrument and what it was found to be', { alarms: [ofInstrument('health', 'red', 'over_range')] }, [{ reason: 'unhealthy_instrument', finding: 'over_range', point: 'GD-07' }]],
  ['what the kind alone says', { alarms: [ofInstrument('flatline', 'red')] }, [{ reason: 'unhealthy_instrument', finding: 'stuck', point: 'GD-07' }]],
  ['an alarm of an instrument that is hidden', { alarms: [testAlarm({ kind: 'health', state: 'shelved', underlyingState: 'acknowledged', finding: 'noisy' })] }, [{ reason: 'hidden_alarm' }]],
  ['a bypass, since when', { outOfService: [bypassed] }, [{ reason: 'out_of_service', point: 'GD-07', alarm: null, since: bypassed.since }]],
  ['a bypassed alarm that stands, once', { alarms: [testAlarm({ state: 'out_of_service', underlyingState: 'unacknowledged' })], outOfService: [bypassed] }, [{ reason: 'hidden_alarm' }]],
])('names %s', (_, change, contributions) => { expect(assessSource({ ...source, ...change }).contributions).toMatchObject(contributions) })

describe('the level of a region', () => {
  const none = { red: 0, orange: 0, yellow: 0, blue: 0, unknown: 0 }
  it.each([
    ['no source', none, 'none'],
    ['all well', { ...none, blue: 9 }, 'blue'],
    ['one unknown among many well', { ...none, blue: 900, unknown: 1 }, 'unknown'],
    ['the worst, not the most', { ...none, blue: 900, yellow: 90, red: 1 }, 'red'],
  ] as const)('%s', (_, counts, level) => { expect(regionLevel(counts)).toBe(level) })
})

it('lists the ten worst reasons, and counts the others', () => {
  const absences = Array.from({ length: 40 }, (_, n) => ({ ...absent('silent'), point: `E/P${n}` }))
  const risk = assessSource({ ...source, alarms: [alarm('red', 'unacknowledged')], absences })
  expect([risk.level, risk.contributions.length, risk.contributions[0]?.level, risk.more]).toEqual(['red', 10, 'red', 31])
  expect(assessSource({ ...source, absences: absences.slice(0, 10) })).not.toHaveProperty('more')
})
