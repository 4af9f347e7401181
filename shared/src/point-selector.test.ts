import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksLikeSelector, parseSelector, selects } from './point-selector.ts'
import { saidInChinese } from './testing/said-in-chinese.ts'
import { isWords } from './words.ts'

const points = [
  { tag: 'GD-01', source: 'TK101', quantity: 'concentration', unit: '[ppm]' },
  { tag: 'GD-12', source: 'TK102', quantity: 'concentration', unit: '%LEL' },
  { tag: 'TK101.temp', source: 'TK101', quantity: 'temperature', unit: 'Cel' },
  { tag: 'GD-X/9', source: 'HALL, west', quantity: 'concentration', unit: '' },
]
const meant = (text: string): string[] => {
  const selector = parseSelector(text)
  if (isWords(selector)) throw new Error(selector.en)
  return points.filter((point) => selects(selector, point)).map(({ tag }) => tag)
}

describe('selectors', () => {
  it.each<[string, string[]]>([
    ['GD-*', ['GD-01', 'GD-12', 'GD-X/9']],
    ['GD-0*', ['GD-01']],
    ['*', ['GD-01', 'GD-12', 'TK101.temp', 'GD-X/9']],
    ['*1*', ['GD-01', 'GD-12', 'TK101.temp']],
    ['gd-*', []],
    ['TK101.*', ['TK101.temp']],
    ['{quantity=concentration}', ['GD-01', 'GD-12', 'GD-X/9']],
    ['{ quantity = concentration , source != TK101 }', ['GD-12', 'GD-X/9']],
    ['GD-*{source=TK1*}', ['GD-01', 'GD-12']],
    ['{tag=GD-*, tag!=GD-12}', ['GD-01', 'GD-X/9']],
    ['{tag=GD-01}', ['GD-01']],
    ['GD-01{unit=[ppm]}', ['GD-01']],
    ['{source="HALL, west"}', ['GD-X/9']],
    ['{unit=""}', ['GD-X/9']],
    ['{unit!=""}', ['GD-01', 'GD-12', 'TK101.temp']],
  ])('%s', (text, tags) => {
    expect(looksLikeSelector(text)).toBe(true)
    expect(meant(text)).toEqual(tags)
  })

  it.each([
    ['GD-*{quantity=gas', 'closing brace'],
    ['{}', 'is no condition'],
    ['{quantity}', 'is no condition'],
    ['{gas=NH3}', 'ask for one of tag, source, quantity, unit'],
    ['{quantity=}', 'has no value'],
    ['{quantity=gas,}', 'is no condition'],
    ['{unit=%{LEL}}', 'double quotes'],
    ['{source="a}', 'double quotes'],
  ])('refuses %s and says what to do', (text, why) => { expect(parseSelector(text)).toEqual({ en: expect.stringContaining(why), zh: saidInChinese }) })

  it.each(['GD-01', 'TK101.temp', 'Inputs/A', 'a=b', '温度'])('%s is a tag', (tag) => { expect(looksLikeSelector(tag)).toBe(false) })

  it('a glob means what its regular expression means', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 })
    fc.assert(fc.property(word.filter((text) => text.includes('*')), fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 8 }), (glob, tag) => {
      const selector = parseSelector(glob)
      const expected = new RegExp(`^${glob.split('*').map((part) => part.replaceAll('.', '\\.')).join('.*')}$`).test(tag)
      expect(!isWords(selector) && selects(selector, { tag, source: 'S', quantity: 'q', unit: '1' })).toBe(expected)
    }))
  })
})
