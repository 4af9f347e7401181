import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = resolve(import.meta.dirname, '..')
const heading = "import { beforeAll, describe, expect, it } from 'vitest'\n"
const good = `${heading}it('adds', () => { expect(1 + 1).toBe(2) })\n`

const runs = [
  { name: 'two good tests', files: [good, good], last: '2 passed, 0 failed', ok: true },
  { name: 'a test that fails', files: [good, `${heading}it('adds', () => { expect(1 + 1).toBe(3) })\n`], last: '1 passed, 1 failed', ok: false },
  { name: 'a file that cannot be loaded', files: [good, "import './not-there.ts'\n"], last: '1 passed, 1 failed', ok: false },
  { name: 'a file without a test', files: [good, 'export {}\n'], last: '1 passed, 1 failed', ok: false },
  {
    name: 'a suite whose preparation fails',
    files: [good, `${heading}describe('suite', () => {\n  beforeAll(() => { throw new Error('no') })\n  it('adds', () => { expect(1).toBe(1) })\n})\n`],
    last: '1 passed, 1 failed',
    ok: false,
  },
  {
    name: 'a file whose preparation fails',
    files: [good, `${heading}beforeAll(() => { throw new Error('no') })\nit('adds', () => { expect(1).toBe(1) })\n`],
    last: '1 passed, 1 failed',
    ok: false,
  },
  {
    name: 'an error that nobody handled',
    files: [`${heading}it('adds', () => { void Promise.reject(new Error('no')) })\n`],
    last: '1 passed, 1 failed',
    ok: false,
  },
  {
    name: 'a process that ends in the middle',
    files: [`${heading}it('ends', () => { process.kill(process.pid, 'SIGKILL') })\n`],
    last: '0 passed, 2 failed',
    ok: false,
  },
  { name: 'nothing but skipped tests', files: [`${heading}it.skip('adds', () => { expect(1).toBe(1) })\n`], last: '0 passed, 1 failed', ok: false },
  { name: 'no test at all', files: [], last: '0 passed, 1 failed', ok: false },
]

describe('the last line of a test run', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hazardwatch-summary-'))
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  })
  afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

  it.each(runs)('tells of $name', ({ files, last, ok }) => {
    files.forEach((text, index) => { writeFileSync(join(folder, `number-${index}.test.ts`), text) })
    const vitest = [join(repository, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--pool', 'forks', '--maxWorkers', '1']
    const reporters = ['--reporter', 'default', '--reporter', join(repository, '.ci/summary-reporter.ts')]
    const result = spawnSync(process.execPath, [...vitest, ...reporters], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
    expect(result.stdout.trimEnd().split('\n').at(-1), result.stdout + result.stderr).toBe(last)
    expect(result.status === 0).toBe(ok)
  }, 60_000)
})
