import { Worker } from 'node:worker_threads'
import type { BacktestResult } from '@hazardwatch/shared/backtest'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ScannableStore } from '@hazardwatch/shared/reading-store'
import type { FromWorker, ToWorker } from './backtest-messages.ts'
import type { BacktestPlan } from './backtest-plan.ts'

/** Batches that may wait for the judge: one is being judged while the next is being read. */
const WAITING = 2

export interface RunBacktest {
  plan: BacktestPlan
  store: Pick<ScannableStore, 'scan'>
  signal: AbortSignal
  /** 0 to 1. */
  onProgress: (progress: number) => void
}

/** Reads history here and judges it in a thread of its own. Rejects with the signal's reason when it is cancelled. */
export const runBacktest = async ({ plan, store, signal, onProgress }: RunBacktest): Promise<BacktestResult> => {
  signal.throwIfAborted()
  const judge = openJudge()
  try {
    judge.send({ type: 'plan', plan })
    for (const [scan, { query }] of plan.scans.entries()) {
      await store.scan(query, async (batch) => {
        await judge.free()
        onProgress(progressOf(plan, scan, batch))
        judge.give(scan, batch)
      }, signal)
      onProgress((scan + 1) / plan.scans.length)
    }
    signal.throwIfAborted()
    return await judge.end()
  } finally {
    await judge.close()
  }
}

/** By the time that the readings have reached: scans go through the range in order. */
const progressOf = ({ from, to, scans }: BacktestPlan, scan: number, batch: ReadingBatch): number => {
  const reached = ((batch.time[0] ?? from) - from) / (to - from)
  return (scan + Math.min(1, Math.max(0, reached))) / scans.length
}

const openJudge = () => {
  const worker = new Worker(new URL('./backtest-worker.ts', import.meta.url))
  const given: PromiseWithResolvers<void>[] = []
  const result = Promise.withResolvers<BacktestResult>()
  // A failure is heard by whoever waits next, or at the end.
  result.promise.catch(() => undefined)
  worker.on('error', result.reject)
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'result') result.resolve(message.result)
    else given.shift()?.resolve()
  })
  const send = (message: ToWorker, transfer: readonly ArrayBuffer[] = []): void => { worker.postMessage(message, transfer) }
  return {
    send,
    /** Resolves when there is room for one more batch. */
    free: async (): Promise<void> => {
      const [oldest] = given
      if (given.length >= WAITING && oldest !== undefined) await Promise.race([oldest.promise, result.promise])
    },
    give: (scan: number, batch: ReadingBatch): void => {
      given.push(Promise.withResolvers<void>())
      send({ type: 'batch', scan, batch }, [batch.point, batch.time, batch.value, batch.quality].map(({ buffer }) => buffer as ArrayBuffer))
    },
    end: (): Promise<BacktestResult> => {
      send({ type: 'end' })
      return result.promise
    },
    close: async (): Promise<void> => { await worker.terminate() },
  }
}
