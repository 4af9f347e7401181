import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AlarmRule } from './alarm-rule.ts'
import { readRuleSheet, sheetColumns, sheetRow } from './rule-sheet.ts'
import { saidInChinese } from './testing/said-in-chinese.ts'

const rule = (fields: object = {}): AlarmRule => AlarmRule.parse({ id: 'E/P/H', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', ...fields })
const header = ['enterprise', 'point', 'kind', 'limit', 'priority']
const row = ['E', 'P', 'H', 25, 'red']

describe('the sheet of the master alarm database', () => {
  it('brings back every rule that it was given', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 }).map((part) => part.trim()).filter((part) => part !== '')
    const any = fc.record({
      limit: fc.double({ min: -1e6, max: 1e6, noNaN: true }), onDelayS: fc.integer({ min: 0, max: 3_600 }), enabled: fc.boolean(), latching: fc.boolean(),
      priority: fc.constantFrom('red', 'orange', 'yellow', 'blue'), consequence: fc.option(text, { nil: undefined }), responseS: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
    })
    fc.assert(fc.property(fc.array(any, { maxLength: 10 }), (fields) => {
      const rules = fields.map((each, index) => rule({ ...each, id: `R${index}` }))
      const silent = rule({ id: 'S', kind: 'silence', limit: null, afterS: 60 })
      const { rules: read, faults } = readRuleSheet([[...sheetColumns], ...[...rules, silent].map((each) => sheetRow(each, { name: '名', unit: 'm' }))])
      expect(faults).toEqual([])
      expect(read.map((each) => each.rule)).toEqual([...rules, silent])
    }))
  })

  it('takes columns in any order, fills in what is left out, reads what spreadsheets make of cells, and skips empty rows', () => {
    const { rules, faults } = readRuleSheet([['priority', 'limit', 'kind', 'point', 'enterprise', 'enabled'], ['red', ' 25 ', 'H', 'P', 'E', '否'], [null, '', undefined]])
    expect(faults).toEqual([])
    expect(rules).toEqual([{ row: 2, rule: rule({ enabled: false }) }])
  })

  it.each<[string, unknown[][], { row: number; column: string | null; message: RegExp }[]]>([
    ['a column that is missing', [['enterprise', 'point', 'kind']], [{ row: 1, column: 'priority', message: /lacks/ }]],
    ['a column that is not known', [[...header, 'colour']], [{ row: 1, column: 'colour', message: /no column colour/ }]],
    ['each fault of each row', [header, ['E', 'P', 'H', 'much', 'red'], row, ['E', 'P', 'X', 1, 'green']],
      [{ row: 2, column: 'limit', message: /number/ }, { row: 4, column: 'kind', message: /option/ }, { row: 4, column: 'priority', message: /option/ }]],
    ['a rule that stands twice', [header, row, row], [{ row: 3, column: 'id', message: /row 2 too/ }]],
    ['a kind without what it needs', [header, ['E', 'P', 'silence', '', 'red']], [{ row: 2, column: 'afterS', message: /needs afterS/ }]],
    ['parameters that are no JSON', [[...header, 'parameters'], [...row, 'windowS=5']], [{ row: 2, column: 'parameters', message: /JSON object/ }]],
    ['a parameter that is not known', [[...header, 'parameters'], [...row, '{"speed":5}']], [{ row: 2, column: 'parameters', message: /no parameter speed/ }]],
  ])('tells %s', (_name, rows, expected) => {
    expect(readRuleSheet(rows).faults).toEqual(expected.map((fault) => ({ ...fault, message: { en: expect.stringMatching(fault.message), zh: saidInChinese } })))
  })
})
