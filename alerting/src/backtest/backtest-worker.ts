import { parentPort } from 'node:worker_threads'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { reportBacktest } from './backtest-report.ts'
import type { BacktestPlan } from './backtest-plan.ts'
import type { FromWorker, ToWorker } from './backtest-messages.ts'
import { createScanJudge, type ScanJudge } from './judge-scan.ts'
import type { Episode } from './compare-occurrences.ts'

/** Judges away from the thread that receives and judges live: what is tried must not delay what happens. One plan, then it ends. */
if (parentPort === null) throw new Error('backtest-worker.ts runs as a worker thread')
const port = parentPort

let plan: BacktestPlan | undefined
let scan = -1
let judge: ScanJudge | undefined
let readings = 0
const before: Episode[] = []
const after: Episode[] = []

const endScan = (to: number): void => {
  const found = judge?.finish(to)
  before.push(...found?.before ?? [])
  after.push(...found?.after ?? [])
}

const take = (index: number, batch: ReadingBatch): void => {
  if (plan === undefined) return
  if (index !== scan) {
    endScan(plan.to)
    scan = index
    judge = createScanJudge(plan.scans[index]?.clusters ?? [], plan.from)
  }
  judge?.take(batch)
  readings += batch.count
}

const finish = (): void => {
  if (plan === undefined) return
  // A scan without a single reading still has a range that passes: nothing is raised in it, so nothing is missed.
  endScan(plan.to)
  const points = plan.scans.reduce((sum, { query }) => sum + query.points.length, 0)
  const result = reportBacktest({ readings, points, from: plan.from, to: plan.to, before, after })
  port.postMessage({ type: 'result', result } satisfies FromWorker)
}

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'plan':
      plan = message.plan
      return
    case 'batch':
      take(message.scan, message.batch)
      port.postMessage({ type: 'taken' } satisfies FromWorker)
      return
    case 'end':
      finish()
  }
})
