import { parentPort, workerData } from 'node:worker_threads'
import type { Words } from '@hazardwatch/shared/words'
import { FitRefused, fitSource } from '../detect/multivariate/fit-source.ts'
import type { HealthyRows } from '../detect/multivariate/healthy-rows.ts'
import type { SourceModel } from '../detect/multivariate/source-model.ts'

/** What the thread says: the model, or why there is none. */
export type Learnt = { model: SourceModel } | { refused: Words }

/** Learns one source away from the thread that judges live: fifty channels take seconds. Never learns anything twice. */
const learn = (rows: HealthyRows): Learnt => {
  try {
    return { model: fitSource(rows) }
  } catch (error) {
    if (error instanceof FitRefused) return { refused: error.words }
    throw error
  }
}

if (parentPort === null) throw new Error('learn-worker.ts runs as a worker thread')
const port = parentPort
port.postMessage(learn(workerData as HealthyRows))
