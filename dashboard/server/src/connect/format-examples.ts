import { checksumOf } from '@hazardwatch/shared/hj212-checksum'
import type { GatewayProfile, MappedName } from '@hazardwatch/shared/gateway-profile'
import { nativeTopic } from '@hazardwatch/shared/topics'
import { sparkplugBirth } from './sparkplug-birth.ts'
import type { SampleReading } from './sample-readings.ts'

type Format = GatewayProfile['format']

/** What a gateway of an enterprise would send, and the profile by which it is understood. */
export interface FormatExample {
  /** Undefined: it comes over TCP. */
  topic?: string
  payload: Buffer
  /** Undefined: the format needs no profile. */
  profile?: { topic?: string; mn?: string; map: Pick<MappedName, 'from' | 'tag'>[] }
}

/** @param now epoch ms */
type MakeExample = (enterprise: string, readings: readonly SampleReading[], now: number) => FormatExample

/** The example of each format. Each enterprise has topics of its own, so that two of them never share one. */
export const formatExamples: Record<Format, MakeExample> = {
  'native': (enterprise, readings) => ({ topic: nativeTopic(enterprise, 'readings'), payload: json({ values: byTag(readings) }) }),
  'sparkplug-b': (enterprise, readings, now) => ({
    topic: `spBv1.0/${enterprise}/NBIRTH/edge-1`, payload: sparkplugBirth(readings, now), profile: { topic: `spBv1.0/${enterprise}/#`, map: [] },
  }),
  'neuron': (enterprise, readings, now) => mapped(`neuron/${enterprise}/upload`, 'plc/data/', readings,
    json({ timestamp: now, node: 'plc', group: 'data', values: byTag(readings), errors: {}, metas: {} })),
  'thingsboard-device': (enterprise, readings, now) => ({
    topic: `${enterprise}/v1/devices/me/telemetry`, payload: json({ ts: now, values: byTag(readings) }), profile: { topic: `${enterprise}/v1/devices/me/telemetry`, map: [] },
  }),
  'thingsboard-gateway': (enterprise, readings, now) => mapped(`${enterprise}/v1/gateway/telemetry`, 'device-1/', readings, json({ 'device-1': [{ ts: now, values: byTag(readings) }] })),
  'alink': (enterprise, readings, now) => ({
    topic: `/sys/${enterprise}/device-1/thing/event/property/post`,
    payload: json({ id: String(now), version: '1.0', params: Object.fromEntries(readings.map(({ tag, value }) => [tag, { value, time: now }])), method: 'thing.event.property.post' }),
    profile: { topic: `/sys/${enterprise}/+/thing/event/property/post`, map: mapOf('device-1/', readings) },
  }),
  'dtu': (enterprise, readings, now) => mapped(`dtu/${enterprise}`, 'S1/', readings,
    json({ sn: 'S1', time: beijing(now).replace('T', ' '), data: readings.map(({ tag, value }) => ({ id: tag, v: String(value) })) })),
  'hj212': (enterprise, readings, now) => {
    const mn = `${enterprise}-1`.slice(-60)
    const items = readings.map(({ value }, index) => `c${index + 1}-Rtd=${value},c${index + 1}-Flag=N`)
    const time = beijing(now).replace(/\D/g, '')
    const data = `QN=${time}000;ST=31;CN=2011;PW=123456;MN=${mn};Flag=5;CP=&&DataTime=${time};${items.join(';')}&&`
    return { payload: frame(data), profile: { mn, map: readings.map(({ tag }, index) => ({ from: `${mn}/c${index + 1}`, tag })) } }
  },
}

const byTag = (readings: readonly SampleReading[]): Record<string, number> => Object.fromEntries(readings.map(({ tag, value }) => [tag, value]))
const json = (value: object): Buffer => Buffer.from(JSON.stringify(value))
const mapOf = (prefix: string, readings: readonly SampleReading[]) => readings.map(({ tag }) => ({ from: prefix + tag, tag }))
const mapped = (topic: string, prefix: string, readings: readonly SampleReading[], payload: Buffer): FormatExample => ({ topic, payload, profile: { topic, map: mapOf(prefix, readings) } })

/** `2026-11-23T11:00:00` */
const beijing = (epochMs: number): string => new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19)

const frame = (data: string): Buffer => {
  const checksum = checksumOf(Buffer.from(data)).toString(16).toUpperCase().padStart(4, '0')
  return Buffer.from(`##${String(data.length).padStart(4, '0')}${data}${checksum}\r\n`)
}
