import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { RuleCondition } from '@hazardwatch/shared/rule-condition'
import type { TFunction } from 'i18next'
import { conditionText } from './condition-tree.ts'
import { optionWord } from './option-words.ts'
import type { RuleField } from './rule-draft.ts'
import { dayRuns, weekDays } from './schedule-week.ts'

/** @returns days of the week as they are said: `周一至周五`. */
const daysText = (days: readonly number[], t: TFunction): string => {
  if (days.length === 0 || days.length === weekDays.length) return t('schedule.every')
  const name = (day: number): string => t(`schedule.day${(weekDays.find((known) => known === day) ?? 1)}`)
  return dayRuns(days).map(([from, to]) => (from === to ? name(from) : t('schedule.run', { from: name(from), to: name(to) }))).join(t('condition.comma'))
}

/** @returns a window as it is said: `周一至周五 08:00–18:00`. */
export const windowText = ({ days = [], from, to }: { days?: readonly number[] | undefined; from: string; to: string }, t: TFunction): string => `${daysText(days, t)} ${from}–${to}`

/** @returns a combination as a sentence. @param name what a rule is called */
export const conditionWords = (condition: RuleCondition, name: (rule: string) => string, t: TFunction): string =>
  conditionText(condition, { and: t('condition.and'), or: t('condition.or'), not: (what) => t('condition.denied', { what }), name: (rule) => (rule === '' ? t('condition.unchosen') : name(rule)) })

const stageText = ({ point, low, high }: NonNullable<AlarmRule['activeWhile']>): string =>
  low !== null && high !== null ? `${point} ${low}–${high}` : low !== null ? `${point} ≥ ${low}` : high !== null ? `${point} ≤ ${high}` : point

/** @returns the value of a field as it is said in a change; empty when it is not set. */
export const valueText = (field: RuleField, value: AlarmRule[RuleField], t: TFunction): string => {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'object') return optionWord(field, String(value), t)
  const text = structuredText({ [field]: value }, t)
  if (text !== undefined) return text
  return Array.isArray(value) ? value.map((part) => (typeof part === 'string' ? optionWord(field, part, t) : JSON.stringify(part))).join(', ') : JSON.stringify(value)
}

const structuredText = ({ schedule, stateLimits, activeWhile, when, model }: Partial<AlarmRule>, t: TFunction): string | undefined => {
  if (schedule !== undefined) return schedule.map((window) => windowText(window, t)).join('; ')
  if (stateLimits !== undefined) return Object.entries(stateLimits).map(([state, limit]) => `${optionWord('activeStates', state, t)} ${limit}`).join(', ')
  if (activeWhile !== undefined) return stageText(activeWhile)
  if (when !== undefined) return conditionWords(when, (rule) => rule, t)
  return model === undefined ? undefined : `${model.learntFrom} – ${model.learntTo}`
}
