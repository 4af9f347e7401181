export interface Violation {
  name: string
  rule: string
  files: Record<string, string>
}

const clock = 'hazardwatch(no-clock-or-chance)'
const arrows = 'hazardwatch(import-arrows)'
const environment = 'hazardwatch(environment-in-config)'
const imports = 'eslint(no-restricted-imports)'

/** A file that uses what it imports, so that nothing but the import itself is at fault. */
const reExport = (specifier: string): string => `import { thing } from '${specifier}'\n\nexport const other = thing + 1\n`
export const thing = 'export const thing = 1\n'

export const surroundings = {
  'shared/src/thing.ts': thing,
  'shared/src/node/thing.ts': thing,
  'ingest/src/thing.ts': thing,
  'alerting/src/thing.ts': thing,
  'dashboard/web/src/thing.ts': thing,
  'shared/src/clock.ts': 'export type Clock = () => number\n\nexport const systemClock: Clock = () => Date.now()\n',
}

export const violations: Violation[] = [
  { name: 'a package imports another by name', rule: arrows, files: { 'ingest/src/by-name.ts': reExport('@hazardwatch/alerting/thing') } },
  { name: 'a package imports another by path', rule: arrows, files: { 'alerting/src/by-path.ts': reExport('../../ingest/src/thing.ts') } },
  { name: 'the server imports the web page', rule: arrows, files: { 'dashboard/server/src/by-path.ts': reExport('../../web/src/thing.ts') } },
  { name: 'shared imports a package', rule: arrows, files: { 'shared/src/node/upwards.ts': reExport('../../../ingest/src/thing.ts') } },
  { name: 'a package imports shared by path', rule: arrows, files: { 'ingest/src/shared-by-path.ts': reExport('../../shared/src/thing.ts') } },
  { name: 'shared imports itself by name', rule: arrows, files: { 'shared/src/by-own-name.ts': reExport('@hazardwatch/shared/thing') } },
  { name: 'a re-export crosses packages', rule: arrows, files: { 'ingest/src/re-export.ts': "export { thing } from '../../alerting/src/thing.ts'\n" } },
  {
    name: 'a dynamic import crosses packages', rule: arrows,
    files: { 'ingest/src/dynamic.ts': "export const load = async (): Promise<{ thing: number }> => import('../../alerting/src/thing.ts')\n" },
  },
  {
    name: 'a type import crosses packages', rule: arrows,
    files: { 'ingest/src/type-import.ts': "export type Thing = typeof import('../../alerting/src/thing.ts').thing\n" },
  },
  {
    name: 'the web page imports the node part of shared', rule: imports,
    files: { 'dashboard/web/src/node-part.ts': reExport('@hazardwatch/shared/node/thing') },
  },
  {
    name: 'the web page imports a module of Node', rule: imports,
    files: { 'dashboard/web/src/node-module.ts': "import { readFileSync } from 'node:fs'\n\nexport const text = readFileSync('x', 'utf8')\n" },
  },
  {
    name: 'the web page uses a global of Node', rule: 'eslint(no-restricted-globals)',
    files: { 'dashboard/web/src/node-global.ts': "export const bytes = Buffer.from('x')\n" },
  },
  { name: 'a contract needs Node', rule: imports, files: { 'shared/src/needs-node.ts': "import { sep } from 'node:path'\n\nexport const separator = sep\n" } },
  {
    name: 'pure code reads a file', rule: imports,
    files: { 'ingest/src/decode/reads-file.ts': "import { readFile } from 'node:fs/promises'\n\nexport const text = readFile\n" },
  },
  { name: 'two files import each other', rule: 'import(no-cycle)', files: {
    'ingest/src/hen.ts': "import { egg } from './egg.ts'\n\nexport const hen = (): number => egg() + 1\n",
    'ingest/src/egg.ts': "import { hen } from './hen.ts'\n\nexport const egg = (): number => hen() - 1\n",
  } },

  { name: 'process.env', rule: environment, files: { 'ingest/src/env-member.ts': "export const value = process.env['HAZARD_HTTP_PORT']\n" } },
  {
    name: 'process.env by destructuring', rule: environment,
    files: { 'ingest/src/env-destructured.ts': 'const { env } = process\n\nexport const value = env\n' },
  },
  { name: 'globalThis.process.env', rule: environment, files: { 'ingest/src/env-global.ts': 'export const value = globalThis.process.env\n' } },
  {
    name: 'env from node:process', rule: environment,
    files: { 'alerting/src/env-import.ts': "import { env } from 'node:process'\n\nexport const value = env\n" },
  },

  { name: 'Date.now', rule: clock, files: { 'ingest/src/date-now.ts': 'export const at = (): number => Date.now()\n' } },
  { name: 'Date.now as a value', rule: clock, files: { 'ingest/src/date-now-value.ts': 'export const now: () => number = Date.now\n' } },
  { name: 'now taken out of Date', rule: clock, files: { 'ingest/src/date-destructured.ts': 'const { now } = Date\n\nexport const at = now\n' } },
  { name: 'new Date()', rule: clock, files: { 'ingest/src/new-date.ts': 'export const at = (): Date => new Date()\n' } },
  { name: 'globalThis.Date', rule: clock, files: { 'ingest/src/global-date.ts': 'export const at = (): Date => new globalThis.Date()\n' } },
  { name: 'performance.now', rule: clock, files: { 'alerting/src/performance-now.ts': 'export const at = (): number => performance.now()\n' } },
  { name: 'process.hrtime', rule: clock, files: { 'alerting/src/hrtime.ts': 'export const at = (): bigint => process.hrtime.bigint()\n' } },
  { name: 'Math.random', rule: clock, files: { 'simulators/src/random.ts': 'export const draw = (): number => Math.random()\n' } },
  { name: 'crypto.randomUUID', rule: clock, files: { 'alerting/src/random-uuid.ts': 'export const id = (): string => crypto.randomUUID()\n' } },
  {
    name: 'randomUUID from node:crypto', rule: clock,
    files: { 'alerting/src/random-import.ts': "import { randomUUID } from 'node:crypto'\n\nexport const id = randomUUID\n" },
  },
  { name: 'setTimeout', rule: clock, files: { 'alerting/src/set-timeout.ts': 'export const later = (run: () => void): void => { setTimeout(run, 5) }\n' } },
  {
    name: 'window.setInterval', rule: clock,
    files: { 'dashboard/web/src/set-interval.ts': 'export const often = (run: () => void): void => { window.setInterval(run, 5) }\n' },
  },
  {
    name: 'timers from Node', rule: clock,
    files: { 'alerting/src/timers.ts': "import { setTimeout } from 'node:timers/promises'\n\nexport const pause = setTimeout\n" },
  },
  {
    name: 'the system clock', rule: clock,
    files: { 'alerting/src/system-clock.ts': "import { systemClock } from '@hazardwatch/shared/clock'\n\nexport const now = systemClock\n" },
  },
  ...[
    'shared/src/contract.ts',
    'ingest/src/decode/app.ts',
    'ingest/src/validate-reading.ts',
    'alerting/src/detect/limit.ts',
    'alerting/src/alarm-lifecycle.ts',
    'alerting/src/judge-readings.ts',
    'alerting/src/assess-risk.ts',
    'dashboard/web/src/charts/trend.ts',
    'dashboard/web/src/feed/feed-state.ts',
    'simulators/src/plants/tank.ts',
  ].map((file) => ({ name: `the clock in the pure core: ${file}`, rule: clock, files: { [file]: 'export const at = (): number => Date.now()\n' } })),

  {
    name: 'a floating promise', rule: 'typescript(no-floating-promises)',
    files: { 'ingest/src/floating.ts': 'export const start = (run: () => Promise<void>): void => { run() }\n' },
  },
  {
    name: 'a promise as a condition', rule: 'typescript(no-misused-promises)',
    files: { 'ingest/src/misused.ts': 'export const pick = (ready: Promise<boolean>): number => (ready ? 1 : 0)\n' },
  },
  { name: 'a switch that forgets a case', rule: 'typescript(switch-exhaustiveness-check)', files: {
    'ingest/src/switch.ts': "export const rank = (level: 'red' | 'blue'): number => {\n"
      + "  switch (level) {\n    case 'red':\n      return 1\n  }\n  return 0\n}\n",
  } },
  { name: 'any', rule: 'typescript(no-explicit-any)', files: { 'ingest/src/any.ts': 'export const accept = (value: any): boolean => value === 1\n' } },
  {
    name: 'any by assignment', rule: 'typescript(no-unsafe-assignment)',
    files: { 'ingest/src/unsafe.ts': "export const read = (text: string): boolean => {\n  const value = JSON.parse(text)\n  return value === 1\n}\n" },
  },
  { name: 'ts-ignore', rule: 'typescript(ban-ts-comment)', files: { 'ingest/src/ignore.ts': '// @ts-ignore\nexport const value = 1\n' } },
  { name: 'a default export', rule: 'import(no-default-export)', files: { 'ingest/src/default.ts': 'const value = 1\nexport default value\n' } },
  { name: 'the console', rule: 'eslint(no-console)', files: { 'ingest/src/console.ts': "export const tell = (): void => { console.log('x') }\n" } },
  { name: '==', rule: 'eslint(eqeqeq)', files: { 'ingest/src/equal.ts': 'export const same = (a: unknown, b: unknown): boolean => a == b\n' } },
  {
    name: 'let that never changes', rule: 'eslint(prefer-const)',
    files: { 'ingest/src/let.ts': 'export const one = (): number => {\n  let value = 1\n  return value\n}\n' },
  },
  {
    name: 'an unused variable', rule: 'eslint(no-unused-vars)',
    files: { 'ingest/src/unused.ts': 'export const one = (): number => {\n  const spare = 2\n  return 1\n}\n' },
  },
  {
    name: 'a file of more than 300 lines', rule: 'eslint(max-lines)',
    files: { 'ingest/src/long.ts': Array.from({ length: 301 }, (_, line) => `export const value${line} = ${line}\n`).join('') },
  },
  { name: 'a function of more than 60 lines', rule: 'eslint(max-lines-per-function)', files: {
    'ingest/src/long-function.ts': `export const count = (): number => {\n  let sum = 0\n${'  sum += 1\n'.repeat(60)}  return sum\n}\n`,
  } },
  { name: 'a file that only passes others on', rule: 'oxc(no-barrel-file)', files: { 'ingest/src/barrel.ts': "export * from './thing.ts'\n" } },
  { name: 'a hook in a branch', rule: 'react-hooks(rules-of-hooks)', files: {
    'dashboard/web/src/hook.ts': "import { useState } from 'react'\n\n"
      + "export const useMaybe = (on: boolean): number => {\n  if (!on) return 0\n  const [value] = useState(1)\n  return value\n}\n",
  } },
  { name: 'an effect that forgets what it depends on', rule: 'react-hooks(exhaustive-deps)', files: {
    'dashboard/web/src/effect.ts': "import { useEffect } from 'react'\n\n"
      + "export const useTell = (tell: (value: number) => void, value: number): void => {\n  useEffect(() => { tell(value) }, [tell])\n}\n",
  } },
  {
    name: 'a test that runs alone', rule: 'vitest(no-focused-tests)',
    files: { 'ingest/src/focused.test.ts': "import { expect, it } from 'vitest'\n\nit.only('adds', () => { expect(1 + 1).toBe(2) })\n" },
  },
  {
    name: 'a test that is left out', rule: 'vitest(no-disabled-tests)',
    files: { 'ingest/src/skipped.test.ts': "import { expect, it } from 'vitest'\n\nit.skip('adds', () => { expect(1 + 1).toBe(2) })\n" },
  },
  {
    name: 'an exemption that exempts nothing', rule: 'unused directive',
    files: { 'ingest/src/directive.ts': '// oxlint-disable-next-line eslint/no-console\nexport const value = 1\n' },
  },
]

/** What the architecture allows, each in the place where it is allowed. */
export const allowed: Record<string, string> = {
  'main.ts': "import { thing } from '@hazardwatch/ingest/thing'\nimport { thing as other } from '@hazardwatch/alerting/thing'\n"
    + "\nconsole.log(thing + other, Date.now())\n",
  'simulators/flow/story.flow.test.ts': "import { expect, it } from 'vitest'\nimport { thing } from '../../ingest/src/thing.ts'\n"
    + "\nit('tells', () => { expect(thing).toBe(1) })\n",
  'ingest/src/app.ts': "import { systemClock } from '@hazardwatch/shared/clock'\n"
    + "\nexport const start = (run: () => void): number => {\n  setTimeout(run, 5)\n  return systemClock()\n}\n",
  'ingest/src/takes-shared.ts': reExport('@hazardwatch/shared/thing'),
  'ingest/src/takes-own.ts': reExport('./thing.ts'),
  'dashboard/web/src/takes-shared.ts': reExport('@hazardwatch/shared/thing'),
  'shared/src/node/config.ts': "export const port = process.env['HAZARD_HTTP_PORT']\n",
  'simulators/src/plants/pure-date.ts': 'export const text = (epochMs: number): string => new Date(epochMs).toISOString()\n',
  'alerting/src/takes-clock.ts': "import type { Clock } from '@hazardwatch/shared/clock'\n"
    + "\nexport const age = (now: Clock, since: number): number => now() - since\n",
  'alerting/src/own-timer.ts': 'export const later = (setTimeout: (run: () => void) => void, run: () => void): void => { setTimeout(run) }\n',
  'alerting/src/hash.ts': "import { createHash } from 'node:crypto'\n\n"
    + "export const id = (text: string): string => createHash('sha256').update(text).digest('hex')\n",
}
