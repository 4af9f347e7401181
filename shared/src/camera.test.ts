import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Camera, cameraIdFault, CameraId } from './camera.ts'
import { saidInChinese } from './testing/said-in-chinese.ts'

describe('GB/T 28181 id of a camera', () => {
  it.each(['22020000001320000101', '34020000001310000001', '11010100001320000001'])('%s is one', (id) => {
    expect([cameraIdFault(id), CameraId.safeParse(id).success]).toEqual([undefined, true])
  })

  it.each<[id: string, fault: string]>([
    ['2202000000132000010', 'use the 20 digits'],
    ['220200000013200001011', 'use the 20 digits'],
    ['2202000000132000010x', 'use the 20 digits'],
    ['２２020000001320000101', 'use the 20 digits'],
    ['00020000001320000101', 'no province 00'],
    ['99020000001320000101', 'no province 99'],
    ['22000300001320000101', '220003 has a county without a city'],
    ['34020000001180000001', '118 is no camera'],
    ['34020000002000000001', '200 is no camera'],
    ['34020000001340000001', '134 is no camera'],
  ])('%s', (id, fault) => {
    expect(cameraIdFault(id)).toEqual({ en: expect.stringContaining(fault), zh: saidInChinese })
    expect(CameraId.safeParse(id).success).toBe(false)
  })

  it('is a fault or none for any text, and then 20 digits', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{20}$/)), (id) => { expect(cameraIdFault(id) !== undefined || /^\d{20}$/.test(id)).toBe(true) }))
  })
})

it('a camera must be able to fall silent at some time, or never', () => {
  const camera = { enterprise: 'E1', id: '22020000001320000101', name: '罐区', source: null, expectedIntervalS: null, location: null }
  expect(Camera.safeParse(camera).success).toBe(true)
  expect(Camera.safeParse({ ...camera, expectedIntervalS: 0 }).success).toBe(false)
})
