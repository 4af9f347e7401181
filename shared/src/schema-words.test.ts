import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { AlarmRule } from './alarm-rule.ts'
import { Camera } from './camera.ts'
import { chinese, chineseIssue } from './chinese-issue.ts'
import { GatewayProfile } from './gateway-profile.ts'
import { Enterprise, Point, Source } from './ledger.ts'
import { NewPlantEvent } from './plant-event.ts'
import { QuarantineId } from './quarantine.ts'
import { ruleFaultReasons } from './rule-parameters.ts'
import { chineseOf, patternWords } from './schema-words.ts'
import { saidInChinese } from './testing/said-in-chinese.ts'

const schemas = { AlarmRule, Camera, Enterprise, GatewayProfile, NewPlantEvent, Point, QuarantineId, Source }

/** What the checks of a schema say, wherever within it they are, each with its Chinese. */
const fixedTexts = (schema: z.ZodType): { en: string; zh: string | undefined }[] => {
  const seen = new Set<unknown>()
  const found: { en: string; zh: string | undefined }[] = []
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part) || part instanceof RegExp) return
    seen.add(part)
    const def = '_zod' in part ? (part as { _zod: { def: object } })._zod.def : part
    if ('error' in def && typeof def.error === 'function') {
      const said: unknown = (def.error as (issue: object) => unknown)({})
      if (typeof said === 'string') found.push({ en: said, zh: chineseOf(said) ?? (def as { params?: { zh?: string } }).params?.zh })
    }
    const inner = 'getter' in def && typeof def.getter === 'function' ? [(def.getter as () => unknown)()] : Object.values(def)
    for (const each of inner) visit(each)
  }
  visit(schema)
  return found
}

describe('what schemas say of what they refuse', () => {
  it.each(Object.entries(schemas))('%s: each check of one field has a text in Chinese', (_, schema) => {
    const texts = fixedTexts(schema)
    expect(texts.length).toBeGreaterThan(0)
    expect(texts).toEqual(texts.map(({ en }) => ({ en, zh: saidInChinese })))
  })

  it('has no Chinese that nothing says', () => {
    const said = new Set(Object.values(schemas).flatMap(fixedTexts).map(({ en }) => en))
    expect(Object.values(patternWords).filter(({ en }) => !said.has(en))).toEqual([])
  })

  const rule = { id: 'R', enterprise: 'E', point: 'P', priority: 'red' }
  const model = {
    version: 1, learntFrom: '2026-01-01T00:00:00.000Z', learntTo: '2026-01-02T00:00:00.000Z', rows: 2_000, tags: ['P', 'B'], intervalMs: 1_000, roles: ['used', 'used'], mean: [], deviation: [], spread: [],
    drifting: [], stuckAfter: [], forecast: '', precision: '', median: 1, limit: 1, release: 1, settings: {},
  }
  const vote = { ...rule, kind: 'vote', level: 1 }
  const profile = { enterprise: 'E', code: 'G' }
  const faulty: [name: string, schema: z.ZodType, value: unknown][] = [
    ['a limit that is missing', AlarmRule, { ...rule, kind: 'H' }],
    ['a limit and a field that the kind has not', AlarmRule, { ...rule, kind: 'silence', limit: 1, windowS: 5 }],
    ['two references', AlarmRule, { ...rule, kind: 'deviation', limit: 1, setpoint: 0, sibling: 'Q', percent: true }],
    ['a baseline of nothing that looks both ways', AlarmRule, { ...rule, kind: 'baseline', limit: 0, direction: 'either' }],
    ['a drift of nothing', AlarmRule, { ...rule, kind: 'drift', limit: 0, windowS: 60, sibling: 'Q' }],
    ['half a count', AlarmRule, { ...rule, kind: 'count', limit: 0.5, level: 1, windowS: 60, direction: 'either' }],
    ['more seconds than the window has', AlarmRule, { ...rule, kind: 'accumulated', limit: 61, level: 1, windowS: 60 }],
    ['more than certain', AlarmRule, { ...rule, kind: 'video', limit: 2, events: ['smoke'] }],
    ['limits by state without one', AlarmRule, { ...rule, kind: 'fault', stateLimits: { startup: 1 } }],
    ['low above high', AlarmRule, { ...rule, kind: 'range', low: 2, high: 1 }],
    ['more votes than channels', AlarmRule, { ...vote, others: ['A'], need: 3 }],
    ['too many channels', AlarmRule, { ...vote, others: Array.from({ length: 16 }, (_, index) => `C${index}`), need: 1 }],
    ['a model of other channels and rows, and a channel twice', AlarmRule, { ...rule, kind: 'multivariate', others: ['A', 'A'], everyS: 5, model }],
    ['itself upstream', AlarmRule, { ...rule, kind: 'H', limit: 1, suppressedBy: ['R'] }],
    ['hj212 by MQTT', GatewayProfile, { ...profile, format: 'hj212', topic: 'a' }],
    ['a topic that is missing, and a number', GatewayProfile, { ...profile, format: 'dtu', mn: 'M' }],
    ['a name twice, and an unknown unit', GatewayProfile, { ...profile, format: 'dtu', topic: 'a', map: [{ from: 'a', tag: 'A' }, { from: 'a', tag: 'A', unit: 'furlong' }] }],
    ['an id that is none', Camera, { enterprise: 'E', id: '1', name: 'C', source: null, expectedIntervalS: null, location: null }],
    ['what zod says itself', Point, { enterprise: 5, tag: '', rangeLow: 'x' }],
  ]
  const issuesOf = (schema: z.ZodType, value: unknown): z.core.$ZodIssue[] => schema.safeParse(value, { error: chinese }).error?.issues ?? []

  it.each(faulty)('says in Chinese: %s', (_, schema, value) => {
    const issues = issuesOf(schema, value)
    expect(issues.length).toBeGreaterThan(0)
    expect(issues.map(chineseIssue)).toEqual(issues.map(() => saidInChinese))
  })

  it('knows every fault of a rule', () => {
    const found = faulty.flatMap(([, schema, value]) => (schema === AlarmRule ? issuesOf(schema, value) : [])).map((issue) => (issue.code === 'custom' ? issue.params?.['reason'] as unknown : issue.code))
    expect(new Set(found)).toEqual(new Set(ruleFaultReasons))
  })
})
