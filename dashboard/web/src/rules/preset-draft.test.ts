import { rulePresets } from '@hazardwatch/shared/rule-presets'
import { describe, expect, it } from 'vitest'
import { presetDraft } from './preset-draft.ts'
import type { RuleDraft } from './rule-draft.ts'
import { readDraft } from './rule-form.ts'

const draft: RuleDraft = { enterprise: 'E', point: 'P', kind: 'rate', priority: 'blue', enabled: 'true', ackRequired: 'true', windowS: '60', cause: 'kept' }
const fill = (id: string, index: number, unit: string): RuleDraft => {
  const preset = rulePresets.find((known) => known.id === id)
  const rule = preset?.rules[index]
  if (preset === undefined || rule === undefined) throw new Error(`no preset ${id}`)
  return presetDraft(draft, preset, rule, unit)
}

describe('presetDraft', () => {
  it.each([
    ['in the unit of the point', 'ammonia-machine-room', 0, '[ppm]', { kind: 'H', limit: '150', priority: 'red', unit: '', citation: 'GB 50072-2021 §7.4.1: 1.5×10⁻⁴ (150 ppm)', cause: 'kept' }],
    ['in another unit: it is said', 'gas-h2s', 1, '[ppm]', { kind: 'HH', limit: '20', unit: 'mg/m3' }],
    ['a figure of the plant, latching', 'casting-cooling-water', 1, 'L/min', { kind: 'LL', limit: '', latching: 'true', unit: '' }],
    ['an average', 'co-exposure', 0, 'mg/m3', { kind: 'twa', limit: '30', windowS: '900' }],
    ['per cent has no unit of the point', 'dust-differential-pressure', 0, 'kPa', { kind: 'deviation', limit: '20', percent: 'true', unit: '' }],
  ])('%s', (_name, id, index, unit, expected) => {
    expect(fill(id, index, unit)).toMatchObject(expected)
  })

  it('keeps the mark of what is to be verified', () => {
    expect(fill('dust-inlet-temperature', 0, 'Cel').citation).toMatch(/\[verify\]$/)
    expect(fill('gas-combustible', 0, '%{LEL}').citation).not.toContain('verify')
  })

  it('gives rules that can be read wherever all figures are given', () => {
    const whole = rulePresets.flatMap((preset) => preset.rules.filter(({ limit, kind }) => limit !== null && kind !== 'deviation').map((rule) => readDraft(presetDraft(draft, preset, rule, preset.unit)).faults))
    expect(whole.length).toBeGreaterThan(20)
    expect(whole.flat()).toEqual([])
  })
})
