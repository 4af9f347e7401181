import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeDtu } from './dtu.ts'
import { ARRIVED_AT, tellPayload } from './tell-payload.ts'

const report = (data: unknown, more: object = {}) => ({ sn: 'S1', time: '2026-11-23 11:00:00', data, ...more })
const tell = (payload: unknown) => tellPayload(decodeDtu, payload)
const one = (value: number | null, quality?: string, ts = ARRIVED_AT) => ({ tag: 'S1/A', ts, value, ...(quality !== undefined && { quality }) })

describe('what is read', () => {
  it.each<[name: string, v: unknown, reading: unknown]>([
    ['a number', 3, one(3)],
    ['a number as text', '12.5', one(12.5)],
    ['a padded number as text', '  -0.50 ', one(-0.5)],
    ['yes', true, one(1)],
    ['-9999', -9999, one(null, 'fault')],
    ['-9999 as text', '-9999', one(null, 'fault')],
    ['-9999.00 as text', '-9999.00', one(null, 'fault')],
    ['empty text', '', one(null, 'fault')],
    ['blanks', '  ', one(null, 'fault')],
  ])('%s', (_, v, reading) => {
    const told = tell(report([{ id: 'A', v }]))
    expect(told.readings).toEqual([reading])
    expect(told.refusals.count).toBe(0)
  })

  it.each<[name: string, entry: object, reading: unknown]>([
    ['a flag of HJ 212', { v: 1, q: 'C' }, one(1, 'calibration')],
    ['flag N', { v: 1, q: 'N' }, one(1)],
    ['a quality by its name', { v: 1, q: 'maintenance' }, one(1, 'maintenance')],
    ['192', { v: 1, q: 192 }, one(1)],
    ['empty', { v: 1, q: '' }, one(1)],
    ['no value, and the reason', { v: '', q: 'M' }, one(null, 'maintenance')],
    ['null, and the reason', { v: null, q: 'F' }, one(null, 'stopped')],
    ['no value although it is called good', { v: '-9999', q: 'N' }, one(null, 'fault')],
  ])('q: %s', (_, entry, reading) => {
    expect(tell(report([{ id: 'A', ...entry }])).readings).toEqual([reading])
  })

  it.each<[name: string, time: unknown, ts: number]>([
    ['none', undefined, ARRIVED_AT],
    ['with a zone', '2026-11-23T03:00:01Z', ARRIVED_AT + 1_000],
    ['epoch ms', ARRIVED_AT + 5, ARRIVED_AT + 5],
    ['seconds as text', '1795402801', ARRIVED_AT + 1_000],
    ['without separators', '20261123110002', ARRIVED_AT + 2_000],
  ])('time: %s', (_, time, ts) => {
    expect(tell(report([{ id: 'A', v: 1 }], { time })).readings).toEqual([one(1, undefined, ts)])
  })

  it('a list of reports, in their order', () => {
    const told = tell([report([{ id: 'A', v: 2 }], { time: '2026-11-23 11:00:01' }), report([{ id: 'A', v: 1 }]), report([])])
    expect(told.readings).toEqual([one(2, undefined, ARRIVED_AT + 1_000), one(1)])
    expect(told.refusals.count).toBe(0)
  })

  it('numbers in place of names', () => {
    expect(tell({ sn: 17, data: [{ id: 4, v: 1 }] }).readings).toEqual([{ tag: '17/4', ts: ARRIVED_AT, value: 1 }])
  })
})

describe('what is refused, where and why', () => {
  it.each<[name: string, payload: unknown, reason: string, where: string, accepted: number]>([
    ['not JSON', 'S1,12.5', 'not_json', '$', 0],
    ['no serial number', { data: [{ id: 'A', v: 1 }] }, 'wrong_shape', '$', 0],
    ['no data', { sn: 'S1' }, 'wrong_shape', '$', 0],
    ['a time that does not exist', report([{ id: 'A', v: 1 }], { time: '2026-02-30 00:00:00' }), 'wrong_time', '$.time', 0],
    ['one report of two', [report([{ id: 'A', v: 1 }]), 5], 'wrong_shape', '$[1]', 1],
    ['entries none of which can be read: once', report([1, {}, null]), 'wrong_shape', '$.data[0]', 0],
    ['one entry of two', report([{ v: 1 }, { id: 'A', v: 1 }]), 'wrong_shape', '$.data[0]', 1],
    ['text that is no number', report([{ id: 'B', v: '--' }, { id: 'A', v: 1 }]), 'wrong_value', '$.data[0].v', 1],
    ['null without a reason', report([{ id: 'A', v: null }]), 'wrong_value', '$.data[0].v', 0],
    ['no value at all', report([{ id: 'A' }]), 'wrong_value', '$.data[0].v', 0],
    ['a quality that may mean anything', report([{ id: 'A', v: 1, q: 0 }]), 'wrong_quality', '$.data[0].q', 0],
  ])('%s', (_, payload, reason, where, accepted) => {
    const { readings, refusals } = tell(payload)
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.count).toBe(1)
    expect(readings).toHaveLength(accepted)
  })
})

it('reads or refuses every entry, and never a value that was not sent', () => {
  const entries = fc.array(fc.record({ id: fc.string({ minLength: 1, maxLength: 5 }), v: fc.oneof(fc.double(), fc.double().map(String), fc.jsonValue()) }))
  fc.assert(fc.property(entries, (data) => {
    const { readings, refusals } = tell(report(data))
    expect(readings.length + refusals.count).toBe(data.length)
    const sent = new Set(data.map(({ v }) => (typeof v === 'boolean' || typeof v === 'string' ? Number(v) : v)))
    expect(readings.every(({ value }) => value === null || sent.has(value))).toBe(true)
  }))
})
