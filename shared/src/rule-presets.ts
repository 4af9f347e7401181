import { z } from 'zod'
import { Priority } from './alarm-rule.ts'
import { RuleKind } from './rule-parameters.ts'

/** What a preset fills in; the point, its unit and the rest are the user's. `limit` null: a figure of the plant must be given. */
const PresetRule = z.object({
  kind: RuleKind,
  limit: z.number().nullable().default(null),
  priority: Priority,
  latching: z.boolean().default(false),
  windowS: z.number().optional(),
  percent: z.boolean().optional().describe('The limit is per cent of the reference'),
  level: z.number().optional(),
  meaning: z.object({ zh: z.string(), en: z.string() }),
})

/** Rules that a standard asks for, with where it says so. `verify`: a figure is not from the text of the standard itself; check it before relying on it. */
export const RulePreset = z.object({
  id: z.string(),
  topic: z.enum(['gas', 'ammonia', 'tank_farm', 'dust', 'casting', 'confined_space']),
  name: z.object({ zh: z.string(), en: z.string() }),
  standard: z.string().describe('Standard and clause'),
  verify: z.boolean(),
  quantity: z.string(),
  unit: z.string().describe('Unit (UCUM) in which the limits are meant'),
  rules: z.array(PresetRule).min(1),
})
export type RulePreset = z.infer<typeof RulePreset>

type Level = readonly [kind: RuleKind, limit: number | null, priority: Priority, zh: string, en: string, more?: object]
type Row = readonly [id: string, topic: RulePreset['topic'], zh: string, en: string, standard: string, verify: boolean, quantity: string, unit: string, levels: readonly Level[]]

const GAS = 'GB/T 50493-2019'
const rows: readonly Row[] = [
  ['gas-combustible', 'gas', '可燃气体', 'Combustible gas', `${GAS}: 一级 ≤ 25 %LEL, 二级 ≤ 50 %LEL`, false, 'concentration', '%{LEL}', [
    ['H', 25, 'orange', '一级报警', 'level 1'], ['HH', 50, 'red', '二级报警', 'level 2'],
  ]],
  // The clause in the standard itself has not been seen; sources give 23 and 23.5 for enrichment.
  ['gas-oxygen', 'gas', '氧气', 'Oxygen', `${GAS}: 19.5 %VOL, 23.5 %VOL`, true, 'concentration', '%', [
    ['L', 19.5, 'red', '缺氧', 'deficiency'], ['H', 23.5, 'red', '富氧', 'enrichment'],
  ]],
  ['ammonia-machine-room', 'ammonia', '氨制冷机房', 'Ammonia machine room', 'GB 50072-2021 §7.4.1: 1.5×10⁻⁴ (150 ppm)', false, 'concentration', '[ppm]', [
    ['H', 150, 'red', '声光报警并强制启动事故风机', 'sound and light, emergency fans'],
  ]],
  ['ammonia-machine-room-lel', 'ammonia', '氨制冷机房（可燃）', 'Ammonia machine room, combustible', 'GB 50072-2021 §7.4.1: 25 %LEL', false, 'concentration', '%{LEL}', [
    ['HH', 25, 'red', '报警、启动风机并切断机房电源', 'alarm, fans, power of the machine room is cut'],
  ]],
  ['tank-temperature', 'tank_farm', '储罐温度', 'Tank temperature', 'AQ 3036-2010 §4.2', true, 'temperature', 'Cel', [
    ['H', null, 'yellow', '正常工作温度上限', 'upper normal working temperature'], ['HH', null, 'orange', '一级值的 1.25–2 倍，且低于闪点等危险值', '1.25 to 2 times the first, below what is dangerous'],
  ]],
  ['tank-level', 'tank_farm', '储罐液位', 'Tank level', 'AQ 3036-2010 §4.2', true, 'level', 'm', [
    ['L', null, 'yellow', '低液位', 'low level'], ['H', null, 'orange', '高液位', 'high level'],
  ]],
  ['tank-pressure', 'tank_farm', '储罐压力', 'Tank pressure', 'AQ 3036-2010 §4.2', true, 'pressure', 'MPa', [
    ['H', null, 'orange', '正常工作压力上限', 'upper normal working pressure'], ['HH', null, 'red', '设计压力的 80 %，且低于安全阀整定值', '80 % of the design pressure, below the relief setting'],
  ]],
  ['tank-farm-wind', 'tank_farm', '风速', 'Wind speed', 'AQ 3036-2010 §4.2: 13.8 m/s', true, 'wind speed', 'm/s', [['H', 13.8, 'yellow', '六级风', 'force 6']]],
  ['dust-inlet-temperature', 'dust', '除尘器进风温度', 'Dust collector inlet temperature', 'AQ 4273 §5.1: > 70 ℃', true, 'temperature', 'Cel', [['H', 70, 'red', '报警并隔离', 'alarm and isolation']]],
  ['dust-differential-pressure', 'dust', '除尘器进出风口压差', 'Dust collector differential pressure', 'AQ 4273 §5.1: 20 % of the recorded value', true, 'differential pressure', 'Pa', [
    ['deviation', 20, 'orange', '偏离安装后 8 小时内记录值 20 %', '20 % off the value recorded within 8 h of installation', { percent: true }],
  ]],
  ['casting-cooling-water', 'casting', '深井铸造冷却水流量', 'Deep-well casting: cooling water flow', '应急厅函〔2024〕8号', true, 'flow', 'm3/h', [
    ['L', null, 'orange', '流量低', 'low flow'], ['LL', null, 'red', '联锁切断', 'interlock cuts off', { latching: true }],
  ]],
  ['casting-melt-level', 'casting', '深井铸造流槽液位', 'Deep-well casting: launder level', '应急厅函〔2024〕8号', true, 'level', 'mm', [['H', null, 'red', '液位高', 'high level'], ['L', null, 'orange', '液位低', 'low level']]],
  ['confined-space-oxygen', 'confined_space', '有限空间氧含量', 'Confined space: oxygen', 'GBZ/T 205: 19.5–23.5 %VOL', true, 'concentration', '%', [
    ['L', 19.5, 'red', '缺氧', 'deficiency'], ['H', 23.5, 'red', '富氧', 'enrichment'],
  ]],
  ['confined-space-combustible', 'confined_space', '有限空间可燃气体', 'Confined space: combustible gas', 'GBZ/T 205: < 10 %LEL', true, 'concentration', '%{LEL}', [['H', 10, 'red', '禁止进入', 'no entry']]],
  ['co-exposure', 'gas', '一氧化碳接触限值', 'Carbon monoxide exposure', 'GBZ 2.1: PC-STEL 30 mg/m3 (15 min), PC-TWA 20 mg/m3 (8 h)', true, 'concentration', 'mg/m3', [
    ['twa', 30, 'orange', '15 分钟加权平均', 'average of 15 minutes', { windowS: 900 }], ['twa', 20, 'yellow', '8 小时加权平均', 'average of 8 hours', { windowS: 28_800 }],
  ]],
]

/** Toxic gases: level 1 ≤ 100 % OEL and level 2 ≤ 200 % OEL, mg/m3. OEL is MAC where there is one, else PC-TWA. */
const toxic: readonly (readonly [id: string, zh: string, en: string, first: number, second: number])[] = [
  ['h2s', '硫化氢', 'Hydrogen sulfide', 10, 20], ['co', '一氧化碳', 'Carbon monoxide', 20, 40], ['cl2', '氯', 'Chlorine', 1, 2], ['nh3', '氨', 'Ammonia', 20, 40],
  ['so2', '二氧化硫', 'Sulfur dioxide', 5, 10], ['no2', '二氧化氮', 'Nitrogen dioxide', 5, 10], ['hcl', '氯化氢', 'Hydrogen chloride', 7.5, 15],
  ['hf', '氟化氢', 'Hydrogen fluoride', 2, 4], ['hcn', '氰化氢', 'Hydrogen cyanide', 1, 2], ['cocl2', '光气', 'Phosgene', 0.5, 1], ['benzene', '苯', 'Benzene', 6, 12],
  ['methanol', '甲醇', 'Methanol', 25, 50], ['vinyl-chloride', '氯乙烯', 'Vinyl chloride', 10, 20], ['acrylonitrile', '丙烯腈', 'Acrylonitrile', 1, 2], ['co2', '二氧化碳', 'Carbon dioxide', 9000, 18_000],
]

const presetOf = ([id, topic, zh, en, standard, verify, quantity, unit, levels]: Row): RulePreset => RulePreset.parse({
  id, topic, name: { zh, en }, standard, verify, quantity, unit,
  rules: levels.map(([kind, limit, priority, levelZh, levelEn, more]) => ({ kind, limit, priority, meaning: { zh: levelZh, en: levelEn }, ...more })),
})

export const rulePresets: readonly RulePreset[] = [
  ...rows.map(presetOf),
  ...toxic.map(([id, zh, en, first, second]) => presetOf([`gas-${id}`, 'gas', zh, en, `${GAS}: 一级 ≤ 100 %OEL, 二级 ≤ 200 %OEL (GBZ 2.1)`, false, 'concentration', 'mg/m3', [
    ['H', first, 'orange', '一级报警', 'level 1'], ['HH', second, 'red', '二级报警', 'level 2'],
  ]])),
]
