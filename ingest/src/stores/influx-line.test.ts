import { qualities } from '@hazardwatch/shared/quality'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import type { PointName } from '@hazardwatch/shared/point-names'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InfluxDirectory } from './influx-directory.ts'
import { LineWriter } from './influx-line.ts'
import { fieldName } from './influx-names.ts'
import { groupRows, rowByRow } from './influx-rows.ts'

type Rows = Parameters<typeof batchOf>[1]

const directoryOf = (names: readonly PointName[]): InfluxDirectory => {
  const directory = new InfluxDirectory()
  for (const [point, name] of names.entries()) directory.learn(point, name, Number.NEGATIVE_INFINITY)
  return directory
}

const linesOf = (names: readonly PointName[], rows: Rows, leftOut: Uint8Array | null = null): string[] => {
  const directory = directoryOf(names)
  const batch = batchOf(0, rows)
  const groups = groupRows(batch, directory, leftOut)
  return new LineWriter(directory).write(batch, groups, 0, groups.count).split('\n').slice(0, -1)
}

const plant = ['A', 'B', 'C'].map((tag): PointName => ({ enterprise: 'E1', source: 'S1', tag }))
const other: PointName = { enterprise: 'E2', source: 'S1', tag: 'A' }
const names = [...plant, other]

describe('lines', () => {
  it.each<[name: string, rows: Rows, lines: string[]]>([
    ['a field for each tag of a source at one time', [{ point: 0, time: 5, value: 1 }, { point: 1, time: 5, value: 2.5 }], ['reading,enterprise=E1,source=S1 A=1,B=2.5 5']],
    ['together again what came apart', [{ point: 0, time: 5, value: 1 }, { point: 3, time: 5, value: 9 }, { point: 1, time: 6, value: 3 }, { point: 1, time: 5, value: 2 }], [
      'reading,enterprise=E1,source=S1 A=1,B=2 5', 'reading,enterprise=E2,source=S1 A=9 5', 'reading,enterprise=E1,source=S1 B=3 6',
    ]],
    ['the first of two of a point at one time', [{ point: 0, time: 5, value: 1 }, { point: 1, time: 5, value: 7 }, { point: 0, time: 5, value: 2 }], ['reading,enterprise=E1,source=S1 A=1,B=7 5']],
    ['qualities beside values', [{ point: 0, time: -5, value: 1 }, { point: 1, time: -5, value: null, quality: 'fault' }, { point: 2, time: -5, value: 12, quality: 'calibration' }], [
      'reading,enterprise=E1,source=S1 A=1 -5', 'reading_quality,enterprise=E1,source=S1 B=1i,C=2i -5', 'reading_unusable,enterprise=E1,source=S1 C=12 -5',
    ]],
    ['a good reading without a value', [{ point: 0, time: 5, value: null }], ['reading_quality,enterprise=E1,source=S1 A=0i 5']],
    ['what no line can say as no value', [{ point: 0, time: 5, value: Infinity }], ['reading_quality,enterprise=E1,source=S1 A=0i 5']],
    ['nothing of points that are not known', [{ point: 9, time: 5, value: 1 }], []],
  ])('%s', (_, rows, lines) => { expect(linesOf(names, rows)).toEqual(lines) })

  it('leave out marked rows', () => {
    expect(linesOf(names, [{ point: 0, time: 5, value: 1 }, { point: 1, time: 5, value: 2 }], Uint8Array.of(1, 0))).toEqual(['reading,enterprise=E1,source=S1 B=2 5'])
  })

  it.each([
    ['a b', String.raw`a\ b`], ['a,b=c', String.raw`a\,b\=c`], ['"quoted"', '"quoted"'], ['温度 1', String.raw`温度\ 1`], [String.raw`back\slash`, 'back%5Cslash'], [String.raw`end\ `, String.raw`end%5C\ `],
    ['%LEL', '%25LEL'], ['time', '%74ime'],
  ])('write the tag %s as %s', (tag, key) => {
    expect(linesOf([{ enterprise: 'E', source: 'S', tag }], [{ point: 0, time: 1, value: 2 }])).toEqual([`reading,enterprise=E,source=S ${key}=2 1`])
  })

  it('never give two tags the same field', () => {
    const tag = fc.string({ unit: fc.constantFrom('%', '\\', '5', '2', 'C', 't', 'time', '7', '4', 'ime'), maxLength: 8 })
    fc.assert(fc.property(tag, tag, (one, two) => { expect(fieldName(one) === fieldName(two)).toBe(one === two) }))
  })

  it('hold every reading once, the first of its point and time', () => {
    const row = fc.record({
      point: fc.integer({ min: 0, max: 3 }), time: fc.integer({ min: -3, max: 3 }), value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), quality: fc.constantFrom(...qualities),
    })
    fc.assert(fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
      const expected = new Map<string, string>()
      for (const { point, time, value, quality } of rows) {
        const name = names[point]
        const key = `${name?.enterprise}/${name?.tag}@${time}`
        const isGood = quality === 'good' && value !== null
        if (!expected.has(key)) expected.set(key, isGood ? `${Math.abs(value) === 0 ? 0 : value}` : `${value === null ? 'none' : Math.abs(value) === 0 ? 0 : value} ${qualities.indexOf(quality)}`)
      }
      expect(readBack(linesOf(names, rows))).toEqual(expected)
    }))
  })

  it('row by row are the same readings', () => {
    const directory = directoryOf(names)
    const batch = batchOf(0, [{ point: 0, time: 5, value: 1 }, { point: 1, time: 5, value: 2 }, { point: 3, time: 5, value: 3 }])
    const apart = rowByRow(groupRows(batch, directory, null), 0, 1)
    expect(new LineWriter(directory).write(batch, apart, 0, apart.count)).toBe('reading,enterprise=E1,source=S1 A=1 5\nreading,enterprise=E1,source=S1 B=2 5\n')
  })
})

/** Simple names only: what each line says, by enterprise, tag and time. */
const readBack = (lines: readonly string[]): Map<string, string> => {
  const parts = lines.map((line) => /^(\w+),enterprise=(\w+),source=\w+ (\S+) (-?\d+)$/.exec(line)?.slice(1) ?? [])
  const fieldsOf = (wanted: string): [string, string][] => parts.filter(([measurement]) => measurement === wanted).flatMap(([, enterprise, fields = '', time]) =>
    fields.split(',').map((field): [string, string] => [`${enterprise}/${field.split('=')[0]}@${time}`, field.split('=')[1] ?? '']))
  const unusable = new Map(fieldsOf('reading_unusable'))
  const read = [...fieldsOf('reading'), ...fieldsOf('reading_quality').map(([key, code]): [string, string] => [key, `${unusable.get(key) ?? 'none'} ${code.slice(0, -1)}`])]
  // A field twice would be lost in the map.
  expect(new Set(read.map(([key]) => key)).size).toBe(read.length)
  return new Map(read)
}
