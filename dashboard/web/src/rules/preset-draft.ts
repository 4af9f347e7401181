import type { RulePreset } from '@hazardwatch/shared/rule-presets'
import type { RuleDraft } from './rule-draft.ts'

/** Mark of figures that nobody has compared with the text of the standard; it stays in the citation until somebody has. */
const VERIFY = '[verify]'

const text = (value: number | boolean | null | undefined): string => (value === undefined || value === null ? '' : String(value))

/**
 * @returns the form filled with one rule of a preset. A figure that the plant has to give is left empty. Where the point has another unit, the unit of
 * the preset is written down: the service then refuses the rule and says what the figure is in the unit of the point, instead of taking mg/m3 for ppm.
 */
export const presetDraft = (draft: RuleDraft, preset: RulePreset, rule: RulePreset['rules'][number], pointUnit: string | undefined): RuleDraft => ({
  ...draft,
  kind: rule.kind,
  limit: text(rule.limit),
  priority: rule.priority,
  latching: text(rule.latching),
  windowS: text(rule.windowS),
  level: text(rule.level),
  percent: text(rule.percent),
  unit: rule.limit === null || rule.percent === true || preset.unit === pointUnit ? '' : preset.unit,
  citation: preset.verify ? `${preset.standard} ${VERIFY}` : preset.standard,
})
