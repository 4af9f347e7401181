import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backOffMs } from './back-off.ts'
import { parseBrokerUrl } from './broker-url.ts'

describe('the address of a broker', () => {
  const none = { username: undefined, password: undefined }
  it.each([
    ['mqtt://127.0.0.1', { host: '127.0.0.1', port: 1883, tls: false, ...none }],
    ['mqtt://broker.example:18830/', { host: 'broker.example', port: 18830, tls: false, ...none }],
    ['mqtts://broker.example', { host: 'broker.example', port: 8883, tls: true, ...none }],
    ['mqtt://plant:s%40cret@[::1]:1884', { host: '::1', port: 1884, tls: false, username: 'plant', password: 's@cret' }],
    ['http://broker.example', undefined],
    ['mqtt://broker.example/path', undefined],
    ['broker.example:1883', undefined],
    ['', undefined],
  ])('%s', (text, expected) => { expect(parseBrokerUrl(text)).toEqual(expected) })
})

describe('the pause before the next attempt', () => {
  it('doubles up to half a minute, and is spread over its second half', () => {
    expect([0, 1, 2, 6, 7, 50].map((attempt) => backOffMs(attempt, 1))).toEqual([250, 500, 1000, 16_000, 30_000, 30_000])
    fc.assert(fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const pause = backOffMs(attempt, chance)
      expect(pause).toBeGreaterThanOrEqual(backOffMs(attempt, 1) / 2)
      expect(pause).toBeLessThanOrEqual(backOffMs(attempt, 1))
    }))
  })
})
