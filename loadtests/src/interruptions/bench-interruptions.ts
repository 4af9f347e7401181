import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { measureAlarms } from '../alarm-latency.ts'
import { printLine, quantile, round } from '../bench-line.ts'
import { COUNTRY, placeOf, writeCountry } from '../country-ledger.ts'
import { questions, registering } from './what-others-do.ts'
import { writeAlarms } from './write-alarms.ts'

const TIMES = 3
/** Also where the work is over sooner. */
const LEAST_EXCURSIONS = 40
/** The alarms that are watched: of one of the last plants, which nobody works on. */
const WATCHED = { ...placeOf(COUNTRY.points - 1), below: 20, above: 61 }
const POINTS_REGISTERED = 5_000

/**
 * What an alarm waits, from the publishing of its reading to the feed, while others ask for months of a country's alarms (21,000 a day), for their figures and for the
 * whole ledger, and while a large plant is registered and retired. And how long those wait.
 */
export const benchInterruptions = async (days: number): Promise<void> => {
  const dataDir = await makeDataDir()
  try {
    const file = join(dataDir.path, 'records.sqlite')
    await writeCountry(file, COUNTRY)
    const now = Date.now()
    const alarms = writeAlarms(file, days, now)
    printLine({ bench: 'interruptions', value: round((await stat(file)).size / 1e9, 1), unit: 'GB', of: 'record store', alarms, days })
    const began = performance.now()
    const service = await startServiceProcess(dataDir.path, { HAZARD_LOG_LEVEL: 'error' })
    try {
      printLine({ bench: 'interruptions', value: round((performance.now() - began) / 1_000, 1), unit: 's', of: 'start', alarms })
      await measure(service.httpUrl, Number(new URL(service.mqttUrl).port), now)
    } finally {
      await service.end('SIGTERM')
    }
  } finally {
    await dataDir.remove()
  }
}

const measure = async (httpUrl: string, mqttPort: number, now: number): Promise<void> => {
  // The first may pay for what the service compiles.
  await alarmsBeside(httpUrl, mqttPort, () => pause(1_000))
  const quiet = await alarmsBeside(httpUrl, mqttPort, () => pause(5_000))
  printLine({ bench: 'interruptions', value: quantile(quiet, 0.99), unit: 'ms', of: 'publish to alarm while nobody asks for anything, p99', ...waits(quiet) })
  for (const { of, path } of questions(now)) {
    const took: number[] = []
    const latencies = await alarmsBeside(httpUrl, mqttPort, async () => {
      for (let time = 0; time < TIMES; time++) took.push(await ask(httpUrl, { method: 'GET', path }))
    })
    printLine({ bench: 'interruptions', value: quantile(took, 0.5), unit: 'ms', of, ...waits(latencies) })
  }
  for (const { of, ...request } of registering(POINTS_REGISTERED)) {
    let took = 0
    const latencies = await alarmsBeside(httpUrl, mqttPort, async () => { took = await ask(httpUrl, request) })
    printLine({ bench: 'interruptions', value: round(took, 1), unit: 'ms', of, ...waits(latencies) })
  }
}

const waits = (latencies: readonly number[]) =>
  ({ alarmMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: quantile(latencies, 1) }, excursions: latencies.length })

const ask = async (httpUrl: string, { method, path, body }: { method: string; path: string; body?: unknown }): Promise<number> => {
  const began = performance.now()
  const answer = await fetch(`${httpUrl}/api/v1${path}`, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })
  // Read piece by piece: the alarms are watched from here, and a text of 200 MB would hold them up in this process.
  for await (const piece of answer.body ?? []) if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${Buffer.from(piece as Uint8Array).toString()}`)
  return performance.now() - began
}

/** @returns ms from a reading beyond the limit to its alarm on the feed, one after the other for as long as the work goes on */
const alarmsBeside = async (httpUrl: string, mqttPort: number, work: () => Promise<void>): Promise<number[]> => {
  let working = true
  const measured = measureAlarms(httpUrl, mqttPort, WATCHED, (done) => working || done < LEAST_EXCURSIONS)
  await work().finally(() => { working = false })
  return measured
}
