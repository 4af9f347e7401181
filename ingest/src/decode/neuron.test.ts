import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeNeuron } from './neuron.ts'
import { ARRIVED_AT, tellPayload } from './tell-payload.ts'

const head = { timestamp: 1_650_006_388_943, node: 'modbus', group: 'grp' }
const tell = (payload: unknown) => tellPayload(decodeNeuron, payload)
const good = (name: string, value: number, ts = head.timestamp) => ({ tag: `modbus/grp/${name}`, ts, value })
const failed = (name: string) => ({ tag: `modbus/grp/${name}`, ts: head.timestamp, value: null, quality: 'fault' })

describe('what is read', () => {
  it.each<[name: string, payload: unknown, readings: unknown[]]>([
    ['values format of the manual', { ...head, values: { tag0: 123 }, errors: { tag1: 2014 }, metas: {} }, [good('tag0', 123), failed('tag1')]],
    ['tags format of the manual', { ...head, tags: [{ name: 'tag0', value: 123 }, { name: 'tag1', error: 2014 }] }, [good('tag0', 123), failed('tag1')]],
    ['ECP format', { ...head, tags: [{ name: 'tag0', value: true, type: 1 }, { name: 'tag2', value: 0.5, type: 3 }] }, [good('tag0', 1), good('tag2', 0.5)]],
    ['no time', { node: 'modbus', group: 'grp', values: { a: 1 } }, [good('a', 1, ARRIVED_AT)]],
    ['a value beside its own error is not a value', { ...head, values: { a: 1, b: 2 }, errors: { a: 3002 } }, [good('b', 2), failed('a')]],
    ['error code 0 is success', { ...head, tags: [{ name: 'a', value: 1, error: 0 }] }, [good('a', 1)]],
    ['an error beside a value in tags format', { ...head, tags: [{ name: 'a', value: 1, error: 2014 }] }, [failed('a')]],
    ['errors alone', { ...head, errors: { a: 2014 } }, [failed('a')]],
    ['a name inherited by every object', { ...head, values: { constructor: 1 }, errors: {} }, [good('constructor', 1)]],
    ['nothing collected', { ...head, values: {}, errors: {} }, []],
    ['no tags', { ...head, tags: [] }, []],
  ])('%s', (_, payload, readings) => {
    const told = tell(payload)
    expect(told.readings).toEqual(readings)
    expect(told.refusals.count).toBe(0)
  })
})

describe('what is refused, where and why', () => {
  it.each<[name: string, payload: unknown, reason: string, where: string, accepted: number]>([
    ['not JSON', '{', 'not_json', '$', 0],
    ['a list', [], 'wrong_shape', '$', 0],
    ['no node', { group: 'g', values: { a: 1 } }, 'wrong_shape', '$.node', 0],
    ['no group', { node: 'n', values: { a: 1 } }, 'wrong_shape', '$.group', 0],
    ['neither values nor tags', head, 'wrong_shape', '$', 0],
    ['a time that is none', { ...head, timestamp: 'now', values: { a: 1 } }, 'wrong_time', '$.timestamp', 0],
    ['values in a list', { ...head, values: [1] }, 'wrong_shape', '$.values', 0],
    ['errors in a list, values beside them', { ...head, values: { a: 1 }, errors: [1] }, 'wrong_shape', '$.errors', 1],
    ['tags as an object', { ...head, tags: { a: 1 } }, 'wrong_shape', '$.tags', 0],
    ['a tag without a name', { ...head, tags: [{ name: 'a', value: 1 }, { value: 2 }] }, 'wrong_shape', '$.tags[1]', 1],
    ['none of the tags readable: one refusal', { ...head, tags: [1, 2, 3] }, 'wrong_shape', '$.tags[0]', 0],
    ['text that reads as a number', { ...head, values: { a: '1', b: 2 } }, 'wrong_value', '$.values["a"]', 1],
    ['a list as a value', { ...head, values: { a: [1, 2] } }, 'wrong_value', '$.values["a"]', 0],
    ['null without an error', { ...head, tags: [{ name: 'a', value: null }] }, 'wrong_value', '$.tags[0].value', 0],
  ])('%s', (_, payload, reason, where, accepted) => {
    const { readings, refusals } = tell(payload)
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.count).toBe(1)
    expect(readings).toHaveLength(accepted)
  })
})

it('reads or refuses every tag', () => {
  const names = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.jsonValue())
  fc.assert(fc.property(names, names, (values, codes) => {
    const errors = Object.fromEntries(Object.keys(codes).map((name, index) => [name, 1_000 + index]))
    const { readings, refusals } = tell({ ...head, values, errors })
    expect(readings.length + refusals.count).toBe(new Set([...Object.keys(values), ...Object.keys(errors)]).size)
  }))
})
