import { underlyingStates, type UnderlyingState } from '@hazardwatch/shared/alarm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextState, type LifecycleEvent } from './alarm-lifecycle.ts'

const plain = { ackRequired: true, latching: false }
const latching = { ackRequired: true, latching: true }
const noAck = { ackRequired: false, latching: false }
const events: readonly LifecycleEvent[] = ['raise', 'clear', 'acknowledge', 'reset']

describe('every cell of the transition table', () => {
  it.each<[UnderlyingState, LifecycleEvent, UnderlyingState | 'refused']>([
    ['normal', 'raise', 'unacknowledged'],
    ['normal', 'clear', 'refused'],
    ['normal', 'acknowledge', 'refused'],
    ['normal', 'reset', 'refused'],
    ['unacknowledged', 'raise', 'refused'],
    ['unacknowledged', 'clear', 'returned_unacknowledged'],
    ['unacknowledged', 'acknowledge', 'acknowledged'],
    ['unacknowledged', 'reset', 'refused'],
    ['acknowledged', 'raise', 'refused'],
    ['acknowledged', 'clear', 'normal'],
    ['acknowledged', 'acknowledge', 'refused'],
    ['acknowledged', 'reset', 'refused'],
    ['returned_unacknowledged', 'raise', 'unacknowledged'],
    ['returned_unacknowledged', 'clear', 'refused'],
    ['returned_unacknowledged', 'acknowledge', 'normal'],
    ['returned_unacknowledged', 'reset', 'refused'],
    ['latched', 'raise', 'unacknowledged'],
    ['latched', 'clear', 'refused'],
    ['latched', 'acknowledge', 'refused'],
    ['latched', 'reset', 'normal'],
  ])('%s + %s → %s', (state, event, expected) => { expect(nextState(state, event, plain)).toBe(expected) })

  it.each<[string, UnderlyingState, LifecycleEvent, typeof plain, UnderlyingState | 'refused']>([
    ['a latching alarm waits for its reset when it clears', 'acknowledged', 'clear', latching, 'latched'],
    ['a latching alarm waits for its reset when it is seen after it cleared', 'returned_unacknowledged', 'acknowledge', latching, 'latched'],
    ['an alarm that needs no acknowledgement is seen when it is raised', 'normal', 'raise', noAck, 'acknowledged'],
    ['and so it is when it comes back from the latch', 'latched', 'raise', { ackRequired: false, latching: true }, 'acknowledged'],
  ])('%s', (_, state, event, policy, expected) => { expect(nextState(state, event, policy)).toBe(expected) })
})

describe('any story', () => {
  const story = fc.array(fc.constantFrom(...events), { maxLength: 60 })
  const policy = fc.record({ ackRequired: fc.boolean(), latching: fc.boolean() })

  it('a raised alarm never becomes normal unseen, and a latching one never without a reset', () => {
    fc.assert(fc.property(story, policy, (steps, rules) => {
      let state: UnderlyingState = 'normal'
      let seen = true
      let resetSinceRaise = true
      for (const event of steps) {
        const next = nextState(state, event, rules)
        if (next === 'refused') continue
        expect(underlyingStates).toContain(next)
        if (event === 'raise') { seen = !rules.ackRequired; resetSinceRaise = false }
        if (event === 'acknowledge') seen = true
        if (event === 'reset') resetSinceRaise = true
        state = next
        if (state !== 'normal') continue
        expect(seen).toBe(true)
        expect(resetSinceRaise || !rules.latching).toBe(true)
      }
    }))
  })
})
