import { describe, expect, it } from 'vitest'
import { faultsWithin, serviceFaults } from './rule-faults.ts'

describe('serviceFaults', () => {
  it.each([
    ['body.limit', 'limit', []],
    ['body[0].windowS', 'windowS', []],
    ['body', null, []],
    ['query.by', null, []],
    ['body.schedule[0].from', 'schedule', ['0', 'from']],
    ['body[0].stateLimits.running', 'stateLimits', ['running']],
    ['body.nothing', null, []],
  ])('%s stands at %s %j', (path, field, rest) => {
    expect(serviceFaults([{ path, message: 'm' }])).toEqual([{ field, path: rest, message: { en: 'm', zh: 'm' } }])
  })
})

describe('faultsWithin', () => {
  const faults = serviceFaults(['body.schedule[0].from', 'body.schedule[1]', 'body.schedule'].map((path) => ({ path, message: path })))
  it.each<[string[], string[][]]>([[['0'], [['from']]], [['1'], [[]]], [[], [['0', 'from'], ['1'], []]], [['0', 'from'], [[]]]])('below %j', (path, left) => {
    expect(faultsWithin(faults, ...path).map((fault) => fault.path)).toEqual(left)
  })
})
