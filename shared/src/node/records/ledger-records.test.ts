import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AlarmRule } from '../../alarm-rule.ts'
import { Enterprise, Point, Source } from '../../ledger.ts'
import type { Ledger, LedgerChange } from '../../ledger-port.ts'
import { openLedger } from './ledger-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'
import { saidInChinese } from '../../testing/said-in-chinese.ts'

const enterprise = (code = 'E1') => Enterprise.parse({ code, name: '示例企业', nameEn: 'Demo', region: '220881', industry: 'chemical', location: { lon: 122.8, lat: 45.3 } })
const source = (code = 'S1', of = 'E1') => Source.parse({ enterprise: of, code, name: '机房', kind: 'machine_room', location: { lon: 122.8, lat: 45.3 }, inherentLevel: 'yellow' })
const point = (tag = 'GD/07', change = {}) => Point.parse({
  enterprise: 'E1', tag, source: 'S1', name: '氨', quantity: 'concentration', unit: '[ppm]', rangeLow: 0, rangeHigh: 100, expectedIntervalS: 5, location: null, ...change,
})
const rule = (change = {}) => AlarmRule.parse({ id: 'E1/GD/07/H', enterprise: 'E1', point: 'GD/07', kind: 'H', limit: 25, deadband: 2, priority: 'orange', ...change })

describe('ledger', () => {
  let temporary: TemporaryRecords
  let ledger: Ledger
  let told: string[]

  const open = async (): Promise<void> => {
    ledger = await openLedger(temporary.records)
    told = []
    ledger.onChange((change) => told.push(describeChange(change)))
  }
  const fill = async (): Promise<void> => {
    await ledger.createEnterprises([enterprise()])
    await ledger.createSources([source()])
    await ledger.createPoints([point()])
    await ledger.createRules([rule()])
  }
  beforeEach(async () => {
    temporary = await openTemporaryRecords()
    await open()
  })
  afterEach(async () => { await temporary.remove() })

  it('keeps everything over a restart, numbers included', async () => {
    await fill()
    const before = [ledger.enterprises(), ledger.sources(), ledger.points(), ledger.rules(), ledger.rules().length]
    await temporary.reopen()
    await open()
    expect([ledger.enterprises(), ledger.sources(), ledger.points(), ledger.rules(), ledger.ruleCount()]).toEqual(before)
    expect(ledger.tagNumbers('E1')?.get('GD/07')).toBe(ledger.point('E1', 'GD/07')?.number)
  })

  it('tells each change after it is durable', async () => {
    await fill()
    await ledger.replaceRule(rule({ limit: 30 }))
    expect(told).toEqual(['enterprise E1', 'source S1', 'point GD/07', 'rule E1/GD/07/H', 'rule E1/GD/07/H'])
    expect(ledger.rule('E1/GD/07/H')?.limit).toBe(30)
  })

  it('retiring an enterprise retires what hangs on it, and history keeps its number', async () => {
    await fill()
    const number = ledger.point('E1', 'GD/07')?.number
    await ledger.retireEnterprise('E1')
    expect(told.slice(-4)).toEqual(['rule E1/GD/07/H retired', 'point GD/07 retired', 'source S1 retired', 'enterprise E1 retired'])
    expect([ledger.enterprises(), ledger.sources(), ledger.points(), ledger.rules()]).toEqual([[], [], [], []])
    expect(ledger.tagNumbers('E1')).toBeUndefined()
    await fill()
    expect(ledger.point('E1', 'GD/07')?.number).toBe(number)
  })

  it('creating several is all or nothing', async () => {
    await fill()
    await expect(ledger.createPoints([point('A'), point('GD/07')])).rejects.toMatchObject({ code: 'already_exists' })
    await expect(ledger.createPoints([point('A'), point('B', { source: 'S9' })])).rejects.toMatchObject({ code: 'unknown_reference' })
    expect(ledger.points()).toHaveLength(1)
    await temporary.reopen()
    await open()
    expect(ledger.points()).toHaveLength(1)
  })

  it.each<[string, () => Promise<void>, string, RegExp]>([
    ['the same code twice in one request', () => ledger.createEnterprises([enterprise('E2'), enterprise('E2')]), 'already_exists', /stands twice/],
    ['a source without its enterprise', () => ledger.createSources([source('S1', 'E9')]), 'unknown_reference', /enterprise E9.*register it first/],
    ['replacing what is not there', () => ledger.replaceEnterprise(enterprise('E9')), 'not_found', /E9/],
    ['retiring what is not there', () => ledger.retireRule('nothing'), 'not_found', /nothing/],
    ['a rule on an unknown point', () => ledger.createRules([rule({ id: 'x', point: 'nope' })]), 'unknown_reference', /E1\/nope/],
    ['a low limit above the high one', () => ledger.createRules([rule({ id: 'x', kind: 'L', limit: 30 })]), 'rule_impossible', /order LL < L < H < HH.*L is 30.*H is 25/],
    ['HH below H', () => ledger.createRules([rule({ id: 'x', kind: 'HH', limit: 20 })]), 'rule_impossible', /order LL < L < H < HH/],
    ['two limits in the wrong order in one request', () => ledger.createRules([rule({ id: 'x', point: 'B', kind: 'H', limit: 60 }), rule({ id: 'y', point: 'B', kind: 'HH', limit: 50 })]), 'rule_impossible', /order/],
    ['a deadband of HH that reaches below H', () => ledger.createRules([rule({ id: 'x', kind: 'HH', limit: 30, deadband: 6 })]), 'rule_impossible', /deadband 6 of HH.*larger than the gap of 5.*smaller deadband/],
    ['a deadband of L that reaches to H', () => ledger.createRules([rule({ id: 'x', kind: 'L', limit: 20, deadband: 5 })]), 'rule_impossible', /deadband 5 of L.*gap of 5/],
    ['a delay of a day on a point of five seconds', () => ledger.createRules([rule({ id: 'x', onDelayS: 86_400 })]), 'rule_impossible', /onDelayS 86400.*at most 3600.*accumulated/],
    ['a silence within the interval of the point', () => ledger.createRules([rule({ id: 'x', kind: 'silence', limit: null, deadband: 0, afterS: 5 })]), 'rule_impossible', /every pause.*at least 15/],
    ['a silence with a delay', () => ledger.createRules([rule({ id: 'x', kind: 'silence', limit: null, deadband: 0, afterS: 60, onDelayS: 5 })]), 'rule_impossible', /no delays.*afterS/],
    ['a window that holds no two readings', () => ledger.createRules([rule({ id: 'x', kind: 'rate', windowS: 4 })]), 'rule_impossible', /never hold two readings.*at least 10/],
    ['a vote of an unknown channel', () => ledger.createRules([rule({ id: 'x', kind: 'vote', limit: null, level: 25, need: 1, others: ['nope'] })]), 'unknown_reference', /E1\/nope/],
    ['a vote of channels in other units', () => ledger.createRules([rule({ id: 'x', kind: 'vote', limit: null, level: 25, need: 1, others: ['MG'] })]), 'rule_impossible', /MG is in mg\/m3.*one unit/],
    ['a unit that does not convert', () => ledger.createRules([rule({ id: 'x', unit: 'Cel' })]), 'rule_impossible', /does not convert/],
    ['a level that no reading can reach', () => ledger.createRules([rule({ id: 'x', kind: 'count', limit: 3, windowS: 60, level: 500 })]), 'rule_impossible', /level 500.*outside the range/],
    ['a range rule on a point without a range', () => ledger.createRules([rule({ id: 'x', kind: 'range', limit: null, deadband: 0, point: 'MG' })]), 'rule_impossible', /has no range.*low and high/],
    ['a combination of an unknown rule', () => ledger.createRules([rule({ id: 'x', kind: 'combination', limit: null, deadband: 0, when: 'nobody' })]), 'unknown_reference', /nobody.*same request/],
    ['a suppression by an unknown rule', () => ledger.createRules([rule({ id: 'x', suppressedBy: ['nobody'] })]), 'unknown_reference', /nobody.*same request/],
    ['a combination that hears itself', () => ledger.createRules([rule({ id: 'x', kind: 'combination', limit: null, deadband: 0, when: { not: 'x' } })]), 'rule_impossible', /circle \(x → x\)/],
    ['a circle of combinations', () => ledger.createRules([
      rule({ id: 'x', kind: 'combination', limit: null, deadband: 0, when: { and: ['E1/GD/07/H', 'y'] } }), rule({ id: 'y', kind: 'combination', limit: null, deadband: 0, when: 'x' }),
    ]), 'rule_impossible', /circle \(x → y → x\)/],
    ['a limit that no reading can reach', () => ledger.createRules([rule({ id: 'x', limit: 101 })]), 'rule_impossible', /outside the range 0 to 100 \[ppm\].*choose a limit inside/],
    ['a deadband as wide as the range', () => ledger.createRules([rule({ id: 'x', deadband: 100 })]), 'rule_impossible', /could never clear/],
  ])('refuses %s', async (_, attempt, code, text) => {
    await fill()
    await ledger.createPoints([point('B'), point('MG', { unit: 'mg/m3', rangeLow: null, rangeHigh: null })])
    const error = await attempt().catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ code, words: { zh: saidInChinese } })
    expect(String(error)).toMatch(text)
  })

  it('lets a source have channels in different units, whose units then stay as they were learnt', async () => {
    await fill()
    await ledger.createPoints([point('PT', { unit: 'MPa', rangeLow: 0, rangeHigh: 2.5 })])
    const at = '2026-01-01T00:00:00.000Z'
    const learnt = {
      version: 1 as const, learntFrom: at, learntTo: at, rows: 2_000, tags: ['GD/07', 'PT'], intervalMs: 10_000, roles: ['used', 'used'], mean: [1, 2], deviation: [1, 1], spread: [1, 1],
      drifting: [false, false], stuckAfter: [null, null], forecast: '', precision: '', median: 1, limit: 1, release: 1, settings: {},
    }
    const source = { id: 'x', kind: 'multivariate', limit: null, deadband: 0, others: ['PT'], everyS: 10 }
    await ledger.createRules([rule(source)])
    await ledger.replacePoint(point('PT', { unit: 'kPa', rangeLow: 0, rangeHigh: 2500 }))
    await ledger.replaceRule(rule({ ...source, model: learnt }))
    await ledger.replacePoint(point('PT', { unit: 'kPa', name: 'another name', rangeLow: 0, rangeHigh: 2000 }))
    await expect(ledger.replacePoint(point('PT', { unit: 'MPa', rangeLow: 0, rangeHigh: 2.5 }))).rejects.toMatchObject({ code: 'unit_impossible', detail: expect.stringMatching(/E1\/PT.*rule x has learnt.*learn again/) })
    expect(ledger.point('E1', 'PT')?.unit).toBe('kPa')
    await ledger.replaceRule(rule({ ...source, model: { ...learnt, units: ['[ppm]', 'kPa'] } }))
    await ledger.retirePoint('E1', 'PT')
    await expect(ledger.createPoints([point('PT', { unit: 'MPa', rangeLow: 0, rangeHigh: 2.5 })])).rejects.toMatchObject({ code: 'unit_impossible', detail: expect.stringMatching(/E1\/PT.*in kPa/) })
    await ledger.createPoints([point('PT', { unit: 'kPa', rangeLow: 0, rangeHigh: 2500 })])
    await expect(ledger.replaceRule(rule({ ...source, model: { ...learnt, units: ['[ppm]', 'MPa'] } }))).rejects.toMatchObject({ place: { field: 'model' }, detail: expect.stringMatching(/learnt PT in MPa/) })
  })

  it.each<[string, object, string]>([
    ['a limit that no reading can reach', { limit: 101 }, 'limit'],
    ['a deadband of HH that reaches below H', { kind: 'HH', limit: 30, deadband: 6 }, 'deadband'],
    ['an unknown point', { point: 'nope' }, 'point'],
    ['an unknown channel of a vote', { kind: 'vote', limit: null, level: 25, need: 1, others: ['B', 'nope'] }, 'others[1]'],
    ['a reference in another unit', { kind: 'deviation', limit: 5, sibling: 'MG' }, 'sibling'],
    ['a limit by state out of range', { limit: 26, stateLimits: { startup: 500 } }, 'stateLimits.startup'],
    ['an unknown point of a stage', { limit: 26, activeWhile: { point: 'nope', low: 1, high: null } }, 'activeWhile.point'],
    ['a stage without bounds', { limit: 26, activeWhile: { point: 'B', low: null, high: null } }, 'activeWhile.low'],
    ['an unknown rule that suppresses', { limit: 26, suppressedBy: ['E1/GD/07/H', 'nobody'] }, 'suppressedBy[1]'],
    ['a combination of itself', { kind: 'combination', limit: null, deadband: 0, when: { not: 'x' } }, 'when'],
    ['a silence with a delay', { kind: 'silence', limit: null, deadband: 0, afterS: 60, offDelayS: 5 }, 'offDelayS'],
    ['a unit that does not convert', { unit: 'Cel' }, 'unit'],
  ])('says which field is at fault: %s', async (_, fields, field) => {
    await fill()
    await ledger.createPoints([point('B'), point('MG', { unit: 'mg/m3', rangeLow: null, rangeHigh: null })])
    const fine = rule({ id: 'fine', point: 'B', limit: 50 })
    await expect(ledger.createRules([fine, rule({ id: 'x', ...fields })])).rejects.toMatchObject({ place: { item: 1, field } })
  })

  it('checks each write against those before it, even when they are not awaited', async () => {
    await ledger.createEnterprises([enterprise()])
    const outcomes = await Promise.allSettled([ledger.createSources([source()]), ledger.createSources([source()]), ledger.createPoints([point()])])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('takes thousands of points in one request', async () => {
    await ledger.createEnterprises([enterprise()])
    await ledger.createSources([source()])
    await ledger.createPoints(Array.from({ length: 2500 }, (_, index) => point(`P${index}`)))
    expect(new Set(ledger.points().map(({ number }) => number)).size).toBe(2500)
  })

  it('every edit of a rule leaves a change record, over a restart too', async () => {
    await ledger.createEnterprises([enterprise()])
    await ledger.createSources([source()])
    await ledger.createPoints([point()])
    const first = rule()
    await ledger.createRules([first], { by: 'Li', reason: 'new tank' })
    await ledger.replaceRule({ ...first, limit: 30 }, { by: 'Wang', reason: 'too many alarms' })
    await ledger.replaceRule({ ...first, limit: 30 }, { by: 'Wang', reason: 'nothing changed' })
    await ledger.retirePoint('E1', 'GD/07')
    const reopened = await openLedger(await temporary.reopen())
    const { items, next } = await reopened.ruleChanges({ rule: first.id, limit: 10 })
    expect(items.map(({ by, reason, before, after }) => [by, reason, before?.limit ?? null, after?.limit ?? null])).toEqual([
      [null, 'the point E1/GD/07 was retired', 30, null], ['Wang', 'too many alarms', first.limit, 30], ['Li', 'new tank', null, first.limit],
    ])
    expect(next).toBeNull()
    const page = await reopened.ruleChanges({ enterprise: 'E1', limit: 1 })
    expect([page.items.length, (await reopened.ruleChanges({ limit: 10, cursor: page.next ?? '' })).items.length]).toEqual([1, 2])
  })
})

const describeChange = (change: LedgerChange): string => {
  const ending = change.retired ? ' retired' : ''
  switch (change.type) {
    case 'enterprise': return `enterprise ${change.enterprise.code}${ending}`
    case 'source': return `source ${change.source.code}${ending}`
    case 'point': return `point ${change.point.tag}${ending}`
    case 'rule': return `rule ${change.rule.id}${ending}`
    case 'gateway': return `gateway ${change.gateway.code}${ending}`
    case 'camera': return `camera ${change.camera.id}${ending}`
  }
}
