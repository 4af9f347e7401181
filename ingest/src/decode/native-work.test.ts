import { operatingStates, specialWorks, workGrades } from '@hazardwatch/shared/plant-event'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeNativeWork } from './native-work.ts'
import { tellEvents } from './tell-events.ts'
import { ARRIVED_AT } from './tell-payload.ts'

const tell = (payload: unknown) => tellEvents(decodeNativeWork, payload)
const AT = '2026-11-23T03:00:00.000Z'
const plain = { kind: 'work', enterprise: 'E1', at: AT, receivedAt: AT, source: 'S1', type: 'hot_work', grade: null, ticket: null, until: null }

describe('what is read', () => {
  it.each<[name: string, payload: object, event: object]>([
    ['a work', { source: 'S1', type: 'hot_work' }, plain],
    ['an operating state', { source: 'S1', type: 'shutdown' }, { ...plain, type: 'shutdown' }],
    ['until a time with a zone', { source: 'S1', type: 'hot_work', until: '2026-11-23T19:00:00+08:00' }, { ...plain, until: '2026-11-23T11:00:00.000Z' }],
    ['until null', { source: 'S1', type: 'hot_work', until: null }, plain],
    ['with its ticket', { source: 'S1', type: 'lifting', grade: 'first', ticket: 'DZ-1' }, { ...plain, type: 'lifting', grade: 'first', ticket: 'DZ-1' }],
    ['a grade in Chinese', { source: 'S1', type: 'hot_work', grade: '特级' }, { ...plain, grade: 'special' }],
    ['a grade as a number', { source: 'S1', type: 'work_at_height', grade: 4 }, { ...plain, type: 'work_at_height', grade: 'fourth' }],
  ])('%s', (_, payload, event) => {
    const { events, refusals } = tell(payload)
    expect(events).toEqual([event])
    expect(refusals.count).toBe(0)
  })

  it('each type and grade of the contract', () => {
    const works = specialWorks.flatMap((type) => workGrades.map((grade) => ({ source: 'S1', type, grade })))
    const { events, refusals } = tell([...works, ...operatingStates.map((type) => ({ source: 'S1', type }))])
    expect([events.length, refusals.count]).toEqual([8 * 5 + 4, 0])
  })
})

describe('what is refused, where and why', () => {
  const good = { source: 'S1', type: 'hot_work' }
  it.each<[name: string, payload: unknown, reason: string, where: string]>([
    ['no source', { type: 'hot_work' }, 'wrong_shape', '$.source'],
    ['a source that is not registered', { ...good, source: 'S2' }, 'unknown_source', '$.source'],
    ['no type', { source: 'S1' }, 'wrong_shape', '$.type'],
    ['a type unknown', { ...good, type: 'lunch' }, 'wrong_value', '$.type'],
    ['a grade unknown', { ...good, grade: '五级' }, 'wrong_value', '$.grade'],
    ['a grade of a state', { ...good, type: 'running', grade: 'first' }, 'wrong_value', '$.grade'],
    ['until without zone', { ...good, until: '2026-11-23 19:00' }, 'wrong_time', '$.until'],
    ['until before it began', { ...good, until: ARRIVED_AT - 1 }, 'wrong_time', '$.until'],
    ['a time ahead', { ...good, ts: ARRIVED_AT + 300_001 }, 'future', '$.ts'],
    ['text', '"x"', 'wrong_shape', '$'],
  ])('%s', (_, payload, reason, where) => {
    const { events, refusals } = tell(payload)
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect([refusals.count, events.length]).toEqual([1, 0])
  })
})

it('any JSON value: read, or refused with a reason and a place', () => {
  const part = fc.record({ source: fc.oneof(fc.jsonValue(), fc.constant('S1')), type: fc.oneof(fc.jsonValue(), fc.constantFrom(...specialWorks)), until: fc.jsonValue(), grade: fc.jsonValue() }, { requiredKeys: [] })
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), part), (value) => {
    const { events, refusals } = tell(JSON.stringify(value))
    expect(events.length + refusals.count).toBeGreaterThanOrEqual(1)
    expect(refusals.listed.every(({ where, detail }) => where.startsWith('$') && detail !== '')).toBe(true)
  }))
})
