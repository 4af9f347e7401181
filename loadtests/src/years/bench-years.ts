import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { measureAlarms } from '../alarm-latency.ts'
import { printLine, quantile, round } from '../bench-line.ts'
import { COUNTRY, placeOf, writeCountry } from '../country-ledger.ts'
import { writeAlarms } from './write-alarms.ts'

const DAY_MS = 86_400_000
const TIMES = 3
/** Also without a question: what the question adds is what counts. */
const LEAST_EXCURSIONS = 40
/** The alarms that are watched come from here: its county is as busy as any other. */
const WATCHED = { ...placeOf(COUNTRY.points - 1), below: 20, above: 61 }

interface Question { of: string; path: (now: number) => string }

const timeBefore = (now: number, days: number): string => new Date(now - days * DAY_MS).toISOString()

const questions: readonly Question[] = [
  { of: 'newest alarms', path: () => '/alarms?limit=100' },
  { of: 'alarms of a county', path: () => '/alarms?limit=100&region=220881' },
  { of: 'alarms of a province', path: () => '/alarms?limit=100&region=220000' },
  { of: 'alarms of a rule', path: () => `/alarms?limit=100&rule=${encodeURIComponent(`${placeOf(0).enterprise}/${placeOf(0).tag}/H`)}` },
  { of: 'alarms of a priority that there are none of', path: () => '/alarms?limit=100&priority=blue' },
  { of: 'figures of a day', path: (now) => `/kpis?from=${timeBefore(now, 1)}&to=${timeBefore(now, 0)}` },
  { of: 'figures of a month', path: (now) => `/kpis?from=${timeBefore(now, 30)}&to=${timeBefore(now, 0)}` },
]

/** Months of a country's alarms, 21,000 a day: start, lists and figures, and what an alarm waits while they are asked for. */
export const benchYears = async (days: number): Promise<void> => {
  const dataDir = await makeDataDir()
  try {
    const file = join(dataDir.path, 'records.sqlite')
    await writeCountry(file, COUNTRY)
    const now = Date.now()
    const alarms = writeAlarms(file, days, now)
    printLine({ bench: 'years', value: round((await stat(file)).size / 1e9, 1), unit: 'GB', of: 'record store', alarms, days })
    const began = performance.now()
    const service = await startServiceProcess(dataDir.path, { HAZARD_LOG_LEVEL: 'error' })
    try {
      printLine({ bench: 'years', value: round((performance.now() - began) / 1_000, 1), unit: 's', of: 'start', alarms })
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
  await latenciesBeside(httpUrl, mqttPort, () => pause(1_000))
  const quiet = await latenciesBeside(httpUrl, mqttPort, () => pause(5_000))
  printLine({ bench: 'years', value: quantile(quiet, 0.99), unit: 'ms', of: 'publish to alarm while nothing is asked, p99', ...waits(quiet) })
  for (const { of, path } of questions) {
    const took: number[] = []
    const latencies = await latenciesBeside(httpUrl, mqttPort, async () => {
      for (let time = 0; time < TIMES; time++) took.push(await ask(`${httpUrl}/api/v1${path(now)}`))
    })
    printLine({ bench: 'years', value: quantile(took, 0.5), unit: 'ms', of, ...waits(latencies) })
  }
}

const waits = (latencies: readonly number[]) =>
  ({ alarmMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: quantile(latencies, 1) }, excursions: latencies.length })

const ask = async (url: string): Promise<number> => {
  const began = performance.now()
  const answer = await fetch(url)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`)
  return performance.now() - began
}

/** @returns ms from a reading beyond the limit to its alarm on the feed, one after the other for as long as the work goes on */
const latenciesBeside = async (httpUrl: string, mqttPort: number, work: () => Promise<void>): Promise<number[]> => {
  let working = true
  const measured = measureAlarms(httpUrl, mqttPort, WATCHED, (done) => working || done < LEAST_EXCURSIONS)
  await work().finally(() => { working = false })
  return measured
}
