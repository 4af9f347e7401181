import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { kindParameters, ruleKinds } from '@hazardwatch/shared/rule-parameters'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedFields, draftOf, type RuleDraft } from './rule-draft.ts'
import { fieldsOf, newDraft, readDraft, urgentFaults } from './rule-form.ts'
import { rulesOf } from './sample-rules.ts'

const draft: RuleDraft = { enterprise: 'E', point: 'P', kind: 'H', priority: 'red', enabled: 'true', limit: '25' }

describe('fieldsOf', () => {
  it.each(ruleKinds)('%s: has what the kind needs and may have, each once', (kind) => {
    const fields = fieldsOf(kind)
    const names = fields.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining([...kindParameters[kind].required, ...kindParameters[kind].optional]))
    expect(names.includes('limit')).toBe(kindParameters[kind].limit !== 'none')
    expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual(expect.arrayContaining([...kindParameters[kind].required]))
  })

  it.each([
    ['rate', 'windowS', 'number'], ['rate', 'direction', 'choice'], ['vote', 'others', 'points'], ['fault', 'qualities', 'choices'], ['combination', 'when', 'condition'],
    ['multivariate', 'model', 'model'], ['H', 'enabled', 'boolean'], ['H', 'schedule', 'schedule'], ['H', 'consequence', 'lines'], ['H', 'reAlarmS', 'number'], ['deviation', 'sibling', 'point'],
    ['H', 'activeStates', 'choices'], ['H', 'suppressedBy', 'rules'], ['H', 'stateLimits', 'stateLimits'], ['H', 'activeWhile', 'stage'], ['H', 'unit', 'text'], ['H', 'responseS', 'number'],
  ] as const)('%s: %s is written as %s', (kind, name, input) => {
    expect(fieldsOf(kind).find((field) => field.name === name)?.input).toBe(input)
  })

  it('has a control for each value that is no plain text', () => {
    const bare = draftOf(AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P', kind: 'H', limit: 1, priority: 'red' }))
    for (const kind of ruleKinds) {
      fc.assert(fc.property(rulesOf(kind), (rule) => {
        const inputs = new Map(fieldsOf(kind).map(({ name, input }) => [name, input]))
        const unwritten = Object.entries(draftOf(rule)).filter(([name, value]) => typeof value !== 'string' && !(name in bare) && ['text', 'lines', 'number', undefined].includes(inputs.get(name as keyof RuleDraft)))
        expect(unwritten).toEqual([])
      }), { numRuns: 30 })
    }
  })
})

describe('readDraft', () => {
  it('gives the rule, with the defaults and the usual id', () => {
    expect(readDraft(draft).rule).toMatchObject({ id: 'E/P/H', limit: 25, deadband: 0, enabled: true, reAlarmS: null })
  })

  it.each(ruleKinds)('%s: a rule that is put into the form comes out of it as it was', (kind) => {
    fc.assert(fc.property(rulesOf(kind), (rule) => {
      const filled = draftOf(rule)
      expect(readDraft(filled)).toEqual({ rule, faults: [] })
      expect(changedFields(filled, rule).size).toBe(0)
    }))
  })

  it.each<[string, RuleDraft, string[]]>([
    ['no number', { limit: 'many' }, ['limit noNumber']],
    ['no point', { point: '' }, ['point noPoint']],
    ['no point, and no limit', { point: '', limit: '' }, ['point noPoint', 'limit missing']],
    ['a limit left out', { limit: '' }, ['limit missing']],
    ['a parameter left out', { kind: 'rate' }, ['windowS missing']],
    ['a deadband below 0', { deadband: '-1' }, ['deadband atLeast']],
    ['a window of no time', { kind: 'rate', windowS: '0' }, ['windowS moreThan']],
    ['half a reading', { kind: 'flatline', limit: '', windowS: '60', minReadings: '2.5' }, ['minReadings whole']],
    ['a time that is none', { schedule: [{ days: [], from: '08:00', to: '18:00' }, { days: [1], from: '25:00', to: '' }] }, ['schedule.1.from time', 'schedule.1.to time']],
    ['a limit by state that is no number', { stateLimits: { running: '25', startup: 'high' } }, ['stateLimits.startup noNumber']],
    ['a stage without its point', { activeWhile: { point: '', low: '1', high: '' } }, ['activeWhile.point missing']],
    ['a bound that is no number', { activeWhile: { point: 'S', low: 'one', high: '2' } }, ['activeWhile.low noNumber']],
    ['a vote without channels', { kind: 'vote', limit: '', level: '20', need: '2' }, ['others missing']],
    ['more votes than channels', { kind: 'vote', limit: '', level: '20', need: '3', others: ['Q'] }, ['need fewerVotes']],
    ['a rule that is not chosen', { kind: 'combination', limit: '', when: { and: ['A', { or: ['B', ''] }] } }, ['when.and.1.or.1 missing']],
    ['a combination of nothing', { kind: 'combination', limit: '', when: '' }, ['when missing']],
    ['a deviation from nothing', { kind: 'deviation', limit: '3' }, ['setpoint oneReference']],
    ['its own id as cause', { id: 'X', suppressedBy: ['X'] }, ['suppressedBy itself']],
    ['limits by state without a limit', { kind: 'video', limit: '', events: ['smoke'], stateLimits: { running: '1' } }, ['stateLimits needsLimit']],
  ])('%s is told where it is', (_name, change, places) => {
    const { faults } = readDraft({ ...draft, ...change })
    expect(faults.map(({ field, path, words }) => `${[field, ...path].join('.')} ${words?.word}`)).toEqual(places)
  })

  it('leaves out what another kind had', () => {
    expect(readDraft({ ...draft, windowS: '60', kind: 'silence', afterS: '90' }).rule).not.toHaveProperty('windowS')
  })
})

describe('urgentFaults', () => {
  it('a field that is merely still empty does not shout; one that is wrong does', () => {
    const { faults } = readDraft({ ...newDraft('E'), kind: 'combination', when: { and: ['A', ''] }, deadband: '-1' })
    expect(faults.map(({ field }) => field)).toEqual(['point', 'deadband', 'when'])
    expect(urgentFaults(faults).map(({ field }) => field)).toEqual(['deadband'])
  })
})

describe('changedFields', () => {
  const rule = AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', stateLimits: { running: 30, startup: 40 }, cause: 'x' })
  it.each<[string, RuleDraft, string[]]>([
    ['nothing', {}, []],
    ['a limit', { limit: '20' }, ['limit']],
    ['a text that is gone', { cause: '' }, ['cause']],
    ['what is new', { schedule: [{ days: [], from: '', to: '' }] }, ['schedule']],
    ['another order of the same', { stateLimits: { startup: '40', running: '30' } }, []],
    ['a part', { stateLimits: { startup: '41', running: '30' } }, ['stateLimits']],
  ])('%s', (_name, change, fields) => {
    expect([...changedFields({ ...draftOf(rule), ...change }, rule)]).toEqual(fields)
  })
  it('of a new rule: none', () => {
    expect(changedFields(draftOf(rule), null).size).toBe(0)
  })
})
