import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import i18next from 'i18next'
import { beforeAll, expect, it } from 'vitest'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { valueText } from './rule-words.ts'

const texts = i18next.createInstance()
beforeAll(() => texts.init({ resources: { zh: { translation: zh }, en: { translation: en } }, lng: 'zh', interpolation: { escapeValue: false } }))

const rule = (fields: object): AlarmRule => AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', ...fields })
const stage = (low: number | null, high: number | null) => rule({ activeWhile: { point: 'FT-11', low, high } })

it.each<[string, AlarmRule, keyof AlarmRule, string, string]>([
  ['a limit', rule({}), 'limit', '25', '25'],
  ['nothing', rule({}), 'reAlarmS', '', ''],
  ['a priority', rule({}), 'priority', '重大', 'Major'],
  ['a switch', rule({}), 'enabled', '是', 'yes'],
  ['a schedule', rule({ schedule: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }, { from: '22:00', to: '06:00' }, { days: [7, 2], from: '00:00', to: '00:00' }] }), 'schedule', '周一至周五 08:00–18:00; 每天 22:00–06:00; 周二、周日 00:00–00:00', 'Monday to Friday 08:00–18:00; every day 22:00–06:00; Tuesday, Sunday 00:00–00:00'],
  ['limits by state', rule({ stateLimits: { startup: 40, maintenance: 60 } }), 'stateLimits', '开车 40, 检修 60', 'startup 40, maintenance 60'],
  ['a stage', stage(1, 2), 'activeWhile', 'FT-11 1–2', 'FT-11 1–2'],
  ['a stage from below', stage(1, null), 'activeWhile', 'FT-11 ≥ 1', 'FT-11 ≥ 1'],
  ['a stage from above', stage(null, 2), 'activeWhile', 'FT-11 ≤ 2', 'FT-11 ≤ 2'],
  ['states', rule({ activeStates: ['running', 'startup'] }), 'activeStates', '运行, 开车', 'running, startup'],
  ['a combination', rule({ kind: 'combination', limit: null, when: { or: ['A', { and: ['B', { not: 'C' }] }] } }), 'when', 'A 或 (B 且 非 C)', 'A or (B and not C)'],
])('%s', (_name, given, field, chinese, english) => {
  expect(['zh', 'en'].map((language) => valueText(field, given[field], texts.getFixedT(language)))).toEqual([chinese, english])
})
