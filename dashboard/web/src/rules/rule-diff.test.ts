import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { describe, expect, it } from 'vitest'
import { diffRules, patchBetween } from './rule-diff.ts'

const rule = (fields: object): AlarmRule => AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', ...fields })

describe('diffRules', () => {
  it.each([
    ['nothing', {}, {}, []],
    ['a limit', {}, { limit: 20 }, [['limit', 25, 20]]],
    ['a text that is new', {}, { consequence: 'fire' }, [['consequence', undefined, 'fire']]],
    ['a text that is gone', { cause: 'x' }, {}, [['cause', 'x', undefined]]],
    ['a list', { suppressedBy: ['A'] }, { suppressedBy: ['A', 'B'] }, [['suppressedBy', ['A'], ['A', 'B']]]],
    ['a switch and a time', {}, { enabled: false, reAlarmS: 600 }, [['enabled', true, false], ['reAlarmS', null, 600]]],
    ['the same in another order', { stateLimits: { running: 1, startup: 2 } }, { stateLimits: { startup: 2, running: 1 } }, []],
  ])('%s', (_name, before, after, changes) => {
    expect(diffRules(rule(before), rule(after)).map(({ field, before: old, after: fresh }) => [field, old, fresh])).toEqual(changes)
  })

  it('a rule that is new, and one that is retired', () => {
    expect(diffRules(null, rule({}))).toContainEqual({ field: 'limit', before: undefined, after: 25 })
    expect(diffRules(rule({}), null)).toContainEqual({ field: 'limit', before: 25, after: undefined })
  })
})

describe('patchBetween', () => {
  it('holds what differs, and null for what is gone', () => {
    expect(patchBetween(rule({ cause: 'x', reAlarmS: 600 }), rule({ limit: 20 }))).toEqual({ limit: 20, cause: null, reAlarmS: null })
  })
})
