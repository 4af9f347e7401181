import { expect, it } from 'vitest'
import fc from 'fast-check'
import type { Alarm } from '@hazardwatch/shared/alarm'
import { priorities } from '@hazardwatch/shared/alarm-rule'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { groupRows, isGrouped, plainRows, type GroupChoice, type ListRow } from './group-alarms.ts'

const at = (minute: number): string => `2026-11-22T03:${String(minute).padStart(2, '0')}:00.000Z`
const a1 = sampleAlarm(1, { source: 'A', priority: 'yellow', raisedAt: at(1), firstOut: true, state: 'acknowledged' })
const a2 = sampleAlarm(2, { source: 'A', priority: 'red', raisedAt: at(2) })
const a3 = sampleAlarm(3, { source: 'A', priority: 'orange', raisedAt: at(3), state: 'normal' })
const b4 = sampleAlarm(4, { source: 'B', priority: 'blue', raisedAt: at(5) })
const b5 = sampleAlarm(5, { source: 'B', priority: 'yellow', raisedAt: at(4), state: 'returned_unacknowledged' })
const otherPlant = sampleAlarm(6, { enterprise: 'OTHER', source: 'A' })
const next = sampleAlarm(7, { source: 'A', priority: 'orange', raisedAt: at(7), firstOut: true })
const gone = { ...a1, state: 'normal' as const }

/** `A: worst, number of the first, count, unacknowledged`, or the number of an alarm. */
const say = (row: ListRow): string => (row.kind === 'alarm' ? `${Number(row.alarm.id)}` : `${row.group.key}: ${row.group.worst} ${Number(row.group.first.id)} ${row.group.count} ${row.group.unacknowledged}`)

it.each<[name: string, alarms: Alarm[], waiting: Alarm[], expanded: string[], rows: string[]]>([
  ['nothing', [], [], [], []],
  ['in the order of their first alarms', [b4, a2, b5, a1], [], [], ['ENT/B: yellow 5 2 2', 'ENT/A: red 1 2 1']],
  ['expanded, its alarms follow in their order', [a2, b4, a1], [], ['ENT/A'], ['ENT/A: red 1 2 1', '2', '1', 'ENT/B: blue 4 1 1']],
  ['without a first-out the earliest is named', [b4, b5], [], [], ['ENT/B: yellow 5 2 2']],
  ['of two spells the first-out of the newer', [a1, next, a2], [], [], ['ENT/A: red 7 3 2']],
  ['what waits counts, but is no row', [b4], [b5, a2], ['ENT/B'], ['ENT/B: yellow 5 2 2', '4']],
  ['an ended one keeps its row and counts no more', [a3, a1], [], ['ENT/A'], ['ENT/A: yellow 1 1 0', '3', '1']],
  ['all have ended', [gone], [], [], ['ENT/A: yellow 1 0 0']],
  ['sources of the same code of two enterprises', [a2, otherPlant], [], [], ['ENT/A: red 2 1 1', 'OTHER/A: yellow 6 1 1']],
])('groups: %s', (_name, alarms, waiting, expanded, rows) => {
  expect(groupRows(alarms, waiting, new Set(expanded)).map(say)).toEqual(rows)
})

it('loses no alarm: all of them stand once in the expanded list, and the counts of the groups add up', () => {
  const anyAlarm = fc.record({ number: fc.integer({ min: 1, max: 99 }), source: fc.constantFrom('A', 'B', 'C'), priority: fc.constantFrom(...priorities), state: fc.constantFrom('unacknowledged' as const, 'acknowledged' as const) })
  fc.assert(fc.property(fc.uniqueArray(anyAlarm, { selector: ({ number }) => number }), (list) => {
    const alarms = list.map(({ number, ...changes }) => sampleAlarm(number, changes))
    const rows = groupRows(alarms, [], new Set(['ENT/A', 'ENT/B', 'ENT/C']))
    expect(rows.flatMap((row) => (row.kind === 'alarm' ? [row.id] : [])).sort()).toEqual(alarms.map(({ id }) => id).sort())
    expect(rows.reduce((sum, row) => sum + (row.kind === 'group' ? row.group.count : 0), 0)).toBe(alarms.length)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  }))
})

it('plain rows are the alarms', () => {
  expect(plainRows([b4, a2]).map(say)).toEqual(['4', '2'])
})

it.each<[name: string, choice: GroupChoice | null, flood: string | null, grouped: boolean]>([
  ['plain by itself', null, null, false],
  ['grouped by itself in a flood', null, at(1), true],
  ['chosen', { flood: null, on: true }, null, true],
  ['refused in this flood', { flood: at(1), on: false }, at(1), false],
  ['refused in an earlier flood', { flood: at(1), on: false }, at(9), true],
  ['refused before the flood', { flood: null, on: false }, at(1), true],
  ['chosen in a flood that is over', { flood: at(1), on: true }, null, false],
])('%s', (_name, choice, flood, grouped) => {
  expect(isGrouped(choice, flood)).toBe(grouped)
})
