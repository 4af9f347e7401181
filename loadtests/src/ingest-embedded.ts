import { join } from 'node:path'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, round } from './bench-line.ts'
import { countStored } from './count-stored.ts'
import { fleetLedger } from './fleet.ts'
import { runLive } from './live-run.ts'
import { cpuOfThreads, peakMegabytes } from './process-usage.ts'
import { registerFleet } from './service-client.ts'

const SIZE = { enterprises: 50, points: 63 }
const MESSAGES = 60_000
/** More than it can take: the publisher goes as fast as it is acknowledged. */
const MESSAGES_A_SECOND = 30_000

/** The embedded broker instead of Mosquitto: a publisher goes as fast as its messages are durable and acknowledged, until everything is stored. */
export const benchEmbedded = async (): Promise<void> => {
  const dataDir = await makeDataDir()
  const service = await startServiceProcess(dataDir.path, { HAZARD_LOG_LEVEL: 'error' })
  const pid = service.child.pid ?? 0
  await registerFleet(service.httpUrl, fleetLedger(SIZE))
  const before = cpuOfThreads(pid)
  const started = performance.now()
  const run = await runLive(service.httpUrl, {
    port: Number(new URL(service.mqttUrl).port), ...SIZE, values: SIZE.points, messagesPerS: MESSAGES_A_SECOND, seconds: MESSAGES / MESSAGES_A_SECOND,
  })
  const seconds = (performance.now() - started) / 1_000
  const cpu = cpuOfThreads(pid)
  const peak = peakMegabytes(pid)
  await service.end('SIGTERM')
  const { rows, distinct } = await countStored(join(dataDir.path, 'readings.duckdb'))
  await dataDir.remove()
  const readings = run.messages * SIZE.points
  const perMillion = (seconds: number): number => round(seconds / readings * 1e6, 3)
  printLine({ bench: 'ingest-embedded-63', value: Math.round(readings / seconds), unit: 'readings/s', messages: run.messages, lost: readings - distinct, doubled: rows - distinct, seconds: round(seconds) })
  printLine({
    bench: 'ingest-embedded-63-cpu', value: perMillion(cpu.main + cpu.v8 + cpu.store - before.main - before.v8 - before.store), unit: 'CPU s/million readings', of: 'service, broker in it',
    ingestAndBroker: perMillion(cpu.main + cpu.v8 - before.main - before.v8), store: perMillion(cpu.store - before.store),
  })
  printLine({ bench: 'ingest-embedded-63-memory', value: peak, unit: 'MB' })
}
