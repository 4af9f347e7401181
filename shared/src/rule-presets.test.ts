import { describe, expect, it } from 'vitest'
import { AlarmRule } from './alarm-rule.ts'
import { rulePresets } from './rule-presets.ts'

describe('presets by standard', () => {
  it('each has its standard, and an id of its own', () => {
    expect(new Set(rulePresets.map(({ id }) => id)).size).toBe(rulePresets.length)
    for (const { id, standard } of rulePresets) expect(standard, id).toMatch(/GB|AQ|应急厅函/)
  })

  it.each(rulePresets)('$id: its rules can be written once the plant gives its own figures', ({ rules }) => {
    for (const { meaning: _, ...rule } of rules) {
      const own = { limit: rule.limit ?? 1, ...(rule.kind === 'deviation' && { setpoint: 800, percent: true }) }
      expect(AlarmRule.safeParse({ id: 'R', enterprise: 'E', point: 'P', ...rule, ...own }).error).toBeUndefined()
    }
  })

  it.each([
    ['gas-combustible', [25, 50]], ['ammonia-machine-room', [150]], ['gas-h2s', [10, 20]], ['gas-nh3', [20, 40]], ['gas-hcl', [7.5, 15]], ['dust-inlet-temperature', [70]],
  ])('%s', (id, limits) => { expect(rulePresets.find((preset) => preset.id === id)?.rules.map(({ limit }) => limit)).toEqual(limits) })

  it('a figure that the plant must give is marked as to be verified', () => {
    for (const { id, verify, rules } of rulePresets) expect(verify || rules.every(({ limit }) => limit !== null), id).toBe(true)
  })
})
