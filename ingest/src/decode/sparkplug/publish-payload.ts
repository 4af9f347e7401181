import { qualityName } from '@hazardwatch/shared/quality'
import { createBatch } from '@hazardwatch/shared/reading-batch'
import protobuf from 'protobufjs'
import { createRefusals } from '../../refusals.ts'
import type { Reply } from '../decode-target.ts'
import { sparkplugProto } from './sparkplug-b-proto.ts'
import type { SparkplugHost } from './sparkplug-host.ts'

/** For the tests: an encoder that is not ours, and a host's answer in a form that is easily compared. */
const Payload = protobuf.parse(sparkplugProto, { keepCase: true }).root.lookupType('Payload')

export interface PublishedMetric {
  name?: string
  alias?: number | string
  timestamp?: number
  datatype?: number
  is_historical?: boolean
  is_null?: boolean
  properties?: { keys: string[]; values: Record<string, unknown>[] }
  int_value?: number
  long_value?: string | number
  float_value?: number
  double_value?: number
  boolean_value?: boolean
  string_value?: string
  bytes_value?: Uint8Array
  dataset_value?: object
  template_value?: object
}

export interface Published {
  timestamp?: number
  seq?: number
  metrics?: PublishedMetric[]
}

/** Bytes as a gateway would send them. 64-bit values beyond 2^53 are given as decimal text. */
export const publishPayload = (published: Published): Uint8Array =>
  Payload.encode(Payload.fromObject({ ...published, metrics: published.metrics ?? [] })).finish()

export const readPublished = (bytes: Uint8Array): unknown => Payload.toObject(Payload.decode(bytes), { longs: Number })

export interface ShownReading {
  tag: string
  ts: number
  value: number | null
  quality?: string
  historical?: true
}

/** A registry that numbers tags as it meets them; `only` = the tags that are registered. */
export const decodeWith = (host: SparkplugHost, topic: string, payload: Uint8Array, arrivedAt: number, only?: readonly string[]) => {
  const names: string[] = [...(only ?? [])]
  const numbers = new Map(names.map((name, number) => [name, number]))
  const get = (tag: string): number | undefined => {
    if (!numbers.has(tag) && only === undefined) numbers.set(tag, names.push(tag) - 1)
    return numbers.get(tag)
  }
  const batch = createBatch(2, arrivedAt)
  const refusals = createRefusals()
  const replies: Reply[] = []
  host(topic, payload, { batch, refusals, tags: { get }, replies })
  const readings = Array.from({ length: batch.count }, (_, row): ShownReading => {
    const value = batch.value[row] ?? Number.NaN
    const quality = qualityName(batch.quality[row] ?? 0)
    const historical = batch.historical?.[row] === 1
    return {
      tag: names[batch.point[row] ?? -1] ?? '?', ts: batch.time[row] ?? 0, value: Number.isNaN(value) ? null : value,
      ...(quality !== 'good' && { quality }), ...(historical && { historical }),
    }
  })
  return { readings, refusals, replies }
}
