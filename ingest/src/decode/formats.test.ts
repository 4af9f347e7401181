import { readFileSync } from 'node:fs'
import { createBatch } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRefusals } from '../refusals.ts'
import { READINGS_MAX, type DecodeTarget } from './decode-target.ts'
import { formatNames, formats, type FormatName } from './formats.ts'
import { PAYLOAD_MAX_BYTES } from './read-json.ts'
import { ARRIVED_AT } from './tell-payload.ts'

interface Message { topic: string; payload?: string; payloadBase64?: string }
const stories = JSON.parse(readFileSync(new URL('../../stories/messages.json', import.meta.url), 'utf8')) as { format: FormatName; messages: Message[] }[]
const bytesOf = ({ payload, payloadBase64 }: Message): Buffer => (payloadBase64 === undefined ? Buffer.from(payload ?? '') : Buffer.from(payloadBase64, 'base64'))
const samplesOf = (format: FormatName) => stories.filter((story) => story.format === format).flatMap((story) => story.messages)

const createTarget = (): DecodeTarget => ({ batch: createBatch(4, ARRIVED_AT), refusals: createRefusals(), tags: { get: (tag) => tag.length }, replies: [] })

/** What must hold of any message: what was not read is counted and described within bounds, and what was read is a reading. */
const faultsOf = ({ batch, refusals }: DecodeTarget): string[] => {
  const counted = Object.values(refusals.byReason).reduce((sum, count) => sum + count, 0)
  const described = refusals.listed.every(({ where, detail, detailZh = '' }) => where !== '' && where.length <= 200 && detail !== '' && detail.length <= 200 && detailZh.length <= 200)
  const faults = [
    counted !== refusals.count && 'the reasons do not add up',
    refusals.listed.length !== Math.min(100, refusals.count) && 'the first hundred refusals are not described',
    !described && 'a description is empty or too long',
    refusals.listed.some(({ detail, detailZh = '' }) => detailZh === detail || !/\p{Script=Han}/u.test(detailZh)) && 'a description is not in Chinese',
    batch.count > READINGS_MAX && 'too many readings',
  ]
  for (let row = 0; row < batch.count; row++) {
    const value = batch.value[row] ?? Number.POSITIVE_INFINITY
    const whole = Number.isFinite(value) || (Number.isNaN(value) && batch.quality[row] !== 0)
    if (!whole) faults.push(`row ${row} has neither a value nor a reason`)
    if (!Number.isSafeInteger(batch.time[row])) faults.push(`row ${row} has no time`)
  }
  return faults.filter((fault) => fault !== false)
}

it('there is a story of every format', () => {
  expect(formatNames.filter((format) => samplesOf(format).length === 0)).toEqual([])
})

describe.each(formatNames)('%s, whatever comes', (format) => {
  const samples = samplesOf(format)
  const topics = fc.oneof(fc.constantFrom(...samples.map(({ topic }) => topic)), fc.string())

  it('any JSON', () => {
    fc.assert(fc.property(topics, fc.jsonValue(), (topic, value) => {
      const into = createTarget()
      formats[format]()(topic, Buffer.from(JSON.stringify(value)), into)
      expect(faultsOf(into)).toEqual([])
    }))
  })

  it('any bytes', () => {
    fc.assert(fc.property(topics, fc.uint8Array({ maxLength: 300 }), (topic, bytes) => {
      const into = createTarget()
      formats[format]()(topic, bytes, into)
      expect(faultsOf(into)).toEqual([])
    }))
  })

  it('good messages cut short, damaged or grown, in one session', () => {
    const token = fc.constantFrom('null', '[', '{', '""', '1e999', '-9999').map((text) => Buffer.from(text))
    const insert = fc.oneof(fc.uint8Array({ maxLength: 6 }), token)
    const damaged = fc.record({ sample: fc.constantFrom(...samples), at: fc.nat(), insert, cut: fc.nat(), drop: fc.nat(5) })
    fc.assert(fc.property(fc.array(damaged, { maxLength: 6 }), (changes) => {
      const decode = formats[format]()
      for (const { sample, at, insert, cut, drop } of changes) {
        const good = bytesOf(sample)
        const place = at % (good.length + 1)
        const bytes = Buffer.concat([good.subarray(0, place), insert, good.subarray(place + drop)])
        const into = createTarget()
        decode(sample.topic, cut % 3 === 0 ? bytes.subarray(0, cut % (bytes.length + 1)) : bytes, into)
        expect(faultsOf(into)).toEqual([])
      }
    }), { numRuns: 300 })
  })

  const part = '{"values":{"A":1},"data":[{"id":"A","v":1}],"sn":"1","node":"n","group":"g","params":{"a":1}},'
  it.each<[name: string, payload: () => Buffer]>([
    ['more than 10 MB', () => Buffer.alloc(PAYLOAD_MAX_BYTES + 1, 0x20)],
    ['10 MB of opening brackets', () => Buffer.alloc(PAYLOAD_MAX_BYTES, 0x5b)],
    ['10 MB of objects in objects', () => Buffer.alloc(PAYLOAD_MAX_BYTES, '{"a":')],
    ['half a million unreadable parts', () => Buffer.from(`[${'0,'.repeat(500_000)}0]`)],
    ['2 MB of parts', () => Buffer.from(`[${part.repeat(20_000).slice(0, -1)}]`)],
    ['10 MB of zeros', () => Buffer.alloc(PAYLOAD_MAX_BYTES)],
  ])('%s', (_, payload) => {
    const into = createTarget()
    const { topic } = samples[0] ?? { topic: '' }
    formats[format]()(topic, payload(), into)
    expect(faultsOf(into)).toEqual([])
    expect(into.replies.length).toBeLessThanOrEqual(1)
  }, 30_000)
})

describe('more readings than a message may hold', () => {
  const COUNT = READINGS_MAX + 10
  const keys = Object.fromEntries(Array.from({ length: COUNT }, (_, index) => [`k${index}`, 1]))
  const entries = Array.from({ length: COUNT }, (_, index) => ({ id: `k${index}`, name: `k${index}`, v: 1, value: 1 }))

  it.each<[format: FormatName, payload: unknown]>([
    ['neuron', { node: 'n', group: 'g', values: keys }],
    ['neuron', { node: 'n', group: 'g', tags: entries }],
    ['thingsboard-device', keys],
    ['thingsboard-gateway', { D: [keys] }],
    ['alink', { id: '1', params: keys }],
    ['dtu', { sn: 'S', data: entries }],
  ])('%s: the first 100,000 are read, the others refused', (format, payload) => {
    const into = createTarget()
    formats[format]()(samplesOf(format)[0]?.topic ?? '', Buffer.from(JSON.stringify(payload)), into)
    expect(into.batch.count).toBe(READINGS_MAX)
    expect(into.refusals.byReason).toEqual({ too_large: 10 })
  })
})
