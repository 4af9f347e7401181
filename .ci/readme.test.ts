import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environmentSchema } from '@hazardwatch/shared/node/config'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')
const Package = z.object({
  workspaces: z.array(z.string()).default([]),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
})
const packageOf = (folder: string) => Package.parse(JSON.parse(textOf(join(folder, 'package.json'))))
const packages = ['.', ...packageOf('.').workspaces].map(packageOf)
const namesOf = (kind: 'dependencies' | 'devDependencies') => [...new Set(packages.flatMap((each) => Object.keys(each[kind])))].filter((name) => !name.startsWith('@hazardwatch/'))
/** A package that one workspace ships and another only tests with is listed once, as shipped. */
const used = (kind: 'dependencies' | 'devDependencies') => namesOf(kind).filter((name) => kind === 'dependencies' || !namesOf('dependencies').includes(name))

/** Rows of the Markdown table under the given heading cell, as cells. */
const tableOf = (text: string, firstHeading: string): string[][] => {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeading} |`))
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'))
  return lines.slice(start + 2, end).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
}
const code = (cell: string | undefined): string => /`([^`]+)`/.exec(cell ?? '')?.[1] ?? ''

describe.each([
  ['README.md', { path: 'hop', settings: 'variable', dependencies: 'package', devDependencies: 'package for development' }],
  ['README.zh-CN.md', { path: '步骤', settings: '变量', dependencies: '软件包', devDependencies: '开发用软件包' }],
])('%s', (file, headings) => {
  const text = textOf(file)

  it('names files of the path that exist', () => {
    const rows = tableOf(text, headings.path)
    expect(rows.length).toBeGreaterThan(15)
    for (const [hop, source, test] of rows) {
      expect(existsSync(join(root, code(source))), `${hop}: ${source}`).toBe(true)
      expect(existsSync(join(root, code(test))), `${hop}: ${test}`).toBe(true)
    }
  })

  it('lists the environment as the schema has it', () => {
    const rows = tableOf(text, headings.settings)
    const standard = z.record(z.string(), z.unknown()).parse(environmentSchema.parse({}))
    const written = Object.fromEntries(rows.map(([name, value]) => [code(name), code(value)]).filter(([, value]) => value !== ''))
    const expected = Object.entries(standard).map(([name, value]) => [name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)])
    expect(written).toEqual(Object.fromEntries(expected))
  })

  it('gives a reason for each dependency, and for none that is gone', () => {
    for (const kind of ['dependencies', 'devDependencies'] as const) {
      const rows = tableOf(text, headings[kind])
      expect(rows.map(([name]) => code(name)).sort()).toEqual(used(kind).sort())
      expect(rows.every(([, reason]) => (reason ?? '').length > 1)).toBe(true)
    }
  })

  it('shows files that exist', () => {
    const links = [...text.matchAll(/\]\((?!http)([^)#]+)/g)].map((match) => match[1] ?? '')
    for (const link of links) expect(existsSync(join(root, link)), link).toBe(true)
  })
})

describe('README.md', () => {
  it('describes the environment in the words of the schema', () => {
    const written = Object.fromEntries(tableOf(textOf('README.md'), 'variable').map(([name, , meaning]) => [code(name), meaning]))
    expect(written).toEqual(Object.fromEntries(Object.entries(environmentSchema.shape).map(([name, schema]) => [name, schema.description])))
  })
})

describe('docs/architecture.md', () => {
  it('names files that exist', () => {
    const text = textOf('docs/architecture.md')
    const files = [...text.matchAll(/`([\w./-]+\/[\w.-]+\.(?:ts|tsx|json|md))`/g)].map((match) => match[1] ?? '')
    const places = ['.', 'shared/src', 'alerting/src', 'dashboard/web/src']
    for (const file of files) expect(places.some((place) => existsSync(join(root, place, file))), file).toBe(true)
  })
})

describe('packages', () => {
  it('have exact versions', () => {
    for (const each of packages) {
      for (const [name, version] of Object.entries({ ...each.dependencies, ...each.devDependencies })) expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    }
  })
})
