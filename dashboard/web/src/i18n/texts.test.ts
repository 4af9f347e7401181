import { describe, expect, it } from 'vitest'
import { alarmStates } from '@hazardwatch/shared/alarm'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { ruleKinds } from '@hazardwatch/shared/rule-parameters'
import { industries, sourceKinds } from '@hazardwatch/shared/ledger'
import { presences } from '@hazardwatch/shared/presence'
import { qualities } from '@hazardwatch/shared/quality'
import { rejectionReasons } from '@hazardwatch/shared/rejection'
import { RiskContribution, riskLevels } from '@hazardwatch/shared/risk'
import { shortcutActions } from '../keyboard/shortcut.ts'
import { pages } from '../place/page.ts'
import { fieldsOf } from '../rules/rule-form.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

type Texts = { readonly [key: string]: string | Texts }
const flatten = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, text]): [string, string][] => (typeof text === 'string' ? [[`${path}${key}`, text]] : flatten(text, `${path}${key}.`)))
const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort()

/** Choices that have no other list of words. */
const worded: readonly string[] = ['kind', 'priority', 'qualities', 'alsoQualities']
const ruleOptions = ruleKinds.flatMap(fieldsOf).filter(({ name }) => !worded.includes(name)).flatMap(({ options }) => options)

describe('texts', () => {
  const [chinese, english] = [new Map(flatten(zh)), new Map(flatten(en))]

  it('has the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('has the same blanks to fill in both', () => {
    for (const [key, text] of chinese) expect(places(english.get(key) ?? ''), key).toEqual(places(text))
  })

  it('leaves nothing empty and nothing Chinese in the English texts', () => {
    for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('')
    // The switch to Chinese is written in Chinese.
    for (const [key, text] of [...english].filter(([name]) => name !== 'header.language')) expect(text, key).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it.each([
    ['level', riskLevels], ['kind', ruleKinds], ['state', alarmStates], ['presence', presences], ['quality', qualities], ['industry', industries],
    ['sourceKind', sourceKinds], ['reason', RiskContribution.shape.reason.options], ['keys', shortcutActions],
    ['ruleField', Object.keys(AlarmRule.shape)], ['ruleOption', ruleOptions],
    ['page', pages], ['refusal', rejectionReasons],
  ] as const)('names every %s', (group, values) => {
    for (const texts of [zh, en]) expect(Object.keys(texts[group])).toEqual(expect.arrayContaining([...values]))
  })
})
