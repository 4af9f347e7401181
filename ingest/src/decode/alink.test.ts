import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAlink } from './alink.ts'
import { ARRIVED_AT, tellPayload } from './tell-payload.ts'

const TOPIC = '/sys/pk1/dev1/thing/event/property/post'
const post = (params: unknown, more: object = {}) => ({ id: '123', version: '1.0', params, method: 'thing.event.property.post', ...more })
const tell = (payload: unknown, topic = TOPIC) => tellPayload(decodeAlink, payload, topic)
const DAY_MS = 86_400_000

describe('a property post', () => {
  it.each<[name: string, params: unknown, readings: unknown[]]>([
    ['a value', { temp: 23.6 }, [{ tag: 'dev1/temp', ts: ARRIVED_AT, value: 23.6 }]],
    ['a value with its time', { WF: { value: 23.6, time: 1_524_448_722_000 } }, [{ tag: 'dev1/WF', ts: 1_524_448_722_000, value: 23.6 }]],
    ['a value in an object without a time', { WF: { value: true } }, [{ tag: 'dev1/WF', ts: ARRIVED_AT, value: 1 }]],
    ['24 h ahead', { a: { value: 1, time: ARRIVED_AT + DAY_MS } }, [{ tag: 'dev1/a', ts: ARRIVED_AT + DAY_MS, value: 1 }]],
    ['a module', { 'gas:co': 12 }, [{ tag: 'dev1/gas:co', ts: ARRIVED_AT, value: 12 }]],
    ['no properties', {}, []],
  ])('reads %s', (_, params, readings) => {
    const told = tell(post(params))
    expect(told.readings).toEqual(readings)
    expect(told.refusals.count).toBe(0)
    expect(told.replies).toHaveLength(1)
  })

  it.each<[name: string, params: unknown, reason: string, where: string, accepted: number]>([
    ['a time more than 24 h ahead', { a: { value: 1, time: ARRIVED_AT + DAY_MS + 1 }, b: 1 }, 'future', '$.params["a"].time', 1],
    ['a time that is none', { a: { value: 1, time: 'soon' } }, 'wrong_time', '$.params["a"].time', 0],
    ['text', { Power: { value: 'on', time: 1_524_448_722_000 }, b: 1 }, 'wrong_value', '$.params["Power"].value', 1],
    ['text that reads as a number', { a: '1' }, 'wrong_value', '$.params["a"]', 0],
    ['a structure', { a: { x: 1, y: 2 } }, 'wrong_value', '$.params["a"].value', 0],
    ['null', { a: null }, 'wrong_value', '$.params["a"]', 0],
    ['a list', { a: [1] }, 'wrong_value', '$.params["a"]', 0],
  ])('refuses %s, and answers all the same', (_, params, reason, where, accepted) => {
    const { readings, refusals, replies } = tell(post(params))
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.count).toBe(1)
    expect(readings).toHaveLength(accepted)
    expect(replies.map(({ text }) => (JSON.parse(text) as { code: number }).code)).toEqual([200])
  })

  it('is answered on its reply topic, in its own words', () => {
    const [reply] = tell(post({ a: 1 }, { sys: { ack: 0 } })).replies
    expect(reply?.topic).toBe(`${TOPIC}_reply`)
    expect(JSON.parse(reply?.text ?? '')).toEqual({ code: 200, data: {}, id: '123', message: 'success', method: 'thing.event.property.post', version: '1.0' })
  })

  it.each<[name: string, more: object, id: unknown, version: unknown]>([
    ['no id and no version', { id: undefined, version: undefined }, '', '1.0'],
    ['an id that is a number', { id: 7 }, 7, '1.0'],
    ['an id of a megabyte', { id: 'x'.repeat(1_000_000) }, '', '1.0'],
    ['an id that is a list', { id: ['1'] }, '', '1.0'],
  ])('is answered with %s', (_, more, id, version) => {
    expect(JSON.parse(tell(post({}, more)).replies[0]?.text ?? '')).toMatchObject({ id, version, code: 200 })
  })

  it.each<[name: string, payload: unknown, codes: number[]]>([
    ['has no params', { id: '1' }, [460]],
    ['has params in a list', post([1]), [460]],
    ['is no object', [1], []],
    ['is no JSON: there is no id to answer', '{"id"', []],
  ])('that %s is one refusal', (_, payload, codes) => {
    const { readings, refusals, replies } = tell(payload)
    expect(readings).toEqual([])
    expect(refusals.count).toBe(1)
    expect(replies.map(({ text }) => (JSON.parse(text) as { code: number }).code)).toEqual(codes)
  })
})

it.each([
  ['raw data', '/sys/pk1/dev1/thing/model/up_raw'],
  ['our own answer', `${TOPIC}_reply`],
  ['an event', '/sys/pk1/dev1/thing/event/alarm/post'],
])('passes over %s', (_, topic) => {
  const told = tell(Buffer.from([0, 1, 2, 0xff]), topic)
  expect(told).toMatchObject({ readings: [], replies: [], refusals: { count: 0 } })
})

it.each(['pack', 'batch', 'history'])('refuses a %s post, which carries properties in another form', (kind) => {
  const told = tell(post({ properties: { a: 1 } }), `/sys/pk1/dev1/thing/event/property/${kind}/post`)
  expect(told).toMatchObject({ readings: [], replies: [], refusals: { count: 1, listed: [{ reason: 'wrong_shape' }] } })
})

it('refuses what was published to a topic without a device', () => {
  expect(tell(post({ a: 1 }), 'hazard/v1/E1/readings')).toMatchObject({ readings: [], replies: [], refusals: { listed: [{ reason: 'wrong_shape' }] } })
})

it('reads or refuses every property', () => {
  const properties = fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(fc.jsonValue(), fc.record({ value: fc.jsonValue(), time: fc.jsonValue() })))
  fc.assert(fc.property(properties, (params) => {
    const { readings, refusals } = tell(post(params))
    expect(readings.length + refusals.count).toBe(Object.keys(params).length)
  }))
})
