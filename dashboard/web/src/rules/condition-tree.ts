import type { RuleCondition } from '@hazardwatch/shared/rule-condition'

export type Join = 'and' | 'or'

/** A node of a condition without its negation. */
export type ConditionNode = { kind: 'rule'; id: string } | { kind: 'group'; join: Join; parts: readonly RuleCondition[] } | { kind: 'not'; inner: RuleCondition }

/** @returns what a condition is, as it is drawn. */
export const nodeOf = (condition: RuleCondition): ConditionNode => {
  if (typeof condition === 'string') return { kind: 'rule', id: condition }
  if ('not' in condition) return { kind: 'not', inner: condition.not }
  return 'and' in condition ? { kind: 'group', join: 'and', parts: condition.and } : { kind: 'group', join: 'or', parts: condition.or }
}

export const groupOf = (join: Join, parts: readonly RuleCondition[]): RuleCondition => (join === 'and' ? { and: [...parts] } : { or: [...parts] })

/** @returns the condition denied, or no longer denied. */
export const negated = (condition: RuleCondition): RuleCondition => (typeof condition === 'object' && 'not' in condition ? condition.not : { not: condition })

/** @returns the condition with one more beside it; what is not a group becomes one. A denied group stays denied as a whole. */
export const withAnother = (condition: RuleCondition, another: RuleCondition): RuleCondition => {
  const node = nodeOf(condition)
  return node.kind === 'group' ? groupOf(node.join, [...node.parts, another]) : { and: [condition, another] }
}

export const withPart = (parts: readonly RuleCondition[], index: number, part: RuleCondition): RuleCondition[] => parts.map((old, place) => (place === index ? part : old))

/** @returns the group without one of its conditions: the one that is left stands alone, and where none is left nothing is chosen. */
export const withoutPart = (join: Join, parts: readonly RuleCondition[], index: number): RuleCondition => {
  const left = parts.filter((_part, place) => place !== index)
  return left.length > 1 ? groupOf(join, left) : (left[0] ?? '')
}

interface ConditionWords {
  and: string
  or: string
  /** With `{{what}}` where the denied condition stands. */
  not(what: string): string
  name(rule: string): string
}

/** @returns the condition as a sentence; groups within groups stand in brackets. */
export const conditionText = (condition: RuleCondition, words: ConditionWords): string => {
  const node = nodeOf(condition)
  if (node.kind === 'rule') return words.name(node.id)
  if (node.kind === 'not') return words.not(bracketed(node.inner, words))
  return node.parts.map((part) => bracketed(part, words)).join(` ${words[node.join]} `)
}

const bracketed = (condition: RuleCondition, words: ConditionWords): string => {
  const node = nodeOf(condition)
  const text = conditionText(condition, words)
  return node.kind === 'group' && node.parts.length > 1 ? `(${text})` : text
}
