import type { Alarm } from '@hazardwatch/shared/alarm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvHead, csvLine } from './alarm-csv.ts'
import { alarm, enterprise, point, source } from './testing/fixtures.ts'

const named = {
  enterprise: () => enterprise('E', '220102', { name: '冷库，一', nameEn: 'Cold store' }),
  source: () => source('E', 'S1'),
  point: () => ({ ...point('E', 'GD-07'), number: 0 }),
}
const unknown = { enterprise: () => undefined, source: () => undefined, point: () => undefined }
const heads = csvHead.slice(1).trimEnd().split(',')

/** A reader of RFC 4180 for one line, as a spreadsheet has it. */
const read = (line: string): Record<string, string> => {
  const cells: string[] = []
  for (const [, quoted, plain] of line.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)) cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
  expect(cells).toHaveLength(heads.length)
  return Object.fromEntries(heads.map((head, index) => [head, cells[index] ?? '']))
}
const line = (more: Partial<Record<keyof Alarm, unknown>>, names: Parameters<typeof csvLine>[1] = named, language: 'zh' | 'en' = 'zh') => read(csvLine(alarm(1, 'E', more), names, language))

it('begins with the mark of UTF-8, and every line ends as RFC 4180 has it', () => {
  expect(csvHead.codePointAt(0)).toBe(0xFEFF)
  expect(csvLine(alarm(1, 'E'), named, 'zh').endsWith('\r\n')).toBe(true)
})

it('names what the ledger names, in the language that is asked for, and leaves empty what is not there', () => {
  expect(line({})).toMatchObject({ enterprise: 'E', enterpriseName: '冷库，一', sourceName: '源 S1', pointName: '测点 GD-07', value: '60', limit: '25', unit: '[ppm]', clearedAt: '', acknowledgedBy: '', useful: '', late: 'false' })
  expect(line({}, named, 'en')).toMatchObject({ enterpriseName: 'Cold store', sourceName: '源 S1' })
  expect(line({ limit: null, mark: { useful: false, at: '2026-01-31T09:00:00.000Z', by: 'w' } }, unknown)).toMatchObject({ enterpriseName: '', pointName: '', limit: '', useful: 'false', markedBy: 'w' })
})

it.each([
  ['=HYPERLINK("x")', `'=HYPERLINK("x")`], ['+1', "'+1"], ['-1', "'-1"], ['@a', "'@a"], ['a=b', 'a=b'], ['王, "五"', '王, "五"'], ['two\nlines', 'two\nlines'],
])('a name of %j is text to a spreadsheet', (acknowledgedBy, cell) => {
  expect(line({ acknowledgedBy })).toMatchObject({ acknowledgedBy: cell, comments: '0' })
})

it('a value below zero stays a number', () => {
  expect(line({ value: -40.5, limit: -30 })).toMatchObject({ value: '-40.5', limit: '-30' })
})

it('whatever people wrote, each cell is read back in its column', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (reason, assignee) => {
    const cells = line({ reason, assignee })
    const plain = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, '')
    expect([plain(cells['reason'] ?? ''), plain(cells['assignee'] ?? ''), cells['id']]).toEqual([plain(reason), plain(assignee), '00000000000000000000000000000001'])
  }))
})
