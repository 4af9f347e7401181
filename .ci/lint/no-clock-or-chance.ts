import { basename } from 'node:path/posix'
import { globalUses, type GlobalUse } from './global-references.ts'
import { riskyImports } from './risky-imports.ts'
import type { Rule } from './rule-types.ts'

const members = new Map([
  ['Date', new Set(['now'])],
  ['Math', new Set(['random'])],
  ['Temporal', new Set(['Now'])],
  ['crypto', new Set(['randomUUID', 'getRandomValues'])],
  ['process', new Set(['hrtime', 'uptime'])],
  ['AbortSignal', new Set(['timeout'])],
])

/** Whatever is done with these, time passes or is read. */
const wholes = new Set(['performance', 'setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame', 'requestIdleCallback'])

const random = ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues', 'webcrypto', 'default', '*']
const modules = new Map([
  ['crypto', new Set(random)],
  ['process', new Set(['hrtime', 'uptime', 'default', '*'])],
  ['perf_hooks', new Set(['performance', 'monitorEventLoopDelay', 'createHistogram', 'default', '*'])],
  ['timers', new Set(['setTimeout', 'setInterval', 'setImmediate', 'promises', 'default', '*'])],
  ['timers/promises', new Set(['setTimeout', 'setInterval', 'setImmediate', 'scheduler', 'default', '*'])],
  ['@hazardwatch/shared/clock', new Set(['systemClock', '*'])],
  ['clock.ts', new Set(['systemClock', '*'])],
])

/** Pure code gets time as a `Clock` and chance as a seeded generator; the files at the edges are listed in the linter's configuration. */
export const noClockOrChance: Rule = {
  meta: { type: 'problem', schema: false },
  create: (context) => ({
    Program: () => {
      for (const use of globalUses(context)) {
        if (readsTimeOrChance(use)) context.report({ node: use.node, message: messageFor(use.member === undefined ? use.name : `${use.name}.${use.member}`) })
      }
    },
    ImportDeclaration: (node) => {
      for (const risky of riskyImports(node, modules.get(moduleOf(node.source.value)))) context.report({ node: risky, message: messageFor(node.source.value) })
    },
  }),
}

const moduleOf = (specifier: string): string => (specifier.startsWith('.') ? basename(specifier) : specifier.replace(/^node:/, ''))

const messageFor = (what: string): string => `${what}: no clock, timer or randomness in pure code; pass it in as a parameter from the edge.`

const readsTimeOrChance = ({ name, member, node }: GlobalUse): boolean => {
  if (member !== undefined) return members.get(name)?.has(member) === true || wholes.has(name)
  return wholes.has(name) || (name === 'Date' && isReadOfNow(node))
}

/** `new Date()` and `Date()` read the clock; `new Date(x)` does not. */
const isReadOfNow = (node: GlobalUse['node']): boolean => {
  const parent = (node as { parent?: { type: string; callee?: unknown; arguments?: unknown[] } }).parent
  if (parent === undefined || parent.callee !== node) return false
  return parent.type === 'CallExpression' || (parent.type === 'NewExpression' && parent.arguments?.length === 0)
}
