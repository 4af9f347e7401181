import { describe, expect, it } from 'vitest'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { countUrgent, newUrgentAlarms } from './announce-alarms.ts'

const mapOf = (...alarms: Alarm[]): Map<string, Alarm> => new Map(alarms.map((alarm) => [alarm.id, alarm]))
const red = sampleAlarm(1, { priority: 'red' })
const orange = sampleAlarm(2, { priority: 'orange' })
const yellow = sampleAlarm(3)
const settled = sampleAlarm(4, { priority: 'red', state: 'acknowledged' })

describe('newUrgentAlarms', () => {
  it.each<[string, Map<string, Alarm>, Set<string> | null, Alarm[]]>([
    ['the first picture is no news', mapOf(red), null, []],
    ['red and orange are told', mapOf(red, orange, yellow), new Set(), [red, orange]],
    ['what was known is not told again', mapOf(red, orange), new Set([red.id]), [orange]],
    ['what somebody has acknowledged is not told', mapOf(settled), new Set(), []],
  ])('%s', (_name, alarms, known, told) => {
    expect(newUrgentAlarms(alarms, known)).toEqual(told)
  })
})

it('counts what waits for somebody', () => {
  expect(countUrgent(mapOf(red, orange, yellow, settled))).toEqual({ red: 1, orange: 1 })
})
