import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckDbStore } from '@hazardwatch/ingest/stores/duckdb-store'
import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { MaintainedStore } from '@hazardwatch/shared/reading-store'
import { printLine, round } from './bench-line.ts'

const DAY_MS = 86_400_000
const DAYS = 30
const FROM = Date.UTC(2026, 9, 1)
const TO = FROM + DAYS * DAY_MS
/** The point that is asked for; its neighbours follow. */
const POINT = 1
const NEIGHBOURS = 50
const NEIGHBOUR_INTERVAL_MS = 10_000
/** Rows of an append, as the ingest groups them under load. */
const GROUP_ROWS = 16_384
const QUERIES = 15

/** How far from the beat a reading's own time may be: 0 = a gateway that samples on the beat, more = one that stamps when it gets round to it. */
interface Variant { name: string; jitterMs: number }

/**
 * 30 days of one point at 1 Hz and of 50 neighbours every 10 s: 15.6 million readings, as many as can be made, stored, compacted and asked
 * for in under a minute. Real neighbours are more; they only make the files longer, not the part of them that is read.
 * Values are slow waves with noise at the resolution of an instrument (0.1 or 0.01), as a 4–20 mA loop gives them.
 */
export const benchHistory = async (): Promise<void> => {
  for (const variant of [{ name: 'history', jitterMs: 0 }, { name: 'history-jitter', jitterMs: 40 }]) await benchVariant(variant)
}

const benchVariant = async ({ name, jitterMs }: Variant): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-bench-'))
  const path = join(folder, 'readings.duckdb')
  try {
    const store = await openDuckDbStore(path)
    await fillAndCompact(store, name, jitterMs)
    await measureQueries(store, name)
    await store.close()
    printLine({ bench: `${name}-database`, value: (await stat(path)).size, unit: 'bytes', note: 'what the hot tables left behind; used again' })
    const started = performance.now()
    await (await openDuckDbStore(path)).close()
    printLine({ bench: `${name}-reopen`, value: round(performance.now() - started, 0), unit: 'ms' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A day at a time, each compacted two hours after its end as in service. */
const fillAndCompact = async (store: MaintainedStore, name: string, jitterMs: number): Promise<void> => {
  let appendMs = 0
  let compactMs = 0
  for (let day = FROM; day < TO; day += DAY_MS) {
    for (const batch of batchesOf(day, jitterMs)) appendMs += await timeOf(() => store.append(batch))
    compactMs += await timeOf(() => store.maintain(day + DAY_MS + 7_200_000))
  }
  const { compactedReadings, compactedBytes, hotReadings } = await store.stats()
  if (hotReadings > 0) throw new Error(`${hotReadings} readings were not compacted`)
  printLine({ bench: `${name}-append`, value: round(compactedReadings / appendMs * 1_000, 0), unit: 'readings/s' })
  printLine({ bench: `${name}-compact`, value: round(compactedReadings / compactMs * 1_000, 0), unit: 'readings/s' })
  printLine({ bench: `${name}-bytes`, value: round(compactedBytes / compactedReadings), unit: 'bytes/reading', readings: compactedReadings, bytes: compactedBytes, jitterMs })
}

const measureQueries = async (store: MaintainedStore, name: string): Promise<void> => {
  const query = { point: POINT, from: FROM, to: TO, maxPoints: 2_000 }
  const times: number[] = []
  let points = 0
  const cpu = process.cpuUsage()
  for (let asked = 0; asked < QUERIES; asked++) times.push(await timeOf(async () => { points = (await store.history(query)).points.length }))
  const { user, system } = process.cpuUsage(cpu)
  const [first = 0] = times
  const sorted = times.toSorted((a, b) => a - b)
  printLine({
    bench: `${name}-30d-1hz`, value: round(sorted[Math.floor(QUERIES / 2)] ?? 0, 1), unit: 'ms', of: 'median', queries: QUERIES,
    first: round(first, 1), fastest: round(sorted[0] ?? 0, 1), slowest: round(sorted.at(-1) ?? 0, 1),
    cpuMs: round((user + system) / 1_000 / QUERIES, 1), readings: DAYS * 86_400, points,
  })
}

/** In the order of time, as they come in. */
function* batchesOf(day: number, jitterMs: number): Generator<ReadingBatch> {
  let batch = createBatch(GROUP_ROWS + NEIGHBOURS, day)
  for (let second = 0; second < 86_400; second++) {
    const time = day + second * 1_000
    addReading(batch, POINT, time + jitter(jitterMs), valueOf(POINT, time), 0)
    if (second % (NEIGHBOUR_INTERVAL_MS / 1_000) === 0) {
      for (let k = 1; k <= NEIGHBOURS; k++) addReading(batch, POINT + k, time + k + jitter(jitterMs), valueOf(POINT + k, time), 0)
    }
    if (batch.count < GROUP_ROWS) continue
    yield batch
    batch = createBatch(GROUP_ROWS + NEIGHBOURS, time)
  }
  yield batch
}

let seed = 1

/** 0 to 1, the same in every run (a linear congruential generator, modulus 2^32). */
const chance = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 0x1_0000_0000
}

const jitter = (upToMs: number): number => (upToMs === 0 ? 0 : Math.floor(chance() * upToMs))

const valueOf = (point: number, time: number): number => {
  const digits = point % 2 === 0 ? 10 : 100
  const hours = time / 3_600_000
  return Math.round((20 + point + 4 * Math.sin(hours / 3 + point) + chance() * 0.4) * digits) / digits
}

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}
