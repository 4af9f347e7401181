import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AlarmRule, priorities } from './alarm-rule.ts'
import type { EnterpriseCode, Tag } from './ids.ts'
import { partId } from './rule-part.ts'
import { RuleColumns } from './rule-columns.ts'

const place = (enterprise: string, tag: string) => ({ enterprise: enterprise as EnterpriseCode, tag: tag as Tag })
const places = [place('E', 'P'), place('E', 'Q'), place('F', 'P')]

/** Limits with and without parameters, silences, parts, and ids of every kind. */
const rules = fc.record({
  of: fc.constantFrom(...places), naming: fc.constantFrom('limit', 'part', 'own'), kind: fc.constantFrom('H', 'L', 'HH', 'silence'), limit: fc.constantFrom(-5, 0, 60.25), deadband: fc.constantFrom(0, 1.5),
  priority: fc.constantFrom(...priorities), enabled: fc.boolean(), reAlarmS: fc.constantFrom(null, 600), onDelayS: fc.constantFrom(0, 2.5), alsoQualities: fc.constantFrom(undefined, ['manual']),
}).map(({ of, naming, kind, limit, alsoQualities, ...rest }) => {
  const id = naming === 'limit' ? `${of.enterprise}/${of.tag}/${kind}` : `own-${of.tag}`
  const rule = AlarmRule.parse({ id, enterprise: of.enterprise, point: of.tag, kind, ...rest, ...(kind === 'silence' ? { afterS: 60 } : { limit, ...(alsoQualities !== undefined && { alsoQualities }) }) })
  return { rule: naming === 'part' ? { ...rule, id: partId('SELECTOR', of.tag) } : rule, place: of }
})

describe('rules in columns', () => {
  it('gives back what was put, whatever is put and taken away, on a known point or on none', () => {
    const step = fc.record({ row: fc.integer({ min: 0, max: 150 }), item: rules, known: fc.constantFrom('known', 'unknown', 'another'), drop: fc.boolean() })
    fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const columns = new RuleColumns()
      const plain = new Map<number, AlarmRule>()
      for (const { row, item, known, drop } of steps) {
        if (drop) columns.delete(row)
        else columns.set(row, item.rule, known === 'unknown' ? undefined : known === 'known' ? item.place : place('G', 'X'))
        if (drop) plain.delete(row)
        else plain.set(row, item.rule)
      }
      for (let row = 0; row <= 151; row++) {
        const rule = plain.get(row)
        expect(columns.get(row)).toEqual(rule)
        expect([columns.idOf(row), columns.kindOf(row), columns.enterpriseOf(row), columns.whenOf(row)]).toEqual([rule?.id, rule?.kind, rule?.enterprise, rule?.when])
      }
    }))
  })

  it('keeps no more forms than are in use: a rule may be edited for years', () => {
    const columns = new RuleColumns()
    const at = (onDelayS: number): AlarmRule => AlarmRule.parse({ id: 'E/P/H', enterprise: 'E', point: 'P', kind: 'H', limit: 1, priority: 'red', onDelayS })
    for (let edit = 0; edit < 1_000; edit++) columns.set(0, at(edit), places[0])
    expect(columns.forms).toBe(1)
    columns.set(1, at(999), places[0])
    columns.delete(0)
    expect([columns.forms, columns.get(1)?.onDelayS]).toEqual([1, 999])
    columns.delete(1)
    expect(columns.forms).toBe(0)
  })

  it('writes a rule with its fields in the order in which rules are written everywhere', () => {
    const rule = AlarmRule.parse({ id: 'E/P/H', enterprise: 'E', point: 'P', kind: 'H', limit: 1, priority: 'red' })
    const columns = new RuleColumns()
    columns.set(0, rule, places[0])
    expect(JSON.stringify(columns.get(0))).toBe(JSON.stringify(rule))
  })
})
