import type { RulePreset } from '@hazardwatch/shared/rule-presets'
import { fieldText, type RuleDraft } from './rule-form.ts'

/** Mark of figures that nobody has compared with the text of the standard; it stays in the citation until somebody has. */
const VERIFY = '[verify]'

/**
 * @returns the form filled with one rule of a preset. A figure that the plant has to give is left empty. Where the point has another unit, the unit of
 * the preset is written down: the service then refuses the rule and says what the figure is in the unit of the point, instead of taking mg/m3 for ppm.
 */
export const presetDraft = (draft: RuleDraft, preset: RulePreset, rule: RulePreset['rules'][number], pointUnit: string | undefined): RuleDraft => ({
  ...draft,
  kind: rule.kind,
  limit: fieldText(rule.limit),
  priority: rule.priority,
  latching: fieldText(rule.latching),
  windowS: fieldText(rule.windowS),
  level: fieldText(rule.level),
  percent: fieldText(rule.percent),
  unit: rule.limit === null || rule.percent === true || preset.unit === pointUnit ? '' : preset.unit,
  citation: preset.verify ? `${preset.standard} ${VERIFY}` : preset.standard,
})
