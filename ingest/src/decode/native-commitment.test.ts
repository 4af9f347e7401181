import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeNativeCommitment } from './native-commitment.ts'
import { tellEvents } from './tell-events.ts'
import { ARRIVED_AT } from './tell-payload.ts'

const tell = (payload: unknown) => tellEvents(decodeNativeCommitment, payload)
const DAY = 86_400_000

describe('what is read', () => {
  it('the least: who commits, for the day of its arrival in China', () => {
    expect(tell({ principal: ' 王厂长 ' }).events).toEqual([{
      kind: 'commitment', enterprise: 'E1', at: '2026-11-23T03:00:00.000Z', receivedAt: '2026-11-23T03:00:00.000Z', date: '2026-11-23', principal: '王厂长', units: null, works: {},
      startupOrShutdown: null, trialProduction: null, contractors: null, changes: null, tankFarmSafe: null, warehouseSafe: null, statement: null,
    }])
  })

  it.each<[name: string, payload: object, event: object]>([
    ['the day in China, not in Greenwich', { ts: '2026-11-22T16:30:00Z' }, { date: '2026-11-23' }],
    ['the day that is said', { date: '2026-11-20' }, { date: '2026-11-20' }],
    ['tomorrow', { date: '2026-11-24' }, { date: '2026-11-24' }],
    ['units', { units: { total: 3, running: 2, stopped: 1 } }, { units: { total: 3, running: 2, stopped: 1, maintenance: 0 } }],
    ['works', { works: { hot_work: { first: 2 }, confined_space: 1 } }, { works: { hot_work: { special: 0, first: 2, second: 0 }, confined_space: 1 } }],
    ['yes and no', { contractors: true, tankFarmSafe: false }, { contractors: true, tankFarmSafe: false }],
  ])('%s', (_, more, event) => {
    const { events, refusals } = tell({ principal: 'w', ...more })
    expect(events).toMatchObject([event])
    expect(refusals.count).toBe(0)
  })
})

describe('what is refused, where and why', () => {
  it.each<[name: string, payload: unknown, reason: string, where: string]>([
    ['nobody commits', {}, 'wrong_shape', '$.principal'],
    ['an empty name', { principal: ' ' }, 'wrong_value', '$.principal'],
    ['a day that does not exist', { principal: 'w', date: '2026-02-30' }, 'wrong_time', '$.date'],
    ['a day as a number', { principal: 'w', date: 20261123 }, 'wrong_time', '$.date'],
    ['a stock of commitments', { principal: 'w', date: '2026-11-25' }, 'future', '$.date'],
    ['more units than there are', { principal: 'w', units: { total: 2, running: 2, stopped: 1 } }, 'wrong_value', '$.units.total'],
    ['half a unit', { principal: 'w', units: { total: 2, running: 1.5 } }, 'wrong_value', '$.units.running'],
    ['a count as text', { principal: 'w', works: { lifting: '1' } }, 'wrong_value', '$.works.lifting'],
    ['yes as text', { principal: 'w', changes: 'no' }, 'wrong_value', '$.changes'],
    ['a time ahead', { principal: 'w', ts: ARRIVED_AT + DAY }, 'future', '$.ts'],
  ])('%s', (_, payload, reason, where) => {
    const { events, refusals } = tell(payload)
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect([refusals.count, events.length]).toEqual([1, 0])
  })
})

it('any JSON value: read, or refused with a reason and a place', () => {
  const part = fc.record({ principal: fc.oneof(fc.jsonValue(), fc.constant('w')), date: fc.jsonValue(), works: fc.jsonValue(), units: fc.jsonValue() }, { requiredKeys: [] })
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), part), (value) => {
    const { events, refusals } = tell(JSON.stringify(value))
    expect(events.length + refusals.count).toBeGreaterThanOrEqual(1)
    expect(refusals.listed.every(({ where, detail }) => where.startsWith('$') && detail !== '')).toBe(true)
  }))
})
