import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { AlarmCommit } from '@hazardwatch/shared/node/records/alarm-records'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import type { AlarmTransition } from './alarm-transition.ts'
import { configureRule } from './configure-rule.ts'
import { judgeBatch } from './engine.ts'
import { createEngine, takeChanges } from './engine-state.ts'
import { createAlarmKeeper } from './keep-alarms.ts'
import { testPoint } from './testing/test-point.ts'

const START = 1_800_000_000_000

/** An engine with one rule, and a record store that answers when it is told to. */
const stage = (outcomes: ('ok' | 'fail' | PromiseWithResolvers<void>)[] = []) => {
  const engine = createEngine()
  const point = testPoint(1, 'P')
  configureRule(engine, AlarmRule.parse({ id: 'r', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red' }), point, START)
  takeChanges(engine)
  const commits: AlarmCommit[] = []
  const durable: AlarmTransition[] = []
  const failures: unknown[] = []
  const pauses: number[] = []
  const keeper = createAlarmKeeper({
    engine, clock: () => START, regionOf: () => '220881',
    records: {
      commit: async (commit) => {
        const outcome = outcomes.shift() ?? 'ok'
        if (outcome === 'fail') throw new Error('disk full')
        if (outcome !== 'ok') await outcome.promise
        commits.push(commit)
      },
    },
    onDurable: (transitions) => { durable.push(...transitions) },
    onFailure: (error) => { failures.push(error) },
    pause: (ms) => { pauses.push(ms); return Promise.resolve() },
  })
  const send = (seconds: number, value: number) => judgeBatch(engine, batchOf(START + seconds * 1000, [{ point: 1, time: START + seconds * 1000, value }]))
  return { engine, keeper, commits, durable, failures, pauses, send }
}

describe('group commit of alarms', () => {
  it('the transition, the memory and the clock go together', async () => {
    const { keeper, commits, send } = stage()
    send(0, 60)
    await keeper.flush()
    expect(commits).toHaveLength(1)
    expect(commits[0]?.transitions.map(({ event, region }) => [event, region])).toEqual([['raised', '220881']])
    expect(commits[0]?.memories).toEqual([{ rule: 'r', late: 0, point: 'P', phase: 2, since: START, onset: START, onset_value: 60, last_at: null, cells: null }])
    expect(commits[0]?.clocks).toMatchObject([{ point: 1, judged_to: START, live_at: START, recent: JSON.stringify([[START, 0, START]]) }])
  })

  it('writes nothing when nothing changed', async () => {
    const { keeper, commits, send } = stage()
    send(0, 1)
    await keeper.flush()
    expect(commits).toEqual([])
  })

  it('announces nothing before it is durable', async () => {
    const gate = Promise.withResolvers<void>()
    const { keeper, durable, send } = stage([gate])
    send(0, 60)
    const flushed = keeper.flush()
    await Promise.resolve()
    expect(durable).toEqual([])
    gate.resolve()
    await flushed
    expect(durable.map(({ event }) => event)).toEqual(['raised'])
  })

  it('what changes during a commit goes with the next one, in order', async () => {
    const gate = Promise.withResolvers<void>()
    const { keeper, commits, durable, send } = stage([gate])
    send(0, 60)
    const first = keeper.flush()
    await Promise.resolve()
    send(1, 0)
    send(2, 60)
    const second = keeper.flush()
    gate.resolve()
    await Promise.all([first, second])
    expect(commits).toHaveLength(2)
    expect(durable.map(({ event }) => event)).toEqual(['raised', 'cleared', 'superseded', 'raised'])
  })

  it('tries again until the store takes it, with growing pauses, and loses nothing', async () => {
    const { keeper, commits, durable, failures, pauses, send } = stage(['fail', 'fail', 'fail'])
    send(0, 60)
    await keeper.flush()
    expect(failures).toHaveLength(3)
    expect(pauses).toEqual([100, 500, 2000])
    expect(commits).toHaveLength(1)
    expect(durable).toHaveLength(1)
    expect(keeper.waitingSince()).toBeUndefined()
  })
})
