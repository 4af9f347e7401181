import type { Alarm } from '@hazardwatch/shared/alarm'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { newerOccurrence } from './newer-occurrence.ts'

const ended = sampleAlarm(1, { state: 'normal', underlyingState: 'normal', point: 'P-1', rule: 'ENT/P/H' })
const newer = (changes: Partial<Alarm> = {}): Alarm => sampleAlarm(2, { point: 'P-1', rule: 'ENT/P/H', ...changes })

it.each<[name: string, alarm: Alarm, alarms: Alarm[], id: string | undefined]>([
  ['the same rule and point', ended, [sampleAlarm(3), newer()], newer().id],
  ['one that is still open has no newer one', newer(), [sampleAlarm(3, { point: 'P-1', rule: 'ENT/P/H' })], undefined],
  ['another rule', ended, [newer({ rule: 'ENT/P/HH' })], undefined],
  ['another point of the same rule', ended, [newer({ point: 'P-2' })], undefined],
  ['another enterprise', ended, [newer({ enterprise: 'OTHER' })], undefined],
  ['a hidden one', ended, [newer({ state: 'shelved' })], undefined],
])('%s', (_name, alarm, alarms, id) => {
  expect(newerOccurrence(alarm, alarms)?.id).toBe(id)
})
