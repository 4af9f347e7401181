import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AlarmRule } from '../../alarm-rule.ts'
import type { RuleFilter } from '../../ledger-port.ts'
import type { RulePlace } from '../../rule-columns.ts'
import { RuleShelves } from './rule-shelves.ts'

const rule = (id: string, enterprise: string, kind: 'H' | 'silence' | 'fault'): AlarmRule =>
  AlarmRule.parse({ id, enterprise, point: 'P', kind, priority: 'red', ...(kind === 'H' && { limit: 1 }), ...(kind === 'silence' && { afterS: 60 }) })

const enterprises = ['A', 'B', 'A-1']
const kinds = ['H', 'silence', 'fault'] as const
/** With and without a point to be on: both must be found alike. */
const createShelves = (): RuleShelves => new RuleShelves((enterprise, point) => (enterprise === 'B' ? undefined : places.find((place) => place.enterprise === enterprise && place.tag === point)))
const places = ['A', 'A-1'].map((enterprise) => ({ enterprise, tag: 'P' }) as RulePlace)
const written = fc.record({ id: fc.constantFrom('A/1', 'A/P/H', 'B/1', 'A-1/1', 'R', 'B', '/x'), enterprise: fc.constantFrom(...enterprises), kind: fc.constantFrom(...kinds) })
const steps = fc.array(fc.oneof(written.map(({ id, enterprise, kind }) => ({ put: rule(id, enterprise, kind) })), written.map(({ id }) => ({ drop: id }))), { maxLength: 30 })

/** What is found, by each id and each filter there is. */
const answers = (get: (id: string) => AlarmRule | undefined, of: (filter: RuleFilter) => Iterable<AlarmRule>) => ({
  byId: ['A/1', 'A/P/H', 'B/1', 'A-1/1', 'R', 'B', '/x', 'none', 'A/none'].map(get),
  listed: [undefined, ...enterprises, 'none'].flatMap((enterprise) => [undefined, ...kinds].map((kind) => [...of({ enterprise, kind })].map(({ id }) => id).sort())),
})

const found = (shelves: RuleShelves) => answers((id) => (shelves.has(id) ? shelves.get(id) : undefined), (filter) => shelves.of(filter))

const expected = (plain: ReadonlyMap<string, AlarmRule>) => answers((id) => plain.get(id), ({ enterprise, kind }) =>
  [...plain.values()].filter((each) => (enterprise === undefined || each.enterprise === enterprise) && (kind === undefined || each.kind === kind)))

it('holds what a plain map holds, whatever is written, moved to another enterprise or kind, and taken away', () => {
  fc.assert(fc.property(steps, (taken) => {
    const shelves = createShelves()
    const plain = new Map<string, AlarmRule>()
    for (const step of taken) {
      if ('put' in step) {
        shelves.set(step.put)
        plain.set(step.put.id, step.put)
      } else {
        shelves.delete(step.drop)
        plain.delete(step.drop)
      }
    }
    expect(found(shelves)).toEqual(expected(plain))
    const each: AlarmRule[] = []
    shelves.each((item) => { each.push(item) })
    expect([new Map(each.map((item) => [item.id as string, item])), each.length, shelves.size]).toEqual([plain, plain.size, plain.size])
  }))
})

it('what would be written is tried on a copy, and nothing is written', () => {
  fc.assert(fc.property(steps, fc.array(written, { maxLength: 5 }), (taken, tried) => {
    const shelves = createShelves()
    const plain = new Map<string, AlarmRule>()
    for (const step of taken) {
      if (!('put' in step)) continue
      shelves.set(step.put)
      plain.set(step.put.id, step.put)
    }
    const items = tried.map(({ id, enterprise, kind }) => rule(id, enterprise, kind))
    const copy = shelves.with(items)
    const both = new Map([...plain, ...items.map((item): [string, AlarmRule] => [item.id, item])])
    expect([found(shelves), found(copy)]).toEqual([expected(plain), expected(both)])
  }))
})
