import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'detect-')) })
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const main = fileURLToPath(new URL('../detect-main.ts', import.meta.url))

const detect = async (...args: string[]): Promise<{ code: number, stderr: string }> => new Promise((resolve) => {
  execFile(process.execPath, [main, ...args], (error, _, stderr) => { resolve({ code: typeof error?.code === 'number' ? error.code : 0, stderr }) })
})

const at = (name: string): string => join(folder, name)
const time = (i: number): string => new Date(Date.UTC(2014, 3, 1) + i * 300_000).toISOString().slice(0, 19).replace('T', ' ')
const series = (rows: number, separator = ','): string =>
  ['timestamp', 'a', 'b'].join(separator) + '\n' + Array.from({ length: rows }, (_, i) => [time(i), (i === 380 ? 50 : Math.sin(i * i)).toFixed(4), i === 5 ? '' : 7].join(separator)).join('\n')

test('every row gets its line, the time as it stood; the jump is an alarm', async () => {
  writeFileSync(at('in.csv'), series(400))
  expect(await detect('--input', at('in.csv'), '--output', at('deep/out.csv'))).toEqual({ code: 0, stderr: '' })
  const lines = readFileSync(at('deep/out.csv'), 'utf8').trimEnd().split('\n')
  expect(lines[0]).toBe('timestamp,anomaly_score,alarm')
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(Array.from({ length: 400 }, (_, i) => time(i)))
  expect(lines[381]).toMatch(/,0\.[5-9]\d*,1$/)
})

test('a column more on request: how grave it is by now; the other columns stay as they are', async () => {
  writeFileSync(at('in.csv'), series(400))
  await detect('--input', at('in.csv'), '--output', at('plain.csv'), '--fit', '200')
  await detect('--input', at('in.csv'), '--output', at('graded.csv'), '--fit', '200', '--severity')
  const lines = (name: string): string[][] => readFileSync(at(name), 'utf8').trimEnd().split('\n').map((line) => line.split(','))
  expect(lines('graded.csv')[0]).toEqual(['timestamp', 'anomaly_score', 'alarm', 'severity'])
  expect(lines('graded.csv').map((row) => row.slice(0, 3))).toEqual(lines('plain.csv'))
  const severity = lines('graded.csv').slice(1).map((row) => Number(row[3]))
  expect(severity.slice(0, 380).every((each) => each === 0)).toBe(true)
  expect(severity[380]).toBeGreaterThanOrEqual(0.5)
  expect(severity[385]).toBeGreaterThanOrEqual(severity[380]!)
})

test('rows that were used for fitting score 0, and the rest is as after a baseline of its own', async () => {
  const all = series(400)
  const [header = '', ...rows] = all.split('\n')
  writeFileSync(at('all.csv'), all)
  writeFileSync(at('head.csv'), [header, ...rows.slice(0, 200)].join('\n'))
  writeFileSync(at('tail.csv'), [header, ...rows.slice(200)].join('\n'))
  await detect('--input', at('all.csv'), '--output', at('fit.csv'), '--fit', '200')
  await detect('--input', at('tail.csv'), '--output', at('base.csv'), '--baseline', at('head.csv'))
  const fit = readFileSync(at('fit.csv'), 'utf8').trimEnd().split('\n').slice(1)
  expect(fit.slice(0, 200).every((line) => line.endsWith(',0,0'))).toBe(true)
  expect(fit.slice(200)).toEqual(readFileSync(at('base.csv'), 'utf8').trimEnd().split('\n').slice(1))
})

test('a folder is done file by file; a bad file is told and the others are done', async () => {
  mkdirSync(at('in/sub'), { recursive: true })
  writeFileSync(at('in/one.csv'), series(30, ';'))
  writeFileSync(at('in/sub/two.csv.gz'), gzipSync(series(20)))
  writeFileSync(at('in/bad.csv'), 'timestamp,a\n2014-04-01 00:00:00,high\n')
  const { code, stderr } = await detect('--input', at('in'), '--output', at('out'))
  expect(code).toBe(1)
  expect(stderr).toContain(`${at('in/bad.csv')}: line 2: "high" in column "a" is not a number`)
  expect(readFileSync(at('out/one.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(31)
  expect(gunzipSync(readFileSync(at('out/sub/two.csv.gz'))).toString().trimEnd().split('\n')).toHaveLength(21)
  expect(() => readFileSync(at('out/bad.csv'))).toThrow('ENOENT')
})

test.each([
  [['--input', 'nowhere.csv', '--output', 'x.csv'], 'there is no such file'],
  [['--input', 'in.csv'], '--input and --output are both wanted'],
  [['--input', 'in.csv', '--output', 'x.csv', '--detector', 'oracle'], 'there is no detector "oracle"; choose one of: '],
  [['--input', 'in.csv', '--output', 'x.csv', '--columns', 'c'], 'there is no column "c"; the columns are: a, b'],
  [['--input', 'in.csv', '--output', 'x.csv', '--fit', 'some'], '--fit wants a number'],
  [['--input', 'in.csv', '--output', 'x.csv', '--fit', '99'], '30 rows, but --fit 99'],
  [['--input', 'in.csv', '--output', 'in.csv'], '--output must not be the input'],
  [['--input', 'empty.csv', '--output', 'x.csv'], 'the file is empty'],
  [['--input', 'header.csv', '--output', 'x.csv'], 'no row below the header'],
  [['--input', 'in.csv', '--output', 'x.csv', '--what', 'x'], "Unknown option '--what'"],
])('what cannot be done is told in one line: %j', async (args, message) => {
  writeFileSync(at('in.csv'), series(30))
  writeFileSync(at('empty.csv'), '')
  writeFileSync(at('header.csv'), 'timestamp,a\n')
  const { code, stderr } = await detect(...args.map((arg) => (arg.endsWith('.csv') ? at(arg) : arg)))
  expect(code).toBe(1)
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
