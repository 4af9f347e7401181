import { readFileSync } from 'node:fs'
import { qualities, qualityCode, qualityName } from '@hazardwatch/shared/quality'
import { createBatch } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRefusals } from '../refusals.ts'
import { decodeNativeJson, NativePart } from './native-json.ts'

const ARRIVED_AT = 1_795_402_800_000

interface ShownReading { tag: string; ts: number; value: number | null; quality?: string }

/** A registry that numbers tags as it meets them; `only` = the tags that are registered. */
const decode = (payload: string | Uint8Array, only?: readonly string[]) => {
  const names: string[] = [...(only ?? [])]
  const tags = {
    get: (tag: string) => {
      if (!names.includes(tag) && only === undefined) names.push(tag)
      const number = names.indexOf(tag)
      return number < 0 ? undefined : number
    },
  }
  const batch = createBatch(2, ARRIVED_AT)
  const refusals = createRefusals()
  decodeNativeJson(typeof payload === 'string' ? Buffer.from(payload) : payload, { batch, refusals, tags, replies: [] })
  const readings = Array.from({ length: batch.count }, (_, row): ShownReading => {
    const value = batch.value[row] ?? Number.NaN
    const quality = qualityName(batch.quality[row] ?? 0)
    const tag = names[batch.point[row] ?? -1] ?? '?'
    return { tag, ts: batch.time[row] ?? 0, value: Number.isNaN(value) ? null : value, ...(quality !== 'good' && { quality }) }
  })
  return { readings, refusals }
}

interface Story { name: string; at: number; messages: { payload: string; expect: { refused: number; readings: ShownReading[] } }[] }
const stories = JSON.parse(readFileSync(new URL('./native-stories.json', import.meta.url), 'utf8')) as Story[]

describe('the stories of the wire formats', () => {
  it.each(stories)('$name', ({ messages, at }) => {
    expect(at).toBe(ARRIVED_AT)
    for (const { payload, expect: expected } of messages) {
      const { readings, refusals } = decode(payload)
      expect(readings).toEqual(expected.readings)
      expect(refusals.count).toBe(expected.refused)
    }
  })
})

const one = (ts: number, value: number | null = 1, quality?: string): ShownReading => ({ tag: 'A', ts, value, ...(quality !== undefined && { quality }) })

describe('what is read', () => {
  it.each<[name: string, payload: string, readings: ShownReading[]]>([
    ['no readings', '{"values":{}}', []],
    ['an empty list', '[]', []],
    ['fields that are not ours', '{"ts":1795402800000,"gateway":"g1","values":{"A":1},"x":{"y":[1]}}', [one(ARRIVED_AT)]],
    ['a byte order mark', '\ufeff{"values":{"A":1}}', [one(ARRIVED_AT)]],
    ['a tag in Chinese', '{"values":{"氨浓度":1}}', [{ tag: '氨浓度', ts: ARRIVED_AT, value: 1 }]],
    ['a tag named as what every object inherits', '{"values":{"constructor":1},"quality":{}}', [{ tag: 'constructor', ts: ARRIVED_AT, value: 1 }]],
    ['__proto__ is a tag like others', '{"values":{"__proto__":1}}', [{ tag: '__proto__', ts: ARRIVED_AT, value: 1 }]],
    ['a value twice: the last one', '{"values":{"A":2,"A":1}}', [one(ARRIVED_AT)]],
    ['seconds with a fraction', '{"ts":1795402800.25,"values":{"A":1}}', [one(ARRIVED_AT + 250)]],
    ['milliseconds with a fraction', '{"ts":1795402800000.4,"values":{"A":1}}', [one(ARRIVED_AT)]],
    ['UTC', '{"ts":"2026-11-23T03:00:00.001Z","values":{"A":1}}', [one(ARRIVED_AT + 1)]],
    ['no value, with its reason', '{"values":{"A":null},"quality":{"A":"maintenance"}}', [one(ARRIVED_AT, null, 'maintenance')]],
    ['a value of bad quality keeps its value', '{"values":{"A":true},"quality":{"A":"out_of_range"}}', [one(ARRIVED_AT, 1, 'out_of_range')]],
    ['good may be said', '{"values":{"A":1},"quality":{"A":"good","B":"good"}}', [one(ARRIVED_AT)]],
    ['the largest number', `{"values":{"A":${Number.MAX_VALUE}}}`, [one(ARRIVED_AT, Number.MAX_VALUE)]],
  ])('%s', (_, payload, readings) => {
    const decoded = decode(payload)
    expect(decoded.readings).toEqual(readings)
    expect(decoded.refusals.count).toBe(0)
  })
})

describe('what is refused, where and why', () => {
  it.each<[name: string, payload: string, reason: string, where: string, accepted: number]>([
    ['nothing at all', '', 'not_json', '$', 0],
    ['a number', '12', 'wrong_shape', '$', 0],
    ['null', 'null', 'wrong_shape', '$', 0],
    ['a list of numbers is one refusal', '[1,2,3]', 'wrong_shape', '$[0]', 0],
    ['a list in a list', '[[]]', 'wrong_shape', '$[0]', 0],
    ['no values', '{"ts":1795402800000}', 'wrong_shape', '$.values', 0],
    ['values in a list', '{"values":[1]}', 'wrong_shape', '$.values', 0],
    ['quality as a text', '{"values":{"A":1},"quality":"good"}', 'wrong_shape', '$.quality', 0],
    ['quality null', '{"values":{"A":1},"quality":null}', 'wrong_shape', '$.quality', 0],
    ['values hidden in a prototype', '{"__proto__":{"values":{"A":1}}}', 'wrong_shape', '$.values', 0],
    ['one part of two', '[{"values":{"A":1}},7]', 'wrong_shape', '$[1]', 1],
    ['a time without zone', '{"ts":"2026-11-23 11:00:00","values":{"A":1,"B":2}}', 'wrong_time', '$.ts', 0],
    ['a day that does not exist', '{"ts":"2026-02-30T00:00:00Z","values":{"A":1}}', 'wrong_time', '$.ts', 0],
    ['a clock that was never set', '{"ts":86400000,"values":{"A":1}}', 'wrong_time', '$.ts', 0],
    ['a time beyond all calendars', '{"ts":1e300,"values":{"A":1}}', 'wrong_time', '$.ts', 0],
    ['time null', '{"ts":null,"values":{"A":1}}', 'wrong_time', '$.ts', 0],
    ['a time of one part', '[{"values":{"A":1}},{"ts":"x","values":{"A":2,"B":2}}]', 'wrong_time', '$[1].ts', 1],
    ['text', '{"values":{"A":"12.5","B":1}}', 'wrong_value', '$.values["A"]', 1],
    ['more than a number can hold', '{"values":{"A":1e999}}', 'wrong_value', '$.values["A"]', 0],
    ['an object', '{"values":{"A":{"value":1}}}', 'wrong_value', '$.values["A"]', 0],
    ['null without a quality', '{"values":{"A":null}}', 'wrong_value', '$.values["A"]', 0],
    ['null that is called good', '{"values":{"A":null},"quality":{"A":"good"}}', 'wrong_value', '$.values["A"]', 0],
    ['text with a quality', '{"values":{"A":"-"},"quality":{"A":"fault"}}', 'wrong_value', '$.values["A"]', 0],
    ['a quality unknown', '{"values":{"A":1},"quality":{"A":"bad"}}', 'wrong_quality', '$.quality["A"]', 0],
    ['a quality as a number', '{"values":{"A":1},"quality":{"A":192}}', 'wrong_quality', '$.quality["A"]', 0],
    ['a fault without a value', '{"values":{},"quality":{"A":"fault"}}', 'wrong_quality', '$.quality["A"]', 0],
    ['a point that is not registered', '[{"values":{"A":1,"Z\\"":1}}]', 'unknown_point', '$[0].values["Z\\""]', 1],
  ])('%s', (_, payload, reason, where, accepted) => {
    const { readings, refusals } = decode(payload, ['A', 'B'])
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.count).toBe(1)
    expect(refusals.listed[0]?.detail).not.toBe('')
    expect(readings).toHaveLength(accepted)
  })

  it('counts exactly and describes the first hundred', () => {
    const values = Object.fromEntries(Array.from({ length: 1_000 }, (_, k) => [`T${k}`, 'text']))
    const { refusals } = decode(JSON.stringify({ values }))
    expect(refusals.count).toBe(1_000)
    expect(refusals.byReason).toEqual({ wrong_value: 1_000 })
    expect(refusals.listed).toHaveLength(100)
  })

  it('counts unreadable parts beyond the hundred it describes', () => {
    const { readings, refusals } = decode(JSON.stringify([{ values: { A: 1 } }, ...Array.from({ length: 500 }, () => 0)]))
    expect(readings).toHaveLength(1)
    expect(refusals.count).toBe(500)
    expect(refusals.listed).toHaveLength(100)
  })

  it('takes 100,000 readings of a message and refuses the others', () => {
    const values = Object.fromEntries(Array.from({ length: 1_000 }, (_, k) => [`T${k}`, k]))
    const { readings, refusals } = decode(JSON.stringify(Array.from({ length: 101 }, (_, k) => ({ ts: ARRIVED_AT + k, values }))))
    expect(readings).toHaveLength(100_000)
    expect(refusals.byReason).toEqual({ too_large: 1_000 })
  })

  it('cuts the sender\'s own text short', () => {
    const { refusals } = decode(JSON.stringify({ values: { ['x'.repeat(100_000)]: 1 } }), [])
    expect(JSON.stringify(refusals.listed).length).toBeLessThan(1_000)
  })
})

const tagArbitrary = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', '0', ''), fc.string({ unit: 'grapheme', maxLength: 12 }))
const numberArbitrary = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)

describe('whatever comes', () => {
  it('is never a throw, and every value of a readable part is either read or refused', () => {
    const partArbitrary = fc.record({ values: fc.dictionary(tagArbitrary, fc.jsonValue()) })
    fc.assert(fc.property(fc.array(partArbitrary), (parts) => {
      const text = JSON.stringify(parts)
      const { readings, refusals } = decode(text)
      const sent = (JSON.parse(text) as { values: object }[]).reduce((sum, part) => sum + Object.keys(part.values).length, 0)
      expect(readings.length + refusals.count).toBe(sent)
    }))
  })

  it('any JSON value: read, or refused with a reason and a place', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const { readings, refusals } = decode(JSON.stringify(value))
      expect(refusals.listed.every((rejection) => rejection.where.startsWith('$') && rejection.detail !== '')).toBe(true)
      expect(readings.every((reading) => reading.value === null || Number.isFinite(reading.value))).toBe(true)
    }))
  })

  it('what the schema accepts is read as it was sent', () => {
    const reading = fc.record({ value: numberArbitrary, quality: fc.constantFrom(...qualities) })
    fc.assert(fc.property(fc.dictionary(tagArbitrary.filter((tag) => tag !== '__proto__'), reading), fc.integer({ min: 1e10, max: 4e12 }), (sent, ts) => {
      const entries = Object.entries(sent)
      const values = Object.fromEntries(entries.map(([tag, { value }]) => [tag, value]))
      const message = { ts, values, quality: Object.fromEntries(entries.map(([tag, { quality }]) => [tag, quality])) }
      expect(NativePart.safeParse(message).success).toBe(true)
      const { readings, refusals } = decode(JSON.stringify(message))
      expect(refusals.count).toBe(0)
      // JSON writes -0 as 0.
      const read = readings.map(({ tag, ts: at, value, quality }) => [tag, at, value, quality ?? 'good'])
      expect(read).toEqual(entries.map(([tag, { value, quality }]) => [tag, ts, value + 0, quality]))
    }))
  })

  it('random bytes, and good messages cut short or with a byte changed', () => {
    const good = Buffer.from('[{"ts":1795402800000,"values":{"A":1.5,"氨":true},"quality":{"A":"fault"}},{"values":{"B":null}}]')
    const damaged = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255), length: fc.nat(good.length) }).map(({ at, byte, length }) => {
      const bytes = Uint8Array.from(good)
      bytes[at] = byte
      return bytes.subarray(0, length)
    })
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
      const { readings, refusals } = decode(bytes)
      expect(readings.length + refusals.count).toBeGreaterThanOrEqual(bytes.length === 0 ? 1 : 0)
      expect(readings.every((reading) => qualityCode(reading.quality ?? 'good') !== undefined)).toBe(true)
    }), { numRuns: 500 })
  })
})
