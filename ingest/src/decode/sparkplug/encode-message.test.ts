import { expect, it } from 'vitest'
import { encodeRebirthRequest, encodeState } from './encode-message.ts'
import { readPublished } from './publish-payload.ts'

it.each([0, 127, 128, 1_795_402_800_000, Number.MAX_SAFE_INTEGER])('a rebirth request at %i', (timestamp) => {
  const { topic, payload } = encodeRebirthRequest('省', 'edge', timestamp)
  expect(topic).toBe('spBv1.0/省/NCMD/edge')
  expect(readPublished(payload)).toEqual({ timestamp, metrics: [{ name: 'Node Control/Rebirth', timestamp, datatype: 11, boolean_value: true }] })
})

it('the state of the host', () => {
  const { topic, payload } = encodeState('hazardwatch', true, 1_795_402_800_000)
  expect(topic).toBe('spBv1.0/STATE/hazardwatch')
  expect(new TextDecoder().decode(payload)).toBe('{"online":true,"timestamp":1795402800000}')
})
