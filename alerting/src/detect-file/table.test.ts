import { expect, test } from 'vitest'
import { readTimestamp } from './read-timestamp.ts'
import { readHeader, readRow, TableFault, timestampOf } from './table.ts'

test.each([
  ['2014-04-01 00:05:00', Date.UTC(2014, 3, 1, 0, 5)],
  ['2014-04-01 00:05:00.500000', Date.UTC(2014, 3, 1, 0, 5) + 500],
  ['2014-04-01T23:05', Date.UTC(2014, 3, 1, 23, 5)],
  ['2014-04-01T08:00:00.25+08:00', Date.UTC(2014, 3, 1, 8) + 250],
  ['2014-04-01T08:00:00Z', Date.UTC(2014, 3, 1, 8)],
  ['2020/3/9 1:02:03', Date.UTC(2020, 2, 9, 1, 2, 3)],
  ['1396310400', 1_396_310_400_000],
  ['1396310400.5', 1_396_310_400_500],
  ['1396310400123', 1_396_310_400_123],
  ['0', 0],
  ['2014-13-01 00:00:00', Number.NaN],
  ['2014-02-30 00:00:00', Number.NaN],
  ['value', Number.NaN],
  ['', Number.NaN],
])('time %j', (text, ms) => { expect(readTimestamp(text)).toBe(ms) })

test('a row by the header: separators, quotes, missing values, decimal commas', () => {
  const values = new Float64Array(2)
  const comma = readHeader('\uFEFFtimestamp,"a",b', undefined)
  expect(comma.columns).toEqual(['a', 'b'])
  expect(readRow('2014-04-01 00:00:00, 1.5 ,NaN', 2, comma, values)).toBe(Date.UTC(2014, 3, 1))
  expect([...values]).toEqual([1.5, Number.NaN])
  const semicolon = readHeader('datetime;a;b;c', ['c', 'a'])
  readRow('2020-03-09 10:14:33;1,25;x;', 2, semicolon, values)
  expect([...values]).toEqual([Number.NaN, 1.25])
  expect(timestampOf('2020-03-09 10:14:33;1;2', semicolon)).toBe('2020-03-09 10:14:33')
})

test.each([
  ['2014-04-01 00:00:00,1', undefined, 'header is missing'],
  ['timestamp', undefined, 'a header such as'],
  ['timestamp,a,b', ['c'], 'there is no column "c"; the columns are: a, b'],
])('a bad header: %s', (line, wanted, message) => { expect(() => readHeader(line, wanted)).toThrow(message) })

test.each([
  ['2014-04-01 00:00:00,high', 'line 7: "high" in column "a" is not a number'],
  ['yesterday,1', 'line 7: "yesterday" is not a time'],
  ['2014-04-01 00:00:00', 'line 7: 1 cells'],
])('a bad line: %s', (line, message) => {
  const header = readHeader('timestamp,a', undefined)
  expect(() => readRow(line, 7, header, new Float64Array(1))).toThrow(TableFault)
  expect(() => readRow(line, 7, header, new Float64Array(1))).toThrow(message)
})
