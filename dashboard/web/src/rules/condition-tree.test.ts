import type { RuleCondition } from '@hazardwatch/shared/rule-condition'
import { describe, expect, it } from 'vitest'
import { conditionText, negated, withAnother, withoutPart, withPart } from './condition-tree.ts'

const words = { and: '&', or: '|', not: (what: string) => `!${what}`, name: (rule: string) => rule }

it.each<[RuleCondition, string]>([
  ['A', 'A'],
  [{ not: 'A' }, '!A'],
  [{ and: ['A', 'B'] }, 'A & B'],
  [{ or: ['A', { and: ['B', { not: 'C' }] }] }, 'A | (B & !C)'],
  [{ not: { or: ['A', 'B'] } }, '!(A | B)'],
  [{ not: { not: 'A' } }, '!!A'],
  [{ and: [{ or: ['A'] }, 'B'] }, 'A & B'],
])('%j reads %s', (condition, text) => {
  expect(conditionText(condition, words)).toBe(text)
})

describe('editing', () => {
  it.each<[string, RuleCondition, RuleCondition]>([
    ['a rule is denied', negated('A'), { not: 'A' }],
    ['and no longer', negated({ not: 'A' }), 'A'],
    ['a second beside the first', withAnother('A', ''), { and: ['A', ''] }],
    ['one more in a group', withAnother({ or: ['A', 'B'] }, 'C'), { or: ['A', 'B', 'C'] }],
    ['a second beside a denied group', withAnother({ not: { or: ['A', 'B'] } }, ''), { and: [{ not: { or: ['A', 'B'] } }, ''] }],
    ['one of two goes: the other stands alone', withoutPart('and', ['A', { not: 'B' }], 0), { not: 'B' }],
    ['one of three goes', withoutPart('or', ['A', 'B', 'C'], 1), { or: ['A', 'C'] }],
    ['the only one goes: nothing is chosen', withoutPart('or', ['A'], 0), ''],
    ['one is another', { and: withPart(['A', 'B'], 1, 'C') }, { and: ['A', 'C'] }],
  ])('%s', (_name, made, expected) => {
    expect(made).toEqual(expected)
  })
})
