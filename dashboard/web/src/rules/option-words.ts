import { priorities } from '@hazardwatch/shared/alarm-rule'
import { qualityCode, type Quality } from '@hazardwatch/shared/quality'
import { ruleKinds } from '@hazardwatch/shared/rule-parameters'
import type { TFunction } from 'i18next'
import { zhRules } from '../i18n/zh-rules.ts'
import type { RuleField } from './rule-draft.ts'

const isOption = (name: string): name is keyof typeof zhRules.ruleOption => Object.hasOwn(zhRules.ruleOption, name)
const isQuality = (name: string): name is Quality => qualityCode(name) !== undefined

/** @returns what a choice of a field is called; what has no word stands for itself. */
export const optionWord = (field: RuleField, option: string, t: TFunction): string => {
  const kind = ruleKinds.find((name) => name === option)
  const priority = priorities.find((name) => name === option)
  if (field === 'kind' && kind !== undefined) return /^[A-Z]+$/.test(kind) ? `${t(`kind.${kind}`)} ${kind}` : t(`kind.${kind}`)
  if (field === 'priority' && priority !== undefined) return t(`level.${priority}`)
  if ((field === 'qualities' || field === 'alsoQualities') && isQuality(option)) return t(`quality.${option}`)
  return isOption(option) ? t(`ruleOption.${option}`) : option
}
