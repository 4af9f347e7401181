import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFixtureTree, type FixtureTree } from './fixture-tree.ts'
import { allowed, surroundings, thing, violations } from './lint-violations.ts'

const repository = resolve(import.meta.dirname, '..')

interface Diagnostic {
  code?: string
  message: string
  filename: string
}

const lint = (folder: string): Diagnostic[] => {
  const oxlint = [join(repository, 'node_modules/oxlint/bin/oxlint'), '.', '--format', 'json']
  const result = spawnSync(process.execPath, oxlint, { cwd: folder, encoding: 'utf8', maxBuffer: 64e6, timeout: 30_000 })
  if (!result.stdout.startsWith('{')) throw new Error(`the linter did not run: ${result.stdout}${result.stderr}`)
  return (JSON.parse(result.stdout) as { diagnostics: Diagnostic[] }).diagnostics
}

const ruleOf = ({ code, message }: Diagnostic): string => code ?? (message.startsWith('Unused ') ? 'unused directive' : message)

describe('the lint rules', () => {
  let tree: FixtureTree
  let diagnostics: Diagnostic[]
  beforeAll(() => {
    tree = createFixtureTree({ ...surroundings, ...allowed, ...Object.assign({}, ...violations.map(({ files }) => files)) as Record<string, string> })
    diagnostics = lint(tree.folder)
  })
  afterAll(() => { tree.remove() })

  const rulesAt = (file: string): string[] => [...new Set(diagnostics.filter(({ filename }) => filename === file).map(ruleOf))]

  it.each(violations)('report $name', ({ rule, files }) => {
    for (const file of Object.keys(files)) expect({ [file]: rulesAt(file) }).toEqual({ [file]: [rule] })
  })

  it.each(Object.keys({ ...surroundings, ...allowed }))('let %s pass', (file) => {
    expect(diagnostics.filter(({ filename }) => filename === file)).toEqual([])
  })
})

describe('the check as a whole', () => {
  const check = (folder: string): { status: number | null; output: string } => {
    const result = spawnSync(process.execPath, [join(repository, '.ci/check.ts')], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
    return { status: result.status, output: result.stdout + result.stderr }
  }
  const clean = { 'main.ts': "import { thing } from '@hazardwatch/ingest/thing'\n\nconsole.log(thing)\n", 'ingest/src/thing.ts': thing }

  it.each([
    { name: 'passes a clean tree', planted: {}, status: 0, failed: 'check passed' },
    { name: 'fails on a type error', planted: { 'ingest/src/thing.ts': "export const thing: number = 'one'\n" }, status: 1, failed: 'check failed: types\n' },
    { name: 'fails on a lint error', planted: { 'ingest/src/thing.ts': 'export const thing = Date.now()\n' }, status: 1, failed: 'check failed: lint\n' },
    {
      name: 'fails on an export that nobody uses',
      planted: { 'ingest/src/thing.ts': `${thing}export const spare = 2\n` },
      status: 1,
      failed: 'check failed: dead code\n',
    },
    {
      name: 'fails on a file that nobody imports',
      planted: { 'ingest/src/spare.ts': 'export const spare = 2\n' },
      status: 1,
      failed: 'check failed: dead code\n',
    },
    {
      name: 'tells everything that fails at once',
      planted: { 'ingest/src/thing.ts': "export const thing: number = 'one'\nexport const spare = Date.now()\n" },
      status: 1,
      failed: 'check failed: types, lint, dead code\n',
    },
  ])('$name', ({ planted, status, failed }) => {
    const tree = createFixtureTree({ ...clean, ...planted })
    try {
      const result = check(tree.folder)
      expect(result.output).toContain(failed)
      expect(result.status).toBe(status)
    } finally {
      tree.remove()
    }
  }, 60_000)
})

describe('exemptions', () => {
  it('are made in the configuration, never by a comment that switches an architecture rule off', () => {
    const skipped = /(^|\/)(node_modules|dist)$/
    const sources = globSync('{*,{shared,ingest,alerting,dashboard,simulators}/**/*}.{ts,tsx}', { cwd: repository, exclude: (path) => skipped.test(path) })
    const exemption = /(oxlint|eslint)-disable[^\n]*(hazardwatch\/|no-restricted-imports|no-cycle)/
    const guilty = sources.filter((file) => exemption.test(readFileSync(join(repository, file), 'utf8')))
    expect(sources.length).toBeGreaterThan(20)
    expect(guilty).toEqual([])
  })
})
