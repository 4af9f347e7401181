import type { BacktestResult } from '@hazardwatch/shared/backtest'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { BacktestPlan } from './backtest-plan.ts'

/** To the thread that judges: the plan first, then the readings scan by scan, then the end. */
export type ToWorker = { type: 'plan'; plan: BacktestPlan } | { type: 'batch'; scan: number; batch: ReadingBatch } | { type: 'end' }

/** From it: one `taken` for each batch, and at the end what was found. */
export type FromWorker = { type: 'taken' } | { type: 'result'; result: BacktestResult }
