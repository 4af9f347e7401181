import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AlarmRule } from '../../alarm-rule.ts'
import { Enterprise, Point, Source } from '../../ledger.ts'
import type { Ledger } from '../../ledger-port.ts'
import { openLedger } from './ledger-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'
import { saidInChinese } from '../../testing/said-in-chinese.ts'

const place = { lon: 122.8, lat: 45.3 }
const point = (tag: string, change = {}) => Point.parse({
  enterprise: 'E1', tag, source: 'S1', name: tag, quantity: 'concentration', unit: '[ppm]', rangeLow: 0, rangeHigh: 100, expectedIntervalS: 5, location: null, ...change,
})
const rule = (change = {}) => AlarmRule.parse({ id: 'gas', enterprise: 'E1', point: 'GD-*', kind: 'H', limit: 25, deadband: 2, priority: 'orange', ...change })
const silence = { kind: 'silence', limit: null, deadband: 0, afterS: 60 }

describe('rules on many points in the ledger', () => {
  let temporary: TemporaryRecords
  let ledger: Ledger
  beforeEach(async () => {
    temporary = await openTemporaryRecords()
    ledger = await openLedger(temporary.records)
    await ledger.createEnterprises(['E1', 'E2'].map((code) => Enterprise.parse({ code, name: code, region: '220881', industry: 'chemical', location: place })))
    await ledger.createSources(['S1', 'S2'].map((code) => Source.parse({ enterprise: 'E1', code, name: code, kind: 'machine_room', location: place, inherentLevel: 'yellow' })))
    await ledger.createPoints([point('GD-01'), point('GD-02', { source: 'S2' }), point('TE-01', { unit: 'Cel', quantity: 'temperature' }), point('MG-01', { unit: 'mg/m3' })])
  })
  afterEach(async () => { await temporary.remove() })

  it.each<[string, object, RegExp]>([
    ['nothing that it means', { point: 'XD-*' }, /means no point of E1, so nothing would be watched; correct it.*allowNoPoints/],
    ['only points of another enterprise', { enterprise: 'E2' }, /means no point of E2/],
    ['a selector that cannot be read', { point: '{gas=NH3}' }, /no tag of the ledger, and as a selector it cannot be read: .*ask for one of tag, source, quantity, unit/],
    ['a brace that is not closed', { point: 'GD-*{source=S1' }, /closing brace/],
    ['points in several units', { point: '*' }, /means points in \[ppm\], Cel, mg\/m3; give unit, .*or narrow the selector/],
    ['a unit that does not become that of each point', { point: '*', unit: '[ppm]' }, /E1\/TE-01 is in Cel, the figures of rule gas in \[ppm\]/],
    ['no points yet and no unit', { point: 'XD-*', allowNoPoints: true }, /nothing says in which unit.*give unit/],
    ['a vote', { kind: 'vote', limit: null, deadband: 0, level: 20, need: 1, others: ['GD-02'] }, /kind vote compares points that it names one by one; name one tag/],
    ['a combination', { kind: 'combination', limit: null, deadband: 0, when: { not: 'x' } }, /a combination is of rules/],
    ['a deviation from a sibling', { kind: 'deviation', sibling: 'GD-02' }, /one rule for each pair/],
    ['a limit that one of them cannot reach', { limit: 2_000, point: '{quantity=concentration, unit=[[]ppm]}' }, /means no point/],
    ['a limit that they cannot reach', { limit: 2_000 }, /rule gas on GD-01: limit 2000 lies outside the range/],
    ['a silence within their interval', { ...silence, afterS: 5 }, /rule gas on GD-01: afterS 5/],
    ['an id with the mark of parts', { id: 'a\u001fb' }, /control character/],
  ])('refuses %s', async (_, change, why) => {
    await expect(ledger.createRules([rule(change)])).rejects.toMatchObject({ code: 'rule_impossible', detail: expect.stringMatching(why) as unknown, words: { zh: saidInChinese } })
    expect(ledger.rules()).toEqual([])
  })

  it('fills in the unit of its points, and that is what stays after a restart', async () => {
    await ledger.createRules([rule(), rule({ ...silence, id: 'silent', point: '*' }), rule({ id: 'later', point: 'XD-*', allowNoPoints: true, unit: '%' })])
    const reopened = await openLedger(await temporary.reopen())
    expect(reopened.rules().map(({ id, unit, point: on }) => [id, unit, on])).toEqual([['gas', '[ppm]', 'GD-*'], ['later', '%', 'XD-*'], ['silent', undefined, '*']])
  })

  it('limits of one point stay in order, whether written for it or for many', async () => {
    await ledger.createRules([rule()])
    await expect(ledger.createRules([rule({ id: 'x', point: 'GD-02', kind: 'HH', limit: 20 })])).rejects.toMatchObject({ detail: expect.stringMatching(/HH is 20 \(x\)|H is 25 \(gas on GD-02\)/) as unknown })
    await expect(ledger.createRules([rule({ id: 'x', point: '{source=S2}', kind: 'L', limit: 30 })])).rejects.toMatchObject({ detail: expect.stringContaining('gas on GD-02') as unknown })
    await expect(ledger.createRules([rule({ id: 'x', point: 'GD-02', kind: 'H', limit: 30 })])).resolves.toBeUndefined()
    await expect(ledger.replaceRule(rule({ limit: 30 }))).resolves.toBeUndefined()
  })

  it('a combination hears no rule on many points, and a rule that is heard stays on one', async () => {
    await ledger.createRules([rule(), rule({ id: 'one', point: 'GD-01' })])
    const both = (id: string) => rule({ id: 'both', point: 'GD-01', kind: 'combination', limit: null, deadband: 0, when: { not: id } })
    await expect(ledger.createRules([both('gas')])).rejects.toMatchObject({ detail: expect.stringMatching(/rule gas is on many points/) as unknown })
    await ledger.createRules([both('one')])
    await expect(ledger.replaceRule(rule({ id: 'one' }))).rejects.toMatchObject({ detail: expect.stringMatching(/rule both combines its condition/) as unknown })
  })

  it('a registered tag that reads like a selector is a tag; none is registered that would take a rule over', async () => {
    await ledger.createPoints([point('A*')])
    await ledger.createRules([rule({ id: 'tag', point: 'A*' }), rule()])
    expect(ledger.rule('tag')?.unit).toBeUndefined()
    await expect(ledger.createPoints([point('GD-*')])).rejects.toMatchObject({ code: 'already_exists', detail: expect.stringMatching(/selector of rule gas.*\{tag=GD-\*\}/) as unknown })
    await ledger.retirePoint('E1', 'A*')
    expect(ledger.rule('tag')).toBeUndefined()
  })

  it('stays when its points go, and goes with its enterprise', async () => {
    await ledger.createRules([rule()])
    await ledger.retirePoint('E1', 'GD-01')
    await ledger.retirePoint('E1', 'GD-02')
    expect(ledger.rule('gas')).toBeDefined()
    await ledger.retireEnterprise('E1')
    expect(ledger.rules()).toEqual([])
    expect((await ledger.ruleChanges({ rule: 'gas', limit: 1 })).items).toMatchObject([{ after: null, reason: 'the enterprise E1 was retired' }])
  })
})
