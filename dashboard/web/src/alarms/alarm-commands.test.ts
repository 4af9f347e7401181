import { describe, expect, it } from 'vitest'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { alarmCommands, canCommand } from './alarm-commands.ts'

const acknowledged: Partial<Alarm> = { state: 'acknowledged', acknowledgedAt: '2026-11-22T03:01:00.000Z', acknowledgedBy: 'Wang' }

describe('what can be done to an alarm', () => {
  it.each<[string, Partial<Alarm>, string[]]>([
    ['unacknowledged', {}, ['acknowledge', 'take', 'shelve', 'outOfService']],
    ['acknowledged', acknowledged, ['confirm', 'take', 'shelve', 'outOfService']],
    ['acknowledged and confirmed', { ...acknowledged, confirmedAt: '2026-11-22T03:02:00.000Z' }, ['take', 'shelve', 'outOfService']],
    ['returned before anybody saw it', { state: 'returned_unacknowledged' }, ['acknowledge', 'take', 'shelve', 'outOfService']],
    ['latched', { ...acknowledged, state: 'latched' }, ['reset', 'confirm', 'take', 'shelve', 'outOfService']],
    ['shelved', { state: 'shelved' }, ['bringBack']],
    ['out of service', { state: 'out_of_service' }, ['bringBack']],
    ['suppressed by design, which ends by design', { state: 'suppressed' }, []],
    ['ended, and acknowledged', { ...acknowledged, state: 'normal' }, ['confirm']],
  ])('that is %s', (_name, changes, expected) => {
    expect(alarmCommands.filter((command) => canCommand(sampleAlarm(1, changes), command))).toEqual(expected)
  })
})
