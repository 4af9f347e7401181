import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeWith, publishPayload, type Published, type PublishedMetric } from './publish-payload.ts'
import { createSparkplugHost } from './sparkplug-host.ts'

const AT = 1_795_402_800_000
const DOUBLE = 10
const DAMAGE_RUNS = 600

describe('round trip through an encoder that is not ours', () => {
  const signed = (bits: number) => fc.bigInt(-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n)
  const unsigned = (bits: number) => fc.bigInt(0n, 2n ** BigInt(bits) - 1n)
  const wide = (datatype: number, values: fc.Arbitrary<bigint>) =>
    values.map((value) => ({ datatype, wire: { long_value: BigInt.asUintN(64, value).toString() }, value: Number(value) }))
  const narrow = (datatype: number, values: fc.Arbitrary<bigint>) =>
    values.map((value) => ({ datatype, wire: { int_value: Number(BigInt.asUintN(32, value)) }, value: Number(value) }))
  const number = fc.oneof(
    narrow(1, signed(8)), narrow(2, signed(16)), narrow(3, signed(32)), wide(4, signed(64)),
    narrow(5, unsigned(8)), narrow(6, unsigned(16)), narrow(7, unsigned(32)), wide(8, unsigned(64)),
    fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ datatype: 9, wire: { float_value: value }, value })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ datatype: 10, wire: { double_value: value }, value })),
    fc.boolean().map((value) => ({ datatype: 11, wire: { boolean_value: value }, value: Number(value) })),
  )
  const metric = fc.record({
    number, time: fc.integer({ min: 1e10, max: 8.64e15 }), alias: fc.bigInt(0n, 2n ** 64n - 1n), historical: fc.boolean(),
    quality: fc.constantFrom(undefined, 192, 0, 500), name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  })
  const metrics = fc.uniqueArray(metric, { selector: ({ alias }) => alias, maxLength: 12 })

  it('gives name, time, value, quality and history of every metric, by name and by alias', () => {
    fc.assert(fc.property(metrics, (entries) => {
      const host = createSparkplugHost()
      const expected = entries.map(({ number, time, quality, historical, name }, index) => ({
        tag: `D/${index}/${name}`, ts: time, value: number.value,
        ...((quality === 0 || quality === 500) && { quality: 'fault' }), ...(historical && { historical: true }),
      }))
      const data = entries.map(({ number, time, quality, historical, alias }): PublishedMetric => ({
        ...number.wire, alias: alias.toString(), timestamp: time, is_historical: historical,
        ...(quality !== undefined && { properties: { keys: ['Quality'], values: [{ type: 3, int_value: quality }] } }),
      }))
      const born = entries.map(({ name, number }, index): PublishedMetric => ({ ...data[index], name: `${index}/${name}`, datatype: number.datatype }))
      decodeWith(host, 'spBv1.0/G/NBIRTH/E', publishPayload({ timestamp: AT, seq: 0 }), AT)
      const birth = decodeWith(host, 'spBv1.0/G/DBIRTH/E/D', publishPayload({ timestamp: AT, seq: 1, metrics: born }), AT)
      expect(birth).toMatchObject({ readings: expected, replies: [] })
      const { readings, refusals, replies } = decodeWith(host, 'spBv1.0/G/DDATA/E/D', publishPayload({ timestamp: AT, seq: 2, metrics: data }), AT)
      expect(readings).toEqual(expected)
      expect([refusals.count, replies.length]).toEqual([0, 0])
    }))
  })
})

/** What may happen to one edge node and its two devices; `skip` messages are lost before it. */
interface Happening {
  verb: 'NBIRTH' | 'NDEATH' | 'DBIRTH' | 'DDEATH' | 'NDATA' | 'DDATA'
  bdSeq: number
  device: 'D1' | 'D2'
  skip: number
}

/** The rules in their plainest form, without aliases, bytes or bounds. All messages bear the same time, so no birth is ever an answer. */
const createModel = () => {
  let open: number | undefined
  let deaths: number[] = []
  let devices = new Set<string>()
  let gaps = 0
  const take = ({ verb, bdSeq, device, skip }: Happening): 'read' | 'refused' | 'nothing' => {
    if (verb === 'NBIRTH') {
      if (deaths.includes(bdSeq)) return 'refused'
      open = bdSeq
      devices = new Set()
      return 'read'
    }
    if (verb === 'NDEATH') {
      if (!deaths.includes(bdSeq)) deaths = [...deaths, bdSeq].slice(-8)
      if (open === bdSeq) open = undefined
      return 'nothing'
    }
    if (open === undefined) return 'refused'
    if (skip > 0) gaps++
    if (verb === 'DBIRTH') devices.add(device)
    if (verb === 'DDEATH') devices.delete(device)
    if (verb === 'DDEATH') return 'nothing'
    return verb === 'DDATA' && !devices.has(device) ? 'refused' : 'read'
  }
  return { take, online: () => open !== undefined, gaps: () => gaps }
}

describe('random interleavings', () => {
  const happening: fc.Arbitrary<Happening> = fc.record({
    verb: fc.constantFrom('NBIRTH', 'NDEATH', 'DBIRTH', 'DDEATH', 'NDATA', 'DDATA', 'DDATA', 'DDATA'),
    bdSeq: fc.nat(11), device: fc.constantFrom('D1', 'D2'), skip: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 100 })),
  })

  it('read and refuse as the model says, ask when a birth is needed, and never too often', () => {
    fc.assert(fc.property(fc.array(happening, { maxLength: 80 }), (happenings) => {
      const host = createSparkplugHost()
      const model = createModel()
      let seq = 0
      let asked = 0
      for (const happened of happenings) {
        const { verb, device } = happened
        const gapsBefore = model.gaps()
        const expected = model.take(happened)
        // A message refused for want of a session does not move the gateway's counter that the host follows.
        if (verb === 'NBIRTH') seq = expected === 'read' ? 0 : seq
        else if (verb !== 'NDEATH' && model.online()) seq = (seq + 1 + happened.skip) & 0xff
        const topic = `spBv1.0/G/${verb}/E${verb.startsWith('D') ? `/${device}` : ''}`
        const { readings, refusals, replies } = decodeWith(host, topic, payloadOf(happened, seq), AT)
        expect([readings.length, refusals.count]).toEqual([expected === 'read' ? 1 : 0, expected === 'refused' ? 1 : 0])
        const owed = model.gaps() > gapsBefore || (expected === 'refused' && verb !== 'NBIRTH')
        expect(replies.length).toBe(owed && asked < 3 ? 1 : 0)
        asked += replies.length
        expect(host.sessions()).toMatchObject([{ online: model.online(), gaps: model.gaps(), rebirths: asked }])
      }
    }), { numRuns: 300 })
  })

  const payloadOf = ({ verb, bdSeq }: Happening, seq: number): Uint8Array => {
    const payload: Published = { timestamp: AT, seq, metrics: [] }
    if (verb.startsWith('N') && verb !== 'NDATA') payload.metrics?.push({ name: 'bdSeq', datatype: 8, long_value: bdSeq })
    if (verb.endsWith('BIRTH')) payload.metrics?.push({ name: 'level', alias: 1, datatype: DOUBLE, double_value: 1 })
    if (verb.endsWith('DATA')) payload.metrics?.push({ alias: 1, double_value: 2 })
    return publishPayload(payload)
  }
})

describe('never throws, never reads beyond its bytes', () => {
  const good = Buffer.from(publishPayload({
    timestamp: AT, seq: 1, metrics: [
      { name: 'bdSeq', datatype: 8, long_value: 1 },
      {
        name: '氨/level', alias: '18446744073709551615', timestamp: AT, datatype: DOUBLE, double_value: 1.5,
        properties: { keys: ['a', 'Quality'], values: [{ type: 12, string_value: 'x' }, { type: 3, int_value: 192 }] },
      },
      { name: 'text', datatype: 12, string_value: 'abc' }, { alias: 1, float_value: 2, is_historical: true }, { name: 'n', is_null: true },
    ],
  }))
  const damaged = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255), length: fc.nat(good.length) }).map(({ at, byte, length }) => {
    const bytes = Uint8Array.from(good)
    bytes[at] = byte
    return bytes.subarray(0, length)
  })
  const verbs = ['NBIRTH', 'DBIRTH', 'NDATA', 'DDATA', 'NDEATH', 'DDEATH']
  const known = fc.constantFrom(...verbs).map((verb) => `spBv1.0/G/${verb}/E${verb.startsWith('D') ? '/D' : ''}`)
  const topic = fc.oneof({ weight: 9, arbitrary: known }, fc.string())

  it('random bytes, and good messages cut short or with a byte changed', () => {
    const message = fc.tuple(topic, fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged))
    fc.assert(fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
      const host = createSparkplugHost()
      for (const [topic, bytes] of messages) {
        const alone = decodeWith(host, topic, bytes, AT)
        expect(alone.readings.every(({ ts }) => Number.isSafeInteger(ts))).toBe(true)
        expect(alone.refusals.listed.every(({ detail }) => detail !== '')).toBe(true)
      }
    }), { numRuns: DAMAGE_RUNS })
  })

  it('what lies around a message in its buffer changes nothing', () => {
    fc.assert(fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 60 })), fc.nat(255), (bytes, around) => {
      const buffer = new Uint8Array(bytes.length + 64).fill(around)
      buffer.set(bytes, 32)
      const whole = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', bytes, AT)
      expect(decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', buffer.subarray(32, 32 + bytes.length), AT)).toEqual(whole)
    }), { numRuns: DAMAGE_RUNS })
  })

  it('a message cut short anywhere leaves no reading, or is whole up to there', () => {
    const whole = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', good, AT).readings
    for (let length = 0; length < good.length; length++) {
      const { readings } = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', good.subarray(0, length), AT)
      expect(whole.slice(0, readings.length).map(({ tag, value }) => [tag, value])).toEqual(readings.map(({ tag, value }) => [tag, value]))
    }
  })

  it('megabytes of the smallest metrics, of nesting, and of a varint without end', () => {
    const size = 2_000_000
    const smallest = new Uint8Array(size).map((_, at) => (at % 2 === 0 ? 0x12 : 0))
    expect(decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', smallest, AT).refusals).toMatchObject({ count: size / 2 })
    // 0x12 is a metric of 18 bytes, which is no metric: each is refused.
    for (const [byte, count] of [[0x12, size / 20], [0x0b, 1], [0xff, 1], [0x80, 1]] as const) {
      const { refusals } = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', new Uint8Array(size).fill(byte), AT)
      expect(refusals.count).toBe(count)
    }
  })
})
