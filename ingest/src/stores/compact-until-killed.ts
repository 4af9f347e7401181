import { batchOf } from '@hazardwatch/shared/reading-batch'
import { openDuckDbStore } from './duckdb-store.ts'

/**
 * For the test of kill -9 in the midst of compactions: goes on where the store ends, 20,000 readings of point 1 a day, and for every group
 * of them a late one of point 2 two days before; compacts without pause beside it. Prints how many of both are durable.
 */
const store = await openDuckDbStore(process.argv[2] ?? '', { graceMs: 0, lateMs: 0 })
const T = 1_795_392_000_000
const DAY = 86_400_000
const STEP = 4_320
const GROUP = 4_000

const countOf = async (point: number): Promise<number> =>
  (await store.history({ point, from: 0, to: Number.POSITIVE_INFINITY, maxPoints: 10_000_000 })).points.length

let late = await countOf(2)
let next = await countOf(1)
let compacting = false

const compactBeside = (now: number): void => {
  if (compacting) return
  compacting = true
  store.maintain(now).then(({ failed }) => {
    compacting = false
    if (failed.length > 0) throw new Error(JSON.stringify(failed))
  }).catch((error: unknown) => { throw error })
}

for (;; next += GROUP, late++) {
  const now = T + (next + GROUP) * STEP
  compactBeside(now)
  const rows = Array.from({ length: GROUP }, (_, k) => ({ point: 1, time: T + (next + k) * STEP, value: next + k }))
  await store.append(batchOf(now, [...rows, { point: 2, time: T - 2 * DAY + late * GROUP * STEP, value: late }]))
  process.stdout.write(`${next + GROUP} ${late + 1}\n`)
}
