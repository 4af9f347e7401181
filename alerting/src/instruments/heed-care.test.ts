import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { configureMany } from '../configure-many.ts'
import { configureRule } from '../configure-rule.ts'
import { judgeBatch } from '../engine.ts'
import { createEngine, takeChanges } from '../engine-state.ts'
import { currentAlarm } from '../alarm-book.ts'
import { testPoint } from '../testing/test-point.ts'
import { createCareHeeder } from './heed-care.ts'

const START = Date.UTC(2026, 0, 1)
const points = [testPoint(1, 'P1'), testPoint(2, 'P2')]
const [own, other] = points
const rules = [
  { id: 'H', point: 'P1', kind: 'H', limit: 25, priority: 'red' }, { id: 'HEALTH', point: 'P1', kind: 'health', priority: 'blue' }, { id: 'SILENT', point: 'P1', kind: 'silence', afterS: 60, priority: 'blue' },
  { id: 'VOTE', point: 'P1', kind: 'vote', level: 25, others: ['P2'], need: 1, priority: 'red' }, { id: 'H2', point: 'P2', kind: 'H', limit: 25, priority: 'red' },
].map((fields) => AlarmRule.parse({ enterprise: 'E', ...fields }))
const care = { point: 1, overdue: false, bumpFailed: false, test: null }
const test = { until: START + 600_000, by: 'W', recovering: false, reason: 'bump test by W with methane 50, ends by itself' }

const play = () => {
  const engine = createEngine()
  for (const rule of rules) configureRule(engine, rule, rule.point === 'P1' ? own! : other!, START, rule.others === undefined ? [] : [other])
  takeChanges(engine)
  const heed = createCareHeeder(engine)
  return {
    engine, heed,
    read: (second: number, point: number, value: number) => {
      judgeBatch(engine, batchOf(START + second * 1000, [{ point, time: START + second * 1000, value }]))
    },
    state: (rule: string) => currentAlarm(engine.alarms, { rule, enterprise: 'E', point: rule === 'H2' ? 'P2' : 'P1' })?.state,
    told: () => takeChanges(engine).transitions.filter(({ event }) => event === 'raised' || event === 'cleared').map(({ event, alarm }) => [alarm.rule, event, alarm.state, alarm.finding]),
  }
}

describe('the care of an instrument in the engine', () => {
  it.each([['overdue', 'calibration_overdue'], ['bumpFailed', 'bump_failed']] as const)('%s raises the health alarm, once however often it is said, and ends it', (what, finding) => {
    const { heed, told, read } = play()
    read(0, 1, 5)
    heed([{ ...care, [what]: true }], START + 1000)
    heed([{ ...care, [what]: true }], START + 2000)
    read(3, 1, 6)
    expect(told()).toEqual([['HEALTH', 'raised', 'unacknowledged', finding]])
    heed([], START + 4000)
    expect(told()).toEqual([['HEALTH', 'cleared', 'returned_unacknowledged', finding]])
  })

  it('the alarm stands as long as one reason of the two does', () => {
    const { heed, told } = play()
    heed([{ ...care, overdue: true }], START + 1000)
    heed([{ ...care, overdue: true, bumpFailed: true }], START + 2000)
    heed([{ ...care, bumpFailed: true }], START + 3000)
    expect(told().map(([, event]) => event)).toEqual(['raised'])
    heed([care], START + 4000)
    expect(told().map(([, event]) => event)).toEqual(['cleared'])
  })

  it('a test suppresses the alarms of its own point alone: not those of others, not a vote that hears others, not silence', () => {
    const { heed, read, state, engine } = play()
    heed([{ ...care, test }], START + 1000)
    expect([...engine.overlays.suppressed.values()].map(({ rule, reason }) => `${rule} ${reason}`).toSorted((a, b) => a.localeCompare(b))).toEqual([`H ${test.reason}`, `HEALTH ${test.reason}`])
    read(2, 1, 60)
    read(3, 2, 60)
    expect([state('H'), state('H2'), state('VOTE')]).toEqual(['suppressed', 'unacknowledged', 'unacknowledged'])
    read(4, 1, 0)
    heed([], START + 5000)
    expect(engine.overlays.suppressed.size).toBe(0)
    // The test gas has gone: nothing is left of its alarm.
    expect(state('H')).toBeUndefined()
  })

  it('a test suppresses the alarm of a rule on many points at its own point alone', () => {
    const { heed, engine } = play()
    configureMany(engine, AlarmRule.parse({ id: 'MANY', enterprise: 'E', point: 'P*', kind: 'HH', limit: 50, priority: 'red' }), points, START)
    heed([{ ...care, test }], START + 1000)
    expect([...engine.overlays.suppressed.values()].filter(({ rule }) => rule === 'MANY').map(({ point }) => point)).toEqual(['P1'])
    heed([], START + 5000)
    expect(engine.overlays.suppressed.size).toBe(0)
  })

  it('a failed test is told while its gas still clears away', () => {
    const { heed, read, state } = play()
    heed([{ ...care, test }], START + 1000)
    read(2, 1, 30)
    heed([{ ...care, bumpFailed: true, test: { ...test, recovering: true } }], START + 3000)
    expect([state('H'), state('HEALTH')]).toEqual(['suppressed', 'unacknowledged'])
  })

  it('gas that is still there when the test ends sounds then', () => {
    const { heed, read, state } = play()
    heed([{ ...care, test }], START + 1000)
    read(2, 1, 60)
    heed([], START + 3000)
    expect(state('H')).toBe('unacknowledged')
  })

  it('what was in force before a restart and is not said any more ends', () => {
    const { heed, engine } = play()
    heed([{ ...care, test, overdue: true }], START + 1000)
    createCareHeeder(engine)([], START + 2000)
    expect([engine.overlays.suppressed.size, takeChanges(engine).transitions.at(-1)?.event]).toEqual([0, 'cleared'])
  })
})
