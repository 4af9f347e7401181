import { videoEvents } from '@hazardwatch/shared/plant-event'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeNativeVideo } from './native-video.ts'
import { CAMERA, tellEvents } from './tell-events.ts'
import { ARRIVED_AT } from './tell-payload.ts'

const tell = (payload: unknown, owner?: string) => tellEvents(decodeNativeVideo, payload, owner)
const AT = '2026-11-23T03:00:00.000Z'
const plain = { kind: 'video', enterprise: 'E1', at: AT, receivedAt: AT, camera: CAMERA, event: 'smoke', confidence: null, snapshot: null, clip: null, source: 'S1', cause: 'reported' }

describe('what is read', () => {
  it.each<[name: string, payload: unknown, event: object]>([
    ['without a time: that of its arrival', { camera: CAMERA, event: 'smoke' }, plain],
    ['ten digits are seconds', { ts: ARRIVED_AT / 1000 - 1, camera: CAMERA, event: 'smoke' }, { ...plain, at: '2026-11-23T02:59:59.000Z' }],
    ['with a zone', { ts: '2026-11-23T10:00:00+08:00', camera: CAMERA, event: 'flame' }, { ...plain, at: '2026-11-23T02:00:00.000Z', event: 'flame' }],
    ['five minutes ahead', { ts: ARRIVED_AT + 300_000, camera: CAMERA, event: 'smoke' }, { ...plain, at: '2026-11-23T03:05:00.000Z' }],
    ['with all of it, and more', { camera: CAMERA, event: 'smoke', confidence: 0, snapshot: 'rtsp://nvr/1', clip: 'https://nvr/1.mp4', model: 'x' },
      { ...plain, confidence: 0, snapshot: 'rtsp://nvr/1', clip: 'https://nvr/1.mp4' }],
  ])('%s', (_, payload, event) => {
    const { events, refusals } = tell(payload)
    expect(events).toEqual([event])
    expect(refusals.count).toBe(0)
  })

  it('every event of the contract', () => {
    const { events } = tell(videoEvents.map((event) => ({ camera: CAMERA, event })))
    expect(events.map((event) => event.kind === 'video' && event.event)).toEqual([...videoEvents])
  })
})

describe('what is refused, where and why', () => {
  const good = { camera: CAMERA, event: 'smoke' }
  it.each<[name: string, payload: unknown, reason: string, where: string, accepted: number]>([
    ['no JSON', '{', 'not_json', '$', 0],
    ['a number', 7, 'wrong_shape', '$', 0],
    ['an empty list', [], 'wrong_shape', '$', 0],
    ['a list of numbers is one refusal', [1, 2], 'wrong_shape', '$[0]', 0],
    ['no camera', { event: 'smoke' }, 'wrong_shape', '$.camera', 0],
    ['a camera as a number, which cannot hold 20 digits', { ...good, camera: 1 }, 'wrong_value', '$.camera', 0],
    ['a recorder', { ...good, camera: '22010200001180000101' }, 'wrong_value', '$.camera', 0],
    ['a camera of somebody else', { ...good, camera: '22010200001320000102' }, 'unknown_camera', '$.camera', 0],
    ['an event unknown', { ...good, event: 'dance' }, 'wrong_value', '$.event', 0],
    ['a confidence in percent', { ...good, confidence: 93 }, 'wrong_value', '$.confidence', 0],
    ['a link that would run', { ...good, snapshot: 'javascript:alert(1)' }, 'wrong_value', '$.snapshot', 0],
    ['a time without zone', [good, { ...good, ts: '2026-11-23 11:00:00' }], 'wrong_time', '$[1].ts', 1],
    ['a time too far ahead', { ...good, ts: ARRIVED_AT + 300_001 }, 'future', '$.ts', 0],
    ['a time beyond all calendars', { ...good, ts: 1e300 }, 'wrong_time', '$.ts', 0],
    ['fields hidden in a prototype', '{"__proto__":{"camera":"x","event":"smoke"}}', 'wrong_shape', '$.camera', 0],
  ])('%s', (_, payload, reason, where, accepted) => {
    const { events, refusals } = tell(payload)
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.listed[0]?.detail).not.toBe('')
    expect(refusals.listed[0]?.detailZh).toMatch(/\p{Script=Han}/u)
    expect([refusals.count, events.length]).toEqual([1, accepted])
  })

  it.each<[what: string, part: object, en: string, zh: string]>([
    ['zod', { ...good, confidence: 93 }, '93 is refused: Too big: expected number to be <=1', '此值不被接受（93）；太大：应不大于 1'],
    ['a pattern of ours', { ...good, clip: 'x' }, '"x" is refused: use an http, https, rtsp or rtsps address', '此值不被接受（"x"）；写 http、https、rtsp 或 rtsps 地址'],
    ['a check of ours', { ...good, camera: '2201' }, '"2201" is refused: use the 20 digits of the GB/T 28181 id, as text', '此值不被接受（"2201"）；写 GB/T 28181 编码的 20 位数字，作为文本'],
    ['nobody: it is not there', { event: 'smoke' }, 'camera is missing', '缺少 camera'],
  ])('in both languages what %s says', (_, part, detail, detailZh) => { expect(tell(part).refusals.listed).toMatchObject([{ detail, detailZh }]) })

  it('an enterprise that is not registered', () => { expect(tell(good, 'NOBODY').refusals.byReason).toEqual({ unknown_enterprise: 1 }) })

  it('what goes beyond a thousand in one message', () => {
    const { events, refusals } = tell(Array.from({ length: 1_003 }, (_, k) => ({ ...good, ts: ARRIVED_AT - k })))
    expect([events.length, refusals.byReason]).toEqual([1_000, { too_large: 3 }])
  })
})

describe('whatever comes', () => {
  it('is never a throw: every part is read or refused', () => {
    const part = fc.record({ ts: fc.oneof(fc.jsonValue(), fc.constant(ARRIVED_AT)), camera: fc.oneof(fc.jsonValue(), fc.constant(CAMERA)), event: fc.constantFrom('smoke', 'x', 1) }, { requiredKeys: [] })
    fc.assert(fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const { events, refusals } = tell(parts)
      // A message none of whose parts can be read is one refusal.
      expect(events.length + refusals.count).toBe(events.length === 0 ? 1 : parts.length)
    }))
  })

  it('random bytes, and good messages cut short or with a byte changed', () => {
    const good = Buffer.from(`[{"ts":1795402800000,"camera":"${CAMERA}","event":"smoke","confidence":0.5},{"camera":"氨"}]`)
    const damaged = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255), length: fc.nat(good.length) }).map(({ at, byte, length }) => {
      const bytes = Uint8Array.from(good)
      bytes[at] = byte
      return bytes.subarray(0, length)
    })
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
      const { events, refusals } = tell(bytes)
      expect(events.length + refusals.count).toBeGreaterThanOrEqual(1)
      expect(refusals.listed.every(({ where, detail }) => where.startsWith('$') && detail !== '')).toBe(true)
    }), { numRuns: 300 })
  })
})
