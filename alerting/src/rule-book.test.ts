import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { RuleKind } from '@hazardwatch/shared/rule-parameters'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRuleBook, dropRule, putRule, rulesOfPoint } from './rule-book.ts'

const rule = (id: string, kind: RuleKind = 'H', limit = 25): AlarmRule => AlarmRule.parse({ id, enterprise: 'E', point: 'P', kind, limit, priority: 'red' })

describe('rule book', () => {
  it('judges the nearer limit of a point first, in whatever order the rules came', () => {
    const book = createRuleBook()
    for (const kind of ['HH', 'LL', 'H', 'L'] as const) putRule(book, rule(kind, kind), 7)
    expect(rulesOfPoint(book, 7).map((row) => book.rules.kindOf(row))).toEqual(['L', 'H', 'LL', 'HH'])
  })

  it('an edit on the same point keeps the row and the memory', () => {
    const book = createRuleBook()
    const row = putRule(book, rule('r'), 3)
    book.live.phase[row] = 2
    expect(putRule(book, rule('r', 'H', 40), 3)).toBe(row)
    expect(book.live.phase[row]).toBe(2)
    expect(book.configs.limit[row]).toBe(40)
  })

  it('a retired rule leaves nothing behind for the next one in its row', () => {
    const book = createRuleBook()
    const row = putRule(book, rule('old'), 3)
    book.live.phase[row] = 2
    dropRule(book, 'old')
    expect(putRule(book, rule('new'), 4)).toBe(row)
    expect(book.live.phase[row]).toBe(0)
    expect(rulesOfPoint(book, 3)).toEqual([])
  })

  it('finds the rules of every point after any course of edits, beyond its first capacity', () => {
    const edit = fc.record({ id: fc.integer({ min: 0, max: 30 }), point: fc.integer({ min: 0, max: 200 }), drop: fc.boolean() })
    fc.assert(fc.property(fc.array(edit, { maxLength: 120 }), (edits) => {
      const book = createRuleBook(2, 2)
      const expected = new Map<string, number>()
      for (const { id, point, drop } of edits) {
        if (drop) dropRule(book, `r${id}`)
        else putRule(book, rule(`r${id}`), point)
        if (drop) expected.delete(`r${id}`)
        else expected.set(`r${id}`, point)
      }
      for (let point = 0; point <= 200; point++) {
        const ids = rulesOfPoint(book, point).map((row) => book.rules.idOf(row) ?? '')
        expect(new Set(ids)).toEqual(new Set([...expected].filter(([, at]) => at === point).map(([id]) => id)))
        expect(new Set(ids).size).toBe(ids.length)
      }
    }), { numRuns: 60 })
  })
})
