import { describe, expect, it } from 'vitest'
import { fleetFormats, formatOf, type FleetFormatName } from './fleet-formats.ts'

const moment = (ts: number, ...values: number[]) => ({ ts, values: Float64Array.from(values) })
/** 2026-11-23 11:00:00 in Beijing. */
const AT = 1_795_402_800_000
const one = { enterprise: 'E1', names: ['t', 'co'], moments: [moment(AT, 23.6, 12)] }
const two = { ...one, moments: [moment(AT, 23.6, 12), moment(AT + 1500, -4, 0)] }

/** Shapes as the vendors' documents show them. */
const cases: [FleetFormatName, typeof one, string, unknown][] = [
  ['native', one, 'hazard/v1/E1/readings', { ts: AT, values: { t: 23.6, co: 12 } }],
  ['native', two, 'hazard/v1/E1/readings', [{ ts: AT, values: { t: 23.6, co: 12 } }, { ts: AT + 1500, values: { t: -4, co: 0 } }]],
  ['neuron', one, '/neuron/E1', { timestamp: AT, node: 'plc', group: 'sim', values: { t: 23.6, co: 12 }, errors: {}, metas: {} }],
  ['thingsboard-gateway', two, 'E1/v1/gateway/telemetry', { box: [{ ts: AT, values: { t: 23.6, co: 12 } }, { ts: AT + 1500, values: { t: -4, co: 0 } }] }],
  ['dtu', one, 'dtu/E1/up', { sn: 'S1', time: '2026-11-23 11:00:00.000', data: [{ id: 't', v: '23.6' }, { id: 'co', v: '12' }] }],
  ['dtu', two, 'dtu/E1/up', [
    { sn: 'S1', time: '2026-11-23 11:00:00.000', data: [{ id: 't', v: '23.6' }, { id: 'co', v: '12' }] },
    { sn: 'S1', time: '2026-11-23 11:00:01.500', data: [{ id: 't', v: '-4' }, { id: 'co', v: '0' }] },
  ]],
  ['alink', one, '/sys/hazardwatch-E1/box/thing/event/property/post', {
    id: String(AT), version: '1.0', params: { t: { value: 23.6, time: AT }, co: { value: 12, time: AT } }, method: 'thing.event.property.post',
  }],
]

describe('encoders', () => {
  it.each(cases)('%s', (format, report, topic, content) => {
    const message = formatOf(format).encode(report)
    expect(message.topic).toBe(topic)
    expect(JSON.parse(String(message.payload))).toEqual(content)
  })

  it.each(Object.entries(fleetFormats).filter(([, { arrays }]) => !arrays))('%s refuses what it cannot carry', (_name, { encode }) => {
    expect(() => encode(two)).toThrow('one moment a message, not 2')
  })
})
