import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { kindParameters, ruleKinds } from '@hazardwatch/shared/rule-parameters'
import { describe, expect, it } from 'vitest'
import { draftOf, fieldsOf, readDraft, serviceFaults, type RuleDraft } from './rule-form.ts'

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
    ['rate', 'windowS', 'number'], ['rate', 'direction', 'choice'], ['vote', 'others', 'list'], ['fault', 'qualities', 'choices'], ['combination', 'when', 'json'],
    ['multivariate', 'model', 'kept'], ['H', 'enabled', 'boolean'], ['H', 'schedule', 'json'], ['H', 'consequence', 'text'], ['H', 'reAlarmS', 'number'], ['deviation', 'sibling', 'text'],
    ['H', 'activeStates', 'choices'], ['H', 'suppressedBy', 'list'],
  ] as const)('%s: %s is written as %s', (kind, name, input) => {
    expect(fieldsOf(kind).find((field) => field.name === name)?.input).toBe(input)
  })
})

describe('readDraft', () => {
  it('gives the rule, with the defaults and the usual id', () => {
    expect(readDraft(draft).rule).toMatchObject({ id: 'E/P/H', limit: 25, deadband: 0, enabled: true, reAlarmS: null })
  })

  it.each([
    ['of a limit', { kind: 'H', limit: 25, deadband: 2, onDelayS: 5, reAlarmS: 600, latching: true, activeStates: ['running', 'startup'], schedule: [{ from: '08:00', to: '18:00' }], operatorAction: 'leave' }],
    ['in a dry run', { kind: 'H', limit: 25, dryRun: true }],
    ['of a vote', { kind: 'vote', level: 20, others: ['Q', 'R'], need: 2, badVote: 'alarm' }],
    ['of a combination of one', { kind: 'combination', when: 'E/Q/H' }],
    ['of a combination', { kind: 'combination', when: { and: ['E/Q/H', { not: 'E/R/H' }] } }],
    ['of a fault', { kind: 'fault', qualities: ['fault', 'stopped'], enabled: false }],
  ])('a rule %s comes back as it was', (_name, fields) => {
    const rule = AlarmRule.parse({ id: 'E/P/1', enterprise: 'E', point: 'P', priority: 'red', ...fields })
    expect(readDraft(draftOf(rule))).toEqual({ rule, faults: [] })
  })

  it.each<[string, RuleDraft, unknown[]]>([
    ['no number', { limit: 'many' }, ['limit']],
    ['no point', { point: '' }, ['point']],
    ['a limit left out', { limit: '' }, ['limit']],
    ['a parameter left out', { kind: 'rate' }, ['windowS']],
    ['broken JSON', { schedule: '[{' }, ['schedule']],
    ['a deadband below 0', { deadband: '-1' }, ['deadband']],
    ['a part of a schedule', { schedule: '[{"from":"8","to":"9"}]' }, ['schedule', 'schedule']],
    ['its own id as cause', { id: 'X', suppressedBy: 'X' }, ['suppressedBy']],
  ])('%s is told at its field', (_name, change, fields) => {
    expect(readDraft({ ...draft, ...change }).faults.map(({ field }) => field)).toEqual(fields)
  })

  it('leaves out what another kind had', () => {
    expect(readDraft({ ...draft, windowS: '60', kind: 'silence', afterS: '90' }).rule).not.toHaveProperty('windowS')
  })
})

describe('serviceFaults', () => {
  it.each([['body.limit', 'limit'], ['body.0.windowS', 'windowS'], ['body', null], ['query.by', null], ['body.schedule.0.from', 'schedule']])('%s stands at %s', (path, field) => {
    expect(serviceFaults([{ path, message: 'm' }])).toEqual([{ field, message: 'm' }])
  })
})
