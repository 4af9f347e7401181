import type { BacktestDesk, BacktestRequest, BacktestResult, BacktestView } from '@hazardwatch/shared/backtest'
import type { Clock } from '@hazardwatch/shared/clock'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Log } from '@hazardwatch/shared/node/log'
import { isoTime } from '@hazardwatch/shared/time'
import type { Words } from '@hazardwatch/shared/words'
import { planBacktest, type BacktestLedger, type BacktestPlan } from './backtest-plan.ts'
import type { RunBacktest } from './run-backtest.ts'

/** Finished ones that are kept to be read. */
const KEPT = 50
/** More than this in the queue is a mistake of whoever asks. */
const QUEUED = 20
const NAMED_RULES = 100

export interface BacktestDeskOptions {
  ledger: BacktestLedger
  run: (task: Omit<RunBacktest, 'store'>) => Promise<BacktestResult>
  /** A new name for each backtest. */
  nextId: () => string
  clock: Clock
  log: Log
}

interface Job {
  view: BacktestView
  plan: BacktestPlan
  cancel: AbortController
}

const notFinished: Words = { en: 'it could not be finished; the log of the service says why', zh: '试算未能完成；原因见服务日志' }

/** Backtests one after the other: each may use a core, and the other one is for what happens now. */
export const createBacktestDesk = ({ ledger, run, nextId, clock, log }: BacktestDeskOptions): BacktestDesk & { stop: () => Promise<void> } => {
  const jobs = new Map<string, Job>()
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  const work = async (job: Job): Promise<void> => {
    if (job.view.state !== 'queued') return
    change(job, { state: 'running' })
    try {
      const result = await run({ plan: job.plan, signal: job.cancel.signal, onProgress: (progress) => { change(job, { progress: Math.max(job.view.progress, Math.min(1, progress)) }) } })
      end(job, { state: 'done', progress: 1, result })
    } catch (error) {
      if (job.cancel.signal.aborted) return
      log.error({ err: error, backtest: job.view.id }, 'a backtest failed')
      const { en: problem, zh: problemZh } = error instanceof HazardError ? error.words : notFinished
      end(job, { state: 'failed', problem, problemZh })
    }
  }
  const change = (job: Job, changes: Partial<BacktestView>): void => { if (job.view.endedAt === null) job.view = { ...job.view, ...changes } }
  const end = (job: Job, changes: Partial<BacktestView>): void => { change(job, { ...changes, endedAt: isoTime(clock()) }) }
  const existing = (id: string): Job => {
    const job = jobs.get(id)
    if (job === undefined) {
      throw new HazardError('not_found', { en: `backtests has no ${id}; the ${KEPT} newest are kept until the service is stopped`, zh: `没有试算 ${id}；只保留最近 ${KEPT} 次，服务停止后不再保留` })
    }
    return job
  }
  return {
    start: (request) => {
      const waiting = [...jobs.values()].filter(({ view }) => view.endedAt === null).length
      if (stopped) throw new HazardError('store_unavailable', 'the service is stopping: it begins no more backtests')
      if (waiting >= QUEUED) throw queueFull(waiting)
      const job = { view: viewOf(nextId(), request, clock()), plan: planBacktest(ledger, request.candidates, request.from, request.to), cancel: new AbortController() }
      jobs.set(job.view.id, job)
      forgetOld(jobs)
      running = running.then(() => work(job))
      return job.view
    },
    find: (id) => jobs.get(id)?.view,
    list: () => [...jobs.values()].map(({ view }) => view).reverse(),
    cancel: (id) => {
      const job = existing(id)
      end(job, { state: 'cancelled' })
      job.cancel.abort(new Error('cancelled'))
      return job.view
    },
    stop: async () => {
      stopped = true
      for (const job of jobs.values()) {
        end(job, { state: 'cancelled' })
        job.cancel.abort(new Error('the service is stopping'))
      }
      await running
    },
  }
}

const queueFull = (waiting: number): HazardError => new HazardError('busy', {
  en: `${waiting} backtests are waiting: try again when one of them has ended, or cancel one`,
  zh: `有 ${waiting} 次试算正在排队：请等其中一次结束后再试，或取消一次`,
})

const viewOf = (id: string, { candidates, from, to }: BacktestRequest, now: number): BacktestView => ({
  id, state: 'queued', progress: 0, from: isoTime(from), to: isoTime(to), rules: candidates.slice(0, NAMED_RULES).map(({ id }) => id),
  startedAt: isoTime(now), endedAt: null, problem: null, problemZh: null, result: null,
})

const forgetOld = (jobs: Map<string, Job>): void => {
  for (const [id, { view }] of jobs) {
    if (jobs.size <= KEPT) return
    if (view.endedAt !== null) jobs.delete(id)
  }
}
