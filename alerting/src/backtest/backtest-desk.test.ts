import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { BacktestResult } from '@hazardwatch/shared/backtest'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { createLog } from '@hazardwatch/shared/node/log'
import { expect, it } from 'vitest'
import { testPoint } from '../testing/test-point.ts'
import { reportBacktest } from './backtest-report.ts'
import { createBacktestDesk, type BacktestDeskOptions } from './backtest-desk.ts'

const rule = AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P', kind: 'H', limit: 5, priority: 'red' })
const nothing: BacktestResult = reportBacktest({ readings: 0, points: 1, from: 0, to: 1, before: [], after: [] })
const request = { candidates: [rule], from: 0, to: 86_400_000 }

/** A desk whose backtests run when they are told to. */
const openDesk = () => {
  const runs: (Parameters<BacktestDeskOptions['run']>[0] & PromiseWithResolvers<BacktestResult>)[] = []
  let id = 0
  const clock = createFakeClock(1_000)
  const desk = createBacktestDesk({
    ledger: { rule: () => undefined, point: (_enterprise, tag) => (tag === 'P' ? testPoint(1, 'P') : undefined), pointByNumber: () => undefined, tagNumbers: () => undefined },
    run: (task) => {
      const run = { ...task, ...Promise.withResolvers<BacktestResult>() }
      task.signal.addEventListener('abort', () => { run.reject(task.signal.reason) })
      runs.push(run)
      return run.promise
    },
    nextId: () => String(++id), clock: clock.now, log: createLog('silent'),
  })
  return { desk, runs, settle: async () => { for (let turn = 0; turn < 20; turn++) await Promise.resolve() } }
}

it('queues, tells how far it is, and keeps what came of it', async () => {
  const { desk, runs, settle } = openDesk()
  expect(desk.start(request)).toMatchObject({ id: '1', state: 'queued', progress: 0, rules: ['R'] })
  await settle()
  runs[0]?.onProgress(0.5)
  runs[0]?.onProgress(0.25)
  expect(desk.find('1')).toMatchObject({ state: 'running', progress: 0.5, endedAt: null })
  runs[0]?.resolve(nothing)
  await settle()
  expect(desk.find('1')).toMatchObject({ state: 'done', progress: 1, result: nothing, endedAt: '1970-01-01T00:00:01.000Z' })
})

it('runs one after the other', async () => {
  const { desk, runs, settle } = openDesk()
  desk.start(request)
  desk.start(request)
  await settle()
  expect([runs.length, desk.list().map(({ id, state }) => [id, state])]).toEqual([1, [['2', 'queued'], ['1', 'running']]])
  runs[0]?.resolve(nothing)
  await settle()
  expect([runs.length, desk.find('2')?.state]).toEqual([2, 'running'])
})

it('is cancelled at once, waiting or running, and the next goes on', async () => {
  const { desk, runs, settle } = openDesk()
  for (let n = 0; n < 3; n++) desk.start(request)
  await settle()
  expect(desk.cancel('2').state).toBe('cancelled')
  expect(desk.cancel('1').state).toBe('cancelled')
  expect(runs[0]?.signal.aborted).toBe(true)
  await settle()
  expect(desk.list().map(({ id, state }) => [id, state])).toEqual([['3', 'running'], ['2', 'cancelled'], ['1', 'cancelled']])
  runs[1]?.resolve(nothing)
  await settle()
  expect(desk.cancel('3').state).toBe('done')
})

it('says why it failed, and the next goes on', async () => {
  const { desk, runs, settle } = openDesk()
  desk.start(request)
  await settle()
  runs[0]?.reject(new Error('disk gone'))
  await settle()
  expect(desk.find('1')).toMatchObject({ state: 'failed', result: null })
  expect(desk.find('1')?.problem).toContain('log of the service')
})

it('refuses what it cannot judge, and a queue without end', () => {
  const { desk } = openDesk()
  expect(() => desk.start({ ...request, candidates: [AlarmRule.parse({ ...rule, point: 'GONE' })] })).toThrow(/E\/GONE.*register it first/)
  for (let n = 0; n < 20; n++) desk.start(request)
  expect(() => desk.start(request)).toThrow(expect.objectContaining({ code: 'busy', detail: expect.stringContaining('20 backtests are waiting') }))
  expect(() => desk.cancel('77')).toThrow('not_found')
})

it('stops with the service', async () => {
  const { desk, runs, settle } = openDesk()
  desk.start(request)
  await settle()
  await desk.stop()
  expect([runs[0]?.signal.aborted, desk.find('1')?.state]).toEqual([true, 'cancelled'])
  expect(() => desk.start(request)).toThrow(expect.objectContaining({ code: 'store_unavailable' }))
})
