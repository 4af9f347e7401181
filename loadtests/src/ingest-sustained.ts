import { join } from 'node:path'
import { makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, round } from './bench-line.ts'
import { countStored } from './count-stored.ts'
import { fleetLedger } from './fleet.ts'
import { runLive, type LiveRun } from './live-run.ts'
import { cpuOfThreads, cpuSeconds, peakMegabytes } from './process-usage.ts'
import { registerFleet, untilIngest } from './service-client.ts'

const SIZE = { enterprises: 50, points: 63 }
const FIRST_RATE = 100_000
const GROWTH = 1.25
const STEP_S = 8
/** A rate is sustained when the publisher kept it and the store is not further behind than this at its end. */
const MOST_LAG_MS = 2_000
const LEAST_OF_RATE = 0.97

export interface SustainedOptions {
  /** Readings a second; left out, rates grow until one is not sustained. */
  rate: number | undefined
  seconds: number
}

interface Step { rate: number; run: LiveRun }

/** A live publisher beside the service and Mosquitto, all on the same machine; every reading judged by three limits and stored. */
export const benchSustained = async ({ rate, seconds }: SustainedOptions): Promise<void> => {
  const mosquitto = await makeMosquitto()
  await mosquitto.start()
  const dataDir = await makeDataDir()
  const service = await startServiceProcess(dataDir.path, { HAZARD_MQTT_URL: mosquitto.url, HAZARD_LOG_LEVEL: 'error' })
  const pid = service.child.pid ?? 0
  await registerFleet(service.httpUrl, fleetLedger(SIZE))
  await untilIngest(service.httpUrl, ({ brokerConnected }) => brokerConnected)
  const before = { ...cpuOfThreads(pid), broker: cpuSeconds(mosquitto.pid()) }
  const step = async (readingsPerS: number, stepSeconds: number): Promise<Step> => ({
    rate: readingsPerS, run: await runLive(service.httpUrl, { port: mosquitto.port, ...SIZE, values: SIZE.points, messagesPerS: readingsPerS / SIZE.points, seconds: stepSeconds }),
  })
  const steps = rate === undefined ? await findRate((next) => step(next, STEP_S)) : [await step(rate, seconds)]
  const cpu = { ...cpuOfThreads(pid), broker: cpuSeconds(mosquitto.pid()) }
  const peak = peakMegabytes(pid)
  await service.end('SIGTERM')
  const { rows, distinct } = await countStored(join(dataDir.path, 'readings.duckdb'))
  await mosquitto.remove()
  await dataDir.remove()

  const published = steps.reduce((sum, { run }) => sum + run.messages, 0) * SIZE.points
  const best = steps.findLast((each) => isSustained(each)) ?? steps[0]
  const publisherCpu = steps.reduce((sum, { run }) => sum + run.publisherCpuSeconds, 0)
  printLine({
    bench: 'ingest-sustained', value: best === undefined || !isSustained(best) ? 0 : Math.round(best.run.messages * SIZE.points / best.run.publishSeconds), unit: 'readings/s',
    rate: rate === undefined ? 'found' : 'given', lagMs: best?.run.lagMs, lost: published - distinct, doubled: rows - distinct,
    steps: steps.map(({ rate, run }) => ({ rate: Math.round(rate), seconds: round(run.publishSeconds, 1), lagMs: run.lagMs.max })),
  })
  const perMillion = (seconds: number): number => round(seconds / published * 1e6, 3)
  printLine({
    bench: 'ingest-sustained-cpu', value: perMillion(cpu.main + cpu.v8 + cpu.store - before.main - before.v8 - before.store), unit: 'CPU s/million readings', of: 'service',
    ingest: perMillion(cpu.main + cpu.v8 - before.main - before.v8), store: perMillion(cpu.store - before.store), broker: perMillion(cpu.broker - before.broker), publisher: perMillion(publisherCpu),
  })
  printLine({ bench: 'ingest-sustained-memory', value: peak, unit: 'MB', readings: published })
}

const isSustained = ({ rate, run }: Step): boolean => run.messages * SIZE.points / run.publishSeconds >= rate * LEAST_OF_RATE && run.lastLagMs <= MOST_LAG_MS

const findRate = async (step: (rate: number) => Promise<Step>): Promise<Step[]> => {
  const steps: Step[] = []
  for (let rate = FIRST_RATE; ; rate *= GROWTH) {
    const next = await step(rate)
    steps.push(next)
    if (!isSustained(next)) return steps
  }
}
