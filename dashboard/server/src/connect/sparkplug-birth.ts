import type { SampleReading } from './sample-readings.ts'

const INT64 = 4
const DOUBLE = 10

/** NBIRTH of a Sparkplug B node: bdSeq 0, and a metric of type double for each reading. `timestamp` in epoch ms. */
export const sparkplugBirth = (readings: readonly SampleReading[], timestamp: number): Buffer => Buffer.concat([
  varintField(1, timestamp),
  nested(2, [textField(1, 'bdSeq'), varintField(3, timestamp), varintField(4, INT64), varintField(11, 0)]),
  ...readings.map(({ tag, value }) => nested(2, [textField(1, tag), varintField(3, timestamp), varintField(4, DOUBLE), doubleField(13, value)])),
  varintField(3, 0),
])

/** Seven bits a byte, lowest first; by division, since a time in ms has more than 32 bits. */
const varint = (value: number): Buffer => {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80)
  return Buffer.from([...bytes, rest])
}

const lengthDelimited = (field: number, content: Buffer): Buffer => Buffer.concat([varint(field * 8 + 2), varint(content.length), content])
const varintField = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)])
const textField = (field: number, text: string): Buffer => lengthDelimited(field, Buffer.from(text))
const nested = (field: number, parts: readonly Buffer[]): Buffer => lengthDelimited(field, Buffer.concat(parts))

const doubleField = (field: number, value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return Buffer.concat([varint(field * 8 + 1), bytes])
}
