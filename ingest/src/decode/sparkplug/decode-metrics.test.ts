import { describe, expect, it } from 'vitest'
import { decodeWith, publishPayload, type PublishedMetric } from './publish-payload.ts'
import { createSparkplugHost } from './sparkplug-host.ts'

const AT = 1_795_402_800_000
const [INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FLOAT, DOUBLE] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const
const [BOOLEAN, STRING, DATE_TIME, TEXT, UUID, DATA_SET, BYTES, FILE, TEMPLATE] = [11, 12, 13, 14, 15, 16, 17, 18, 19] as const

/** A node's birth with these metrics, and then its data. */
const decode = (born: PublishedMetric[], data?: PublishedMetric[], { timestamp = AT, only }: { timestamp?: number; only?: string[] } = {}) => {
  const host = createSparkplugHost()
  const birth = decodeWith(host, 'spBv1.0/G/NBIRTH/E', publishPayload({ timestamp, seq: 0, metrics: born }), AT + 500, only)
  if (data === undefined) return birth
  return decodeWith(host, 'spBv1.0/G/NDATA/E', publishPayload({ timestamp: timestamp && timestamp + 10, seq: 1, metrics: data }), AT + 500, only)
}

const reading = (value: number | null, ts = AT, quality?: string) => ({ tag: 'm', ts, value, ...(quality !== undefined && { quality }) })

describe('values that are numbers', () => {
  it.each<[name: string, datatype: number | undefined, wire: PublishedMetric, value: number]>([
    ['Int8', INT8, { int_value: 100 }, 100],
    ['Int8 of 32 bits', INT8, { int_value: 0xffff_ff80 }, -128],
    ['Int8 of its own width', INT8, { int_value: 0x80 }, -128],
    ['Int8 that holds more is not wrapped', INT8, { int_value: 300 }, 300],
    ['Int16 of 32 bits', INT16, { int_value: 0xffff_fffe }, -2],
    ['Int16 of its own width', INT16, { int_value: 0xfffe }, -2],
    ['Int32, the least', INT32, { int_value: 0x8000_0000 }, -2_147_483_648],
    ['Int32 in long_value', INT32, { long_value: '4294967295' }, -1],
    ['Int32 in long_value, of 64 bits', INT32, { long_value: '18446744073709551615' }, -1],
    ['Int64', INT64, { long_value: 3_000_000_000 }, 3_000_000_000],
    ['Int64, -1', INT64, { long_value: '18446744073709551615' }, -1],
    ['Int64, the least', INT64, { long_value: '9223372036854775808' }, -9_223_372_036_854_775_808],
    ['Int64 beyond 2^53 is the nearest', INT64, { long_value: '9007199254740993' }, 9_007_199_254_740_992],
    ['Int64 in int_value', INT64, { int_value: 7 }, 7],
    ['UInt8', UINT8, { int_value: 255 }, 255],
    ['UInt16', UINT16, { int_value: 65_535 }, 65_535],
    ['UInt32, the largest', UINT32, { int_value: 0xffff_ffff }, 4_294_967_295],
    ['UInt64, the largest exact', UINT64, { long_value: '9007199254740991' }, 9_007_199_254_740_991],
    ['UInt64, the largest', UINT64, { long_value: '18446744073709551615' }, 18_446_744_073_709_551_616],
    ['Float', FLOAT, { float_value: -0.75 }, -0.75],
    ['Float is what 32 bits hold', FLOAT, { float_value: 0.1 }, Math.fround(0.1)],
    ['Double', DOUBLE, { double_value: 1e-300 }, 1e-300],
    ['Double of a Float datatype', FLOAT, { double_value: 0.1 }, 0.1],
    ['true', BOOLEAN, { boolean_value: true }, 1],
    ['false', BOOLEAN, { boolean_value: false }, 0],
    ['Boolean in int_value', BOOLEAN, { int_value: 5 }, 1],
    ['DateTime', DATE_TIME, { long_value: AT }, AT],
    ['no datatype', undefined, { int_value: 7 }, 7],
  ])('%s', (_, datatype, wire, value) => {
    const metric = { name: 'm', ...(datatype !== undefined && { datatype }) }
    expect(decode([{ ...metric, ...wire }]).readings).toEqual([reading(value)])
    expect(decode([{ ...metric, alias: 4, is_null: true }], [{ alias: 4, ...wire }]).readings).toEqual([reading(value, AT + 10)])
  })
})

describe('values that are refused do not spoil their neighbours', () => {
  it.each<[name: string, metric: PublishedMetric, reason: string, detail: string]>([
    ['String', { name: 'm', datatype: STRING, string_value: '12.5' }, 'wrong_value', 'String is not a number'],
    ['Text', { name: 'm', datatype: TEXT, string_value: 'x' }, 'wrong_value', 'Text is not a number'],
    ['UUID', { name: 'm', datatype: UUID, string_value: 'x' }, 'wrong_value', 'UUID is not a number'],
    ['Bytes', { name: 'm', datatype: BYTES, bytes_value: Uint8Array.of(1) }, 'wrong_value', 'Bytes is not a number'],
    ['File', { name: 'm', datatype: FILE, bytes_value: Uint8Array.of(1) }, 'wrong_value', 'File is not a number'],
    ['DataSet', { name: 'm', datatype: DATA_SET, dataset_value: { num_of_columns: 1, columns: ['c'], types: [3] } }, 'wrong_value', 'DataSet'],
    ['Template', { name: 'm', datatype: TEMPLATE, template_value: { metrics: [{ name: 'inner', int_value: 1 }] } }, 'wrong_value', 'Template'],
    ['an array of numbers', { name: 'm', datatype: 24, bytes_value: Uint8Array.of(1, 0, 0, 0) }, 'wrong_value', 'Int32Array is not a number'],
    ['a datatype unknown', { name: 'm', datatype: 99, int_value: 1 }, 'wrong_value', 'datatype 99'],
    ['a String that is null', { name: 'm', datatype: STRING, is_null: true }, 'wrong_value', 'String'],
    ['text where a number was declared', { name: 'm', datatype: DOUBLE, string_value: '1' }, 'wrong_value', 'text is not a number'],
    ['no value', { name: 'm', datatype: DOUBLE }, 'wrong_value', 'is_null'],
    ['NaN', { name: 'm', datatype: DOUBLE, double_value: Number.NaN }, 'wrong_value', 'NaN is not a finite number'],
    ['infinity', { name: 'm', datatype: FLOAT, float_value: -Infinity }, 'wrong_value', '-Infinity'],
    ['no name', { datatype: DOUBLE, double_value: 1, alias: 7 }, 'wrong_shape', 'needs its name'],
    ['a name of 600 bytes', { name: 'n'.repeat(600), datatype: DOUBLE, double_value: 1 }, 'too_large', '512'],
    ['a clock that was never set', { name: 'm', timestamp: 86_400_000, datatype: DOUBLE, double_value: 1 }, 'wrong_time', '86400000 is no time'],
    ['a quality that is a text', { name: 'm', double_value: 1, properties: { keys: ['Quality'], values: [{ string_value: 'bad' }] } }, 'wrong_quality', '192'],
    ['a quality without its value', { name: 'm', double_value: 1, properties: { keys: ['Quality'], values: [] } }, 'wrong_quality', '192'],
    ['a point that is not registered', { name: 'z', datatype: DOUBLE, double_value: 1 }, 'unknown_point', 'register the point'],
  ])('%s', (_, metric, reason, detail) => {
    const neighbours = ['a', 'b'].map((name): PublishedMetric => ({ name, datatype: DOUBLE, double_value: 1 }))
    const { readings, refusals } = decode([neighbours[0] ?? {}, metric, neighbours[1] ?? {}], undefined, { only: ['a', 'b', 'm'] })
    expect(readings.map(({ tag }) => tag)).toEqual(['a', 'b'])
    expect(refusals.count).toBe(1)
    expect(refusals.listed).toMatchObject([{ reason, where: '$.metrics[1]' }])
    expect(refusals.listed[0]?.detail).toContain(detail)
  })

  it('a metric whose bytes are damaged', () => {
    const metrics = ['a', 'm', 'b'].map((name, index): PublishedMetric => ({ name, double_value: index }))
    const payload = Buffer.from(publishPayload({ timestamp: AT, metrics }))
    payload[payload.indexOf('m') - 1] = 0x7f
    const { readings, refusals } = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', payload, AT)
    expect(readings.map(({ value }) => value)).toEqual([0, 2])
    expect(refusals.byReason).toEqual({ wrong_shape: 1 })
  })

  it('a name that is not UTF-8', () => {
    const payload = Buffer.from(publishPayload({ timestamp: AT, metrics: [{ name: 'mm', double_value: 2 }, { name: '氨/浓度', double_value: 3 }] }))
    payload[payload.indexOf('mm')] = 0xff
    const { readings, refusals } = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', payload, AT)
    expect(readings.map(({ tag }) => tag)).toEqual(['氨/浓度'])
    expect(refusals.byReason).toEqual({ wrong_shape: 1 })
  })
})

const quality = (int_value: number) => ({
  properties: { keys: ['engUnit', 'Quality'], values: [{ type: STRING, string_value: 'ppm' }, { type: INT32, int_value }] },
})

describe('quality, null and time', () => {
  it.each<[name: string, metric: PublishedMetric, expected: ReturnType<typeof reading>]>([
    ['192 is good', { double_value: 1, ...quality(192) }, reading(1)],
    ['0 is a fault', { double_value: 1, ...quality(0) }, reading(1, AT, 'fault')],
    ['500 is a fault', { double_value: 1, ...quality(500) }, reading(1, AT, 'fault')],
    ['set by hand', { double_value: 1, ...quality(216) }, reading(1, AT, 'manual')],
    ['out of service', { double_value: 1, ...quality(28) }, reading(1, AT, 'maintenance')],
    ['beyond the range', { double_value: 1, ...quality(84) }, reading(1, AT, 'out_of_range')],
    ['uncertain', { double_value: 1, ...quality(64) }, reading(1, AT, 'fault')],
    ['a code unknown', { double_value: 1, ...quality(0x8000_0201) }, reading(1, AT, 'fault')],
    ['a quality that is null is not said', { double_value: 1, properties: { keys: ['Quality'], values: [{ is_null: true }] } }, reading(1)],
    ['other properties say nothing', { double_value: 1, properties: { keys: ['quality'], values: [{ type: INT32, int_value: 0 }] } }, reading(1)],
    ['null', { is_null: true }, reading(null, AT, 'fault')],
    ['null, and called good', { is_null: true, ...quality(192) }, reading(null, AT, 'fault')],
    ['null with its reason', { is_null: true, ...quality(28) }, reading(null, AT, 'maintenance')],
    ['null beside a value', { is_null: true, double_value: 4 }, reading(null, AT, 'fault')],
    ['no value, with its reason', { ...quality(500) }, reading(null, AT, 'fault')],
    ['NaN with its reason', { double_value: Number.NaN, ...quality(0) }, reading(null, AT, 'fault')],
    ['its own time', { double_value: 1, timestamp: AT - 9 }, reading(1, AT - 9)],
    ['ten digits of seconds', { double_value: 1, timestamp: AT / 1000 }, reading(1, AT)],
    ['a time of 0 is none', { double_value: 1, timestamp: 0 }, reading(1, AT)],
  ])('%s', (_, metric, expected) => {
    const { readings, refusals } = decode([{ name: 'm', datatype: DOUBLE, ...metric }])
    expect(readings).toEqual([expected])
    expect(refusals.count).toBe(0)
  })

  it('time of arrival when neither metric nor payload says one', () => {
    expect(decode([{ name: 'm', double_value: 1 }], undefined, { timestamp: 0 }).readings).toEqual([reading(1, AT + 500)])
  })

  it('what is historical is marked, and only that', () => {
    const buffered: PublishedMetric = { name: 'm', double_value: 1, timestamp: AT - 5, is_historical: true }
    const { readings } = decode([buffered, { name: 'm', double_value: 2 }, { name: 'm', double_value: 3, is_historical: false }])
    expect(readings).toEqual([{ ...reading(1, AT - 5), historical: true }, reading(2), reading(3)])
  })
})

describe('names and aliases', () => {
  const born: PublishedMetric[] = [
    { name: 'gas/ch4', alias: 1, datatype: INT16, int_value: 0 },
    { name: 'run', alias: 0, datatype: BOOLEAN, boolean_value: true },
  ]

  it.each<[name: string, data: PublishedMetric, readings: { tag: string; value: number }[], reasons: object, asks: number]>([
    ['by alias, with the datatype of the birth', { alias: 1, int_value: 0xffff }, [{ tag: 'gas/ch4', value: -1 }], {}, 0],
    ['by alias 0', { alias: 0, boolean_value: false }, [{ tag: 'run', value: 0 }], {}, 0],
    ['by name', { name: 'gas/ch4', int_value: 0xffff }, [{ tag: 'gas/ch4', value: -1 }], {}, 0],
    ['by name and alias: the name', { name: 'run', alias: 1, boolean_value: false }, [{ tag: 'run', value: 0 }], {}, 0],
    ['by an empty name and an alias', { name: '', alias: 0, boolean_value: false }, [{ tag: 'run', value: 0 }], {}, 0],
    ['a name undeclared that speaks for itself stands', { name: 'new', float_value: 2 }, [{ tag: 'new', value: 2 }], {}, 1],
    ['a name undeclared with its datatype stands', { name: 'new', datatype: INT8, int_value: 255 }, [{ tag: 'new', value: -1 }], {}, 1],
    ['a name undeclared, an integer of unknown sign', { name: 'new', int_value: 0xffff_ffff }, [], { no_session: 1 }, 1],
    ['an alias undeclared', { alias: 9, float_value: 2 }, [], { no_session: 1 }, 1],
    ['an alias of 64 bits undeclared', { alias: '18446744073709551615', float_value: 2 }, [], { no_session: 1 }, 1],
    ['neither', { float_value: 2 }, [], { wrong_shape: 1 }, 0],
    ['bdSeq is not a reading', { name: 'bdSeq', datatype: UINT64, long_value: 3 }, [], {}, 0],
    ['nor is a command', { name: 'Node Control/Scan Rate', datatype: INT64, long_value: 3 }, [], {}, 0],
  ])('%s', (_, data, readings, reasons, asks) => {
    const host = createSparkplugHost()
    decodeWith(host, 'spBv1.0/G/NBIRTH/E', publishPayload({ timestamp: AT, seq: 0, metrics: born }), AT)
    const decoded = decodeWith(host, 'spBv1.0/G/NDATA/E', publishPayload({ timestamp: AT, seq: 1, metrics: [data] }), AT)
    expect(decoded.readings).toEqual(readings.map((one) => ({ ...one, ts: AT })))
    expect(decoded.refusals.byReason).toEqual(reasons)
    expect(decoded.replies).toHaveLength(asks)
  })

  it('a metric that stands in its birth twice needs its datatype once', () => {
    const twice: PublishedMetric[] = [{ name: 'm', alias: 1, datatype: INT8, int_value: 1 }, { name: 'm', alias: 1, int_value: 2, is_historical: true }]
    expect(decode(twice, [{ alias: 1, int_value: 255 }]).readings).toEqual([reading(-1, AT + 10)])
  })

  it('a rebirth gives aliases anew', () => {
    const host = createSparkplugHost()
    const send = (verb: string, seq: number, metrics: PublishedMetric[]) =>
      decodeWith(host, `spBv1.0/G/${verb}/E`, publishPayload({ timestamp: AT, seq, metrics }), AT)
    send('NBIRTH', 0, born)
    send('NBIRTH', 0, [{ name: 'run', alias: 1, datatype: DOUBLE, double_value: 0 }])
    const { readings, refusals } = send('NDATA', 1, [{ alias: 1, double_value: 5 }, { alias: 0, double_value: 6 }])
    expect(readings).toMatchObject([{ tag: 'run', value: 5 }])
    expect(refusals.count).toBe(1)
  })

  it('devices may use the same aliases', () => {
    const host = createSparkplugHost()
    const send = (verb: string, device: string, seq: number, metrics: PublishedMetric[]) =>
      decodeWith(host, `spBv1.0/G/${verb}/E${device}`, publishPayload({ timestamp: AT, seq, metrics }), AT).readings.map(({ tag, value }) => `${tag}=${value}`)
    send('NBIRTH', '', 0, born)
    send('DBIRTH', '/D1', 1, [{ name: 'p', alias: 1, datatype: DOUBLE, double_value: 0 }])
    send('DBIRTH', '/D2', 2, [{ name: 'q/r', alias: 1, datatype: INT8, int_value: 0 }])
    expect(send('DDATA', '/D1', 3, [{ alias: 1, double_value: 5 }])).toEqual(['D1/p=5'])
    expect(send('DDATA', '/D2', 4, [{ alias: 1, int_value: 255 }])).toEqual(['D2/q/r=-1'])
  })

  it('hashes of 64 bits as aliases are not rounded into each other', () => {
    const twins = ['9223372036854775809', '9223372036854775808']
    const born = twins.map((alias, index): PublishedMetric => ({ name: `m${index}`, alias, datatype: DOUBLE, double_value: index }))
    const { readings } = decode(born, twins.map((alias, index) => ({ alias, double_value: 10 + index })))
    expect(readings.map(({ tag, value }) => `${tag}=${value}`)).toEqual(['m0=10', 'm1=11'])
  })

  it('an alias that was given twice is refused, by name both go on', () => {
    const born: PublishedMetric[] = ['a', 'b'].map((name) => ({ name, alias: 1, datatype: DOUBLE, double_value: 0 }))
    const { readings, refusals, replies } = decode(born, [{ alias: 1, double_value: 1 }, { name: 'a', double_value: 2 }, { name: 'b', double_value: 3 }])
    expect(readings.map(({ tag, value }) => `${tag}=${value}`)).toEqual(['a=2', 'b=3'])
    expect(refusals.listed[0]?.detail).toContain('gave to two metrics')
    expect(replies).toHaveLength(0)
  })

  it('a birth with bdSeq, commands and readings gives the readings', () => {
    const { readings, refusals } = decode([
      { name: 'bdSeq', datatype: UINT64, long_value: 1 }, { name: 'Node Control/Rebirth', datatype: BOOLEAN, boolean_value: false },
      { name: 'Device Control/Reboot', datatype: BOOLEAN, boolean_value: false },
      { name: 'm', datatype: UINT16, int_value: 9 }, { name: 'bdSeqs', datatype: UINT8, int_value: 2 },
    ])
    expect(readings.map(({ tag, value }) => `${tag}=${value}`)).toEqual(['m=9', 'bdSeqs=2'])
    expect(refusals.count).toBe(0)
  })
})
