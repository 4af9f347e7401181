import { batchOf } from '@hazardwatch/shared/reading-batch'
import { openDuckDbStore } from './duckdb-store.ts'

/**
 * For the test of kill -9: appends for ever and prints how many rows of point 1 are durable after each append.
 * Every second append brings rows that are stored already, so that both ways into the table are under the knife.
 */
const store = await openDuckDbStore(process.argv[2] ?? '')
const T = 1_795_402_800_000
const ROWS = 3_000

for (let round = 0; ; round++) {
  const from = round * ROWS
  await store.append(batchOf(T, Array.from({ length: ROWS }, (_, k) => ({ point: 1, time: T + from + k, value: from + k }))))
  if (round % 2 === 1) await store.append(batchOf(T, [{ point: 1, time: T + from, value: -1 }, { point: 2, time: T - round, value: round }]))
  process.stdout.write(`${from + ROWS}\n`)
}
