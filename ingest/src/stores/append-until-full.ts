import { once } from 'node:events'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { openDuckDbStore } from './duckdb-store.ts'

/**
 * For the test of the full disk: appends until it has been refused three times, says what is stored and what was told, waits until the
 * disk has room again (a line on the standard input), appends as much again and ends.
 */
const [path = '', logBytes = ''] = process.argv.slice(2)
const store = await openDuckDbStore(path, { logBytes: Number(logBytes) })
const T = 1_795_392_000_000
const ROWS = 20_000
let stored = 0

const appendNext = async (): Promise<void> => {
  await store.append(batchOf(T, Array.from({ length: ROWS }, (_, k) => ({ point: 1, time: T + stored + k, value: Math.sin(stored + k) }))))
  stored += ROWS
}

const refusals: unknown[] = []
while (refusals.length < 3) await appendNext().catch((error: unknown) => refusals.push(error instanceof HazardError ? [error.code, error.detail] : String(error)))
const { points } = await store.history({ point: 1, from: T, to: T + 1e9, maxPoints: 1e9 })
const maintained = await store.maintain(T + 100 * 86_400_000)
process.stdout.write(`${JSON.stringify({ stored, refusals, answered: points.length, latest: (await store.latest([1])).get(1)?.[0], maintained })}\n`)
await once(process.stdin, 'data')
const groups = stored / ROWS
for (let more = 0; more < groups; more++) await appendNext()
await store.close()
process.stdout.write(`${JSON.stringify({ stored })}\n`)
process.exit()
