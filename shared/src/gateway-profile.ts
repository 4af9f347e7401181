import { z } from 'zod'
import { STANDARD_PRESSURE_KPA, STANDARD_TEMPERATURE_C, unknownUnit } from './convert-unit.ts'
import { gasNames } from './gas.ts'
import { EnterpriseCode, Tag } from './ids.ts'
import { patternWords } from './schema-words.ts'
import { createTopicTree } from './topic-tree.ts'
import { unitOf } from './unit.ts'
import type { Words } from './words.ts'

/** The wire formats; each has a decoder of the same name in `ingest/src/decode/formats.ts`. */
export const gatewayFormats = ['native', 'neuron', 'thingsboard-device', 'thingsboard-gateway', 'alink', 'dtu', 'hj212', 'sparkplug-b'] as const

/** Code of a gateway within its enterprise. */
export const GatewayCode = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, patternWords.code.en).brand<'GatewayCode'>()

/** The code under which the native topics and HTTP of an enterprise count as one gateway. A profile of this code is counted with them. */
export const NATIVE_GATEWAY = 'native'

/** Deep enough for every format; what a topic costs to look up grows with it. */
const LEVELS_MAX = 16

const isFilter = (text: string): boolean => {
  const levels = text.split('/')
  return levels.length <= LEVELS_MAX && levels.every((level, index) => !/[+#\u0000]/.test(level) || level === '+' || (level === '#' && index === levels.length - 1))
}

const native = createTopicTree<true>()
native.set('hazard/#', true)

/** MQTT subscription filter; `$share` and `$SYS` are the broker's, `hazard/…` is the native format's. */
export const TopicFilter = z.string().min(1).max(256)
  .refine(isFilter, {
    message: `"+" stands for a whole level, "#" for all below and only at the end; at most ${LEVELS_MAX} levels`,
    params: { zh: `"+" 代表整整一层，"#" 代表以下各层且只能放在末尾；最多 ${LEVELS_MAX} 层` },
  })
  .refine((text) => !text.startsWith('$'), { message: 'topics that begin with "$" belong to the broker', params: { zh: '以 "$" 开头的主题属于消息服务器' } })
  .refine((text) => native.find(text) === undefined, {
    message: 'topics below hazard/ are those of the native format and need no profile: begin the filter with a name of its own',
    params: { zh: 'hazard/ 以下的主题属于原生格式，不需要网关配置：主题要以自己的名称开头' },
  })

/** One name of the gateway and the tag it stands for: value of the tag = value of the gateway x scale + offset, then converted from `unit` to the unit of the point. */
const MappedName = z.object({
  from: z.string().min(1).max(400).describe('Name as the format gives it: Neuron node/group/tag, ThingsBoard device/key, Alink deviceName/identifier, DTU sn/id, HJ 212 MN/code, Sparkplug device/metric'),
  tag: Tag,
  scale: z.number().refine((scale) => scale !== 0, { message: 'a scale of 0 would make every value the same', params: { zh: 'scale 为 0 会使所有值都一样' } }).optional().describe('1 unless said'),
  offset: z.number().optional().describe('0 unless said'),
  unit: z.string().min(1).max(30).optional().describe('Unit of what the gateway sends, after scale and offset (UCUM, or ppm, mg/m3, %LEL, %VOL, °C, …); left out = that of the point'),
  gas: z.enum(gasNames).optional().describe('Which gas, between ppm or %VOL, mg/m3 and %LEL'),
  temperatureC: z.number().min(-100).max(1_000).optional().describe(`Temperature at which mg/m3 is meant, °C; ${STANDARD_TEMPERATURE_C} unless said`),
  pressureKPa: z.number().positive().max(10_000).optional().describe(`Pressure at which mg/m3 is meant, kPa absolute; ${STANDARD_PRESSURE_KPA} unless said`),
  lelVol: z.number().positive().max(100).optional().describe('Lower explosive limit of the gas in %VOL, where it is not that of the table'),
})
export type MappedName = z.infer<typeof MappedName>

/** Whether times of a gateway are corrected: not at all, by what its clock is measured to be behind, or by so many ms. */
export const ClockCorrection = z.union([z.enum(['off', 'measured']), z.number().int().min(-86_400_000).max(86_400_000)])
export type ClockCorrection = z.infer<typeof ClockCorrection>

const GatewayFields = z.object({
  enterprise: EnterpriseCode,
  code: GatewayCode,
  format: z.enum(gatewayFormats),
  topic: TopicFilter.optional().describe('What the gateway publishes on, as an MQTT filter; for every format but hj212'),
  mn: z.string().regex(/^[\x21-\x3a\x3c-\x7e]{1,60}$/, patternWords.deviceNumber.en).optional().describe('Number of the device; for hj212'),
  map: z.array(MappedName).max(10_000).default([]).describe('Names that are not listed are tags themselves'),
  clockCorrection: ClockCorrection.default('off').describe('What is added to the times of its readings: `off`; `measured`, what its clock is found to be behind (from 2 s on); or ms, positive for a clock that is behind'),
})

/** Which gateway of an enterprise speaks which format, where, and what its names mean. */
export const GatewayProfile = GatewayFields.superRefine(({ format, topic, mn, map }, context) => {
  const fault = (path: (string | number)[], { en, zh }: Words): void => { context.addIssue({ code: 'custom', path, message: en, params: { zh } }) }
  const onTcp = format === 'hj212'
  if (onTcp && mn === undefined) fault(['mn'], { en: 'hj212 needs the number of the device', zh: 'hj212 须写设备编号' })
  if (onTcp && topic !== undefined) fault(['topic'], { en: 'hj212 comes over TCP: leave the topic out', zh: 'hj212 走 TCP：去掉 topic' })
  if (!onTcp && topic === undefined) fault(['topic'], { en: `${format} needs the topic that the gateway publishes on`, zh: `${format} 须写网关发布到的主题` })
  if (!onTcp && mn !== undefined) fault(['mn'], { en: 'only hj212 has an mn: leave it out', zh: '只有 hj212 有 mn：去掉它' })
  const names = new Set<string>()
  for (const [index, { from, unit }] of map.entries()) {
    if (names.has(from)) fault(['map', index, 'from'], { en: `${JSON.stringify(from)} is mapped twice`, zh: `${JSON.stringify(from)} 映射了两次` })
    names.add(from)
    if (unit !== undefined && unitOf(unit) === undefined) fault(['map', index, 'unit'], unknownUnit(unit))
  }
})
export type GatewayProfile = z.infer<typeof GatewayProfile>

/** A profile as it is read. */
export const GatewayView = GatewayFields.extend({ unregistered: z.array(Tag).describe('Tags of the map for which there is no point yet: their readings are refused') })

export const gatewayFields = GatewayFields.shape
