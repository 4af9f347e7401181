import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ARRIVED_AT, tellPayload } from './tell-payload.ts'
import { decodeThingsboardDevice } from './thingsboard-device.ts'
import { decodeThingsboardGateway } from './thingsboard-gateway.ts'

const device = (payload: unknown) => tellPayload(decodeThingsboardDevice, payload)
const gateway = (payload: unknown) => tellPayload(decodeThingsboardGateway, payload)
const at = (tag: string, value: number, ts = ARRIVED_AT) => ({ tag, ts, value })
const TS = 1_451_649_600_512

describe('a device', () => {
  it.each<[name: string, payload: unknown, readings: unknown[]]>([
    ['keys and values of the manual', { temperature: 22.5, humidity: 61 }, [at('temperature', 22.5), at('humidity', 61)]],
    ['with its own time', { ts: TS, values: { temperature: 22.5 } }, [at('temperature', 22.5, TS)]],
    ['a list with times', [{ ts: TS, values: { t: 1 } }, { ts: TS + 1_000, values: { t: 2 } }], [at('t', 1, TS), at('t', 2, TS + 1_000)]],
    ['a list of plain keys', [{ a: 1 }, { b: 2 }], [at('a', 1), at('b', 2)]],
    ['values without a time', { values: { a: 1 } }, [at('a', 1)]],
    ['text that reads as a number', { a: '12.5', b: ' -3e2 ', c: '.5', d: '+1' }, [at('a', 12.5), at('b', -300), at('c', 0.5), at('d', 1)]],
    ['yes and no', { a: true, b: false }, [at('a', 1), at('b', 0)]],
    ['a key called ts', { ts: 5, a: 1 }, [at('ts', 5), at('a', 1)]],
    ['a key called values', { values: 5 }, [at('values', 5)]],
    ['nothing', {}, []],
    ['an empty list', [], []],
  ])('reads %s', (_, payload, readings) => {
    const told = device(payload)
    expect(told.readings).toEqual(readings)
    expect(told.refusals.count).toBe(0)
  })

  it.each<[name: string, payload: unknown, reason: string, where: string, accepted: number]>([
    ['a number', 5, 'wrong_shape', '$', 0],
    ['a list none of which can be read: once', [1, 'a', null], 'wrong_shape', '$[0]', 0],
    ['one element of two', [{ a: 1 }, 7], 'wrong_shape', '$[1]', 1],
    ['values in a list', { ts: TS, values: [1] }, 'wrong_shape', '$.values', 0],
    ['a time without a zone', [{ ts: '2026-11-23 11:00:00', values: { a: 1 } }, { b: 1 }], 'wrong_time', '$[0].ts', 1],
    ['text', { a: 'open', b: 1 }, 'wrong_value', '$["a"]', 1],
    ['empty text', { a: '' }, 'wrong_value', '$["a"]', 0],
    ['text in hexadecimal', { a: '0x1F' }, 'wrong_value', '$["a"]', 0],
    ['text of infinity', { a: 'Infinity' }, 'wrong_value', '$["a"]', 0],
    ['null', { ts: TS, values: { a: null, b: 1 } }, 'wrong_value', '$.values["a"]', 1],
    ['an object', { a: { b: 1 } }, 'wrong_value', '$["a"]', 0],
  ])('refuses %s', (_, payload, reason, where, accepted) => {
    const { readings, refusals } = device(payload)
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.count).toBe(1)
    expect(readings).toHaveLength(accepted)
  })

  it('reads or refuses every key', () => {
    const keys = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue())
    fc.assert(fc.property(fc.array(fc.record({ ts: fc.constant(TS), values: keys })), (elements) => {
      const { readings, refusals } = device(elements)
      expect(readings.length + refusals.count).toBe(elements.reduce((sum, { values }) => sum + Object.keys(values).length, 0))
    }))
  })
})

describe('a gateway', () => {
  it.each<[name: string, payload: unknown, readings: unknown[]]>([
    ['the devices of the manual', {
      'Device A': [{ ts: TS, values: { temperature: 42, humidity: 80 } }, { ts: TS + 1_000, values: { temperature: 43 } }],
      'Device B': [{ ts: TS, values: { temperature: '42' } }],
    }, [
      at('Device A/temperature', 42, TS), at('Device A/humidity', 80, TS), at('Device A/temperature', 43, TS + 1_000), at('Device B/temperature', 42, TS),
    ]],
    ['a device without a list', { A: { ts: TS, values: { t: 1 } } }, [at('A/t', 1, TS)]],
    ['no time', { A: [{ values: { t: 1 } }, { t: 2 }] }, [at('A/t', 1), at('A/t', 2)]],
    ['no devices', {}, []],
    ['a device with nothing to say', { A: [] }, []],
  ])('reads %s', (_, payload, readings) => {
    const told = gateway(payload)
    expect(told.readings).toEqual(readings)
    expect(told.refusals.count).toBe(0)
  })

  it.each<[name: string, payload: unknown, reason: string, where: string, accepted: number]>([
    ['not JSON', 'A', 'not_json', '$', 0],
    ['a list', [{ t: 1 }], 'wrong_shape', '$', 0],
    ['devices none of which can be read: once', { device: 'A', type: 'x' }, 'wrong_shape', '$["device"]', 0],
    ['one device of two', { A: 1, B: [{ t: 1 }] }, 'wrong_shape', '$["A"]', 1],
    ['one element of two', { A: [{ ts: 'x', values: { t: 1 } }, { t: 1 }] }, 'wrong_time', '$["A"][0].ts', 1],
    ['one value of two', { A: [{ ts: TS, values: { t: 'x', u: 1 } }] }, 'wrong_value', '$["A"][0].values["t"]', 1],
  ])('refuses %s', (_, payload, reason, where, accepted) => {
    const { readings, refusals } = gateway(payload)
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.count).toBe(1)
    expect(readings).toHaveLength(accepted)
  })

  it('counts each unreadable part under its own reason, also beyond those it describes', () => {
    const bad = [...Array.from({ length: 150 }, () => 0), ...Array.from({ length: 50 }, () => ({ ts: 'x', values: {} })), { t: 1 }]
    const { readings, refusals } = gateway({ A: bad })
    expect(readings).toHaveLength(1)
    expect(refusals.byReason).toEqual({ wrong_shape: 150, wrong_time: 50 })
    expect(refusals.count).toBe(200)
    expect(refusals.listed).toHaveLength(100)
  })
})
