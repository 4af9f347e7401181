import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const repository = resolve(import.meta.dirname, '..')
const configuration = ['.oxlintrc.json', 'tsconfig.json', 'knip.json', '.ci/lint']
const packages = ['shared', 'ingest', 'alerting', 'dashboard/server', 'dashboard/web', 'simulators']

export interface FixtureTree {
  folder: string
  write(files: Readonly<Record<string, string>>): void
  remove(): void
}

/** A workspace of its own in a temporary folder, judged by this repository's configuration; packages are linked, not installed. */
export const createFixtureTree = (files: Readonly<Record<string, string>>): FixtureTree => {
  const folder = mkdtempSync(join(tmpdir(), 'hazardwatch-lint-'))
  for (const path of configuration) cpSync(join(repository, path), join(folder, path), { recursive: true })
  linkModules(folder)
  const write: FixtureTree['write'] = (more) => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
  }
  write(manifests())
  write(files)
  return { folder, write, remove: () => { rmSync(folder, { recursive: true, force: true }) } }
}

const linkModules = (folder: string): void => {
  mkdirSync(join(folder, 'node_modules', '@hazardwatch'), { recursive: true })
  for (const entry of readdirSync(join(repository, 'node_modules'))) {
    if (entry !== '@hazardwatch') symlinkSync(join(repository, 'node_modules', entry), join(folder, 'node_modules', entry))
  }
  for (const name of packages) {
    mkdirSync(join(folder, name, 'src'), { recursive: true })
    symlinkSync(join(folder, name), join(folder, 'node_modules', '@hazardwatch', name.replace('/', '-')))
  }
}

const manifests = (): Record<string, string> => {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'fixture', private: true, type: 'module', workspaces: packages, devDependencies: { oxlint: '*' } }),
  }
  for (const name of packages) {
    const exports = name === 'dashboard/web' ? {} : { exports: { './*': './src/*.ts' } }
    files[`${name}/package.json`] = JSON.stringify({ name: `@hazardwatch/${name.replace('/', '-')}`, private: true, type: 'module', ...exports })
  }
  return files
}
