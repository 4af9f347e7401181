import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openDuckDbStore } from '@hazardwatch/ingest/stores/duckdb-store'
import { addReading, createBatch } from '@hazardwatch/shared/reading-batch'
import type { MaintainedStore } from '@hazardwatch/shared/reading-store'
import { printLine, quantile, round } from './bench-line.ts'
import { COUNTRY } from './country-ledger.ts'
import { peakMegabytes } from './process-usage.ts'
import { withFolder } from './with-folder.ts'

const DAY_MS = 86_400_000
const FROM = Date.UTC(2026, 9, 1)
/** 800 million readings a day. */
const READINGS_A_SECOND = 9_260
/** Rows of an append, as the ingest groups them under load. */
const GROUP_ROWS = 16_384
/** When a day that is over becomes a file. */
const AFTER_MS = 7_200_000
const LOOK_MS = 2_000

/**
 * A country's day in the embedded store: 800 million readings of 440,000 points, as many as the ministry counts. Stored in the order in which they come, then made into the file of the day
 * while the readings of the next day go on coming; then asked for.
 */
export const benchCountryDay = (): Promise<void> => withFolder(async (folder) => {
  const store = await openDuckDbStore(join(folder, 'readings.duckdb'))
  const began = performance.now()
  const rows = await fillDay(store)
  const seconds = (performance.now() - began) / 1_000
  printLine({ bench: 'country-day', value: Math.round(rows / seconds), unit: 'readings/s stored', readings: rows, seconds: Math.round(seconds) })
  await compactBeside(store, folder)
  await askFor(store)
  await store.close()
  printLine({ bench: 'country-day', value: peakMegabytes(process.pid), unit: 'MB resident, peak' })
})

/** A wave of its own for each point, with noise, at the resolution of an instrument. */
const valueOf = (point: number, time: number): number =>
  Math.round((20 + (point % 60) + 4 * Math.sin(time / 1e7 + point) + ((Math.imul(point ^ time, 2_654_435_761) >>> 24) / 640)) * 10) / 10

const fillDay = async (store: MaintainedStore): Promise<number> => {
  let point = 0
  let rows = 0
  let batch = createBatch(GROUP_ROWS, FROM)
  for (let second = 0; second < DAY_MS / 1_000; second++) {
    for (let each = 0; each < READINGS_A_SECOND; each++) {
      const time = FROM + second * 1_000 + (each % 1_000)
      addReading(batch, point, time, valueOf(point, time), 0)
      point = (point + 1) % COUNTRY.points
      rows++
      if (batch.count < GROUP_ROWS) continue
      await store.append(batch)
      batch = createBatch(GROUP_ROWS, time)
    }
  }
  await store.append(batch)
  return rows
}

const compactBeside = async (store: MaintainedStore, folder: string): Promise<void> => {
  const now = FROM + DAY_MS + AFTER_MS
  const working = { on: true }
  const beside = appendBeside(store, now, working)
  const room = watchRoom(folder, working)
  const began = performance.now()
  const { compacted: [day], failed } = await store.maintain(now)
  working.on = false
  const [appends, most] = await Promise.all([beside, room])
  if (day === undefined) throw new Error(`the day did not become a file: ${JSON.stringify(failed)}`)
  printLine({
    bench: 'country-day', value: round((performance.now() - began) / 1_000, 0), unit: 's until the day is a file', bytesAReading: round(day.bytes / day.readings), gigabytesBeside: round(most / 1e9, 1),
    appendMs: { p50: quantile(appends, 0.5), p99: quantile(appends, 0.99), max: quantile(appends, 1) }, appends: appends.length,
  })
}

/** A second's readings each second, as they would come. @returns ms of each append */
const appendBeside = async (store: MaintainedStore, now: number, working: { on: boolean }): Promise<number[]> => {
  const took: number[] = []
  for (let second = 0; working.on; second++) {
    const batch = createBatch(READINGS_A_SECOND, now + second * 1_000)
    for (let each = 0; each < READINGS_A_SECOND; each++) addReading(batch, (second * READINGS_A_SECOND + each) % COUNTRY.points, now + second * 1_000 + (each % 1_000), 20, 0)
    const began = performance.now()
    await store.append(batch)
    took.push(performance.now() - began)
    await pause(Math.max(0, 1_000 - (took.at(-1) ?? 0)))
  }
  return took
}

/** @returns the most bytes that the folder took meanwhile, beyond what it had */
const watchRoom = async (folder: string, working: { on: boolean }): Promise<number> => {
  const before = await sizeOf(folder)
  let most = 0
  while (working.on) {
    most = Math.max(most, await sizeOf(folder) - before)
    await pause(LOOK_MS)
  }
  return most
}

const sizeOf = async (folder: string): Promise<number> => {
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // A temporary file may be gone by now.
    if (entry.isFile()) bytes += await stat(join(entry.parentPath, entry.name)).then(({ size }) => size, () => 0)
  }
  return bytes
}

const askFor = async (store: MaintainedStore): Promise<void> => {
  const took: number[] = []
  let points = 0
  for (let n = 0; n < 11; n++) {
    const began = performance.now()
    points = (await store.history({ point: n * 39_999, from: FROM, to: FROM + DAY_MS, maxPoints: 2_000 })).points.length
    took.push(performance.now() - began)
  }
  printLine({ bench: 'country-day', value: quantile(took, 0.5), unit: 'ms for the day of one point', points, slowest: quantile(took, 1) })
}
