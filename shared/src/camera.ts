import { z } from 'zod'
import { EnterpriseCode, SourceCode } from './ids.ts'
import { Location } from './ledger.ts'
import { IsoTime } from './time.ts'
import type { Words } from './words.ts'

/** Provinces of GB/T 2260, the first two digits of every division code. */
const provinces = new Set([
  '11', '12', '13', '14', '15', '21', '22', '23', '31', '32', '33', '34', '35', '36', '37', '41', '42', '43', '44', '45', '46',
  '50', '51', '52', '53', '54', '61', '62', '63', '64', '65', '71', '81', '82',
])

/** Device types of GB/T 28181 that are a camera; a recorder (111, 118) or a server (200) has an id of its own, beside those of its cameras. */
const cameraTypes = ['131', '132']

/** What is wrong with a GB/T 28181 id of a camera (centre 8, industry 2, type 3, network 1, serial 6 digits), and how to mend it; undefined = nothing. */
export const cameraIdFault = (id: string): Words | undefined => {
  if (!/^\d{20}$/.test(id)) return { en: 'use the 20 digits of the GB/T 28181 id, as text', zh: '写 GB/T 28181 编码的 20 位数字，作为文本' }
  const [province, division] = [id.slice(0, 2), id.slice(0, 6)]
  if (!provinces.has(province)) {
    return { en: `the first six digits are the administrative division (GB/T 2260): there is no province ${province}`, zh: `前六位是行政区划代码（GB/T 2260）：没有代码为 ${province} 的省` }
  }
  // 00 = the whole of the level above, so a county within "no city" cannot be.
  if (id.slice(2, 4) === '00' && id.slice(4, 6) !== '00') {
    return { en: `the first six digits are the administrative division (GB/T 2260): ${division} has a county without a city`, zh: `前六位是行政区划代码（GB/T 2260）：${division} 有县而没有市` }
  }
  const type = id.slice(10, 13)
  if (cameraTypes.includes(type)) return undefined
  return {
    en: `digits 11 to 13 are the type of device: ${type} is no camera (${cameraTypes.join(', ')}); use the id of the camera, not that of its recorder`,
    zh: `第 11 至 13 位是设备类型：${type} 不是摄像机（${cameraTypes.join('、')}）；写摄像机的编码，不要写录像机的`,
  }
}

export const CameraId = z.string().max(64).superRefine((id, context) => {
  const fault = cameraIdFault(id)
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault.en, params: { zh: fault.zh } })
}).brand<'CameraId'>()
export type CameraId = z.infer<typeof CameraId>

const Name = z.string().min(1).max(120)

/** A camera of an enterprise. Its pictures stay where they are; what is kept here is what it reports. */
export const Camera = z.object({
  enterprise: EnterpriseCode,
  id: CameraId.describe('GB/T 28181 id, 20 digits'),
  name: Name,
  nameEn: Name.optional(),
  source: SourceCode.nullable().describe('The hazard source it looks at'),
  expectedIntervalS: z.number().positive().nullable().describe('Seconds between its messages; longer silence = offline; null = no regular interval, never silent'),
  location: Location.nullable(),
})
export type Camera = z.infer<typeof Camera>

/** What a camera was heard to say last. */
export const CameraState = z.object({
  online: z.boolean().nullable().describe('false: it said so, or was silent for longer than its interval; null: never heard'),
  lastEventAt: IsoTime.nullable().describe('Time of its newest event; of a silent one, when its interval was over'),
})
export type CameraState = z.infer<typeof CameraState>

/** A camera as it is read. */
export const CameraView = Camera.extend(CameraState.shape)
