import { join } from 'node:path'
import { makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, round } from './bench-line.ts'
import { countStored } from './count-stored.ts'
import { enterpriseCode, fleetLedger, payloadOf } from './fleet.ts'
import { publishAll } from './mqtt-publisher.ts'
import { cpuOfThreads, cpuSeconds, peakMegabytes } from './process-usage.ts'
import { registerFleet, untilIngest } from './service-client.ts'

export interface DrainSize {
  bench: string
  enterprises: number
  /** Values in a message. */
  values: number
  messages: number
}

/** Oldest reading: late ones take another way, so everything lies within the five minutes of live data. */
export const START_BEFORE_MS = 200_000

export function* messagesOf({ enterprises, values, messages }: DrainSize, start: number): Generator<readonly [string, string]> {
  const pointsOf = values === 1 ? 63 : values
  for (let index = 0; index < messages; index++) {
    const enterprise = index % enterprises
    const turn = Math.floor(index / enterprises)
    const first = values === 1 ? turn % pointsOf : 0
    const round = values === 1 ? Math.floor(turn / pointsOf) : turn
    yield [`hazard/v1/${enterpriseCode(enterprise)}/readings`, payloadOf(first, values, round, start + round)]
  }
}

/**
 * A drain: Mosquitto holds the queue of the service's session, the publisher has ended, and the clock runs from the first message until
 * the store has every reading. Every reading is judged by three rules and durable before its PUBACK.
 */
export const benchDrain = async (size: DrainSize): Promise<void> => {
  const mosquitto = await makeMosquitto()
  await mosquitto.start()
  const dataDir = await makeDataDir()
  const environment = { HAZARD_MQTT_URL: mosquitto.url, HAZARD_LOG_LEVEL: 'error' }
  const first = await startServiceProcess(dataDir.path, environment)
  await registerFleet(first.httpUrl, fleetLedger({ enterprises: size.enterprises, points: size.values === 1 ? 63 : size.values }))
  await untilIngest(first.httpUrl, ({ brokerConnected }) => brokerConnected)
  await first.end('SIGTERM')
  const total = size.messages * size.values
  const published = await publishAll(mosquitto.port, 'bench', messagesOf(size, Date.now() - START_BEFORE_MS))

  const brokerBefore = cpuSeconds(mosquitto.pid())
  const service = await startServiceProcess(dataDir.path, environment)
  const pid = service.child.pid ?? 0
  await untilIngest(service.httpUrl, ({ accepted }) => accepted > 0, 2)
  const started = performance.now()
  const cpuBefore = cpuSeconds(pid)
  const threadsBefore = cpuOfThreads(pid)
  const seen = await untilIngest(service.httpUrl, ({ stored }) => stored >= total, 10)
  const seconds = (performance.now() - started) / 1000
  const cpu = cpuSeconds(pid) - cpuBefore
  const threads = cpuOfThreads(pid)
  const brokerCpu = cpuSeconds(mosquitto.pid()) - brokerBefore
  const peak = peakMegabytes(pid)
  await service.end('SIGTERM')
  const { rows, distinct } = await countStored(join(dataDir.path, 'readings.duckdb'))
  await mosquitto.remove()
  await dataDir.remove()

  const perMillion = (cpuSeconds: number): number => round(cpuSeconds / total * 1e6, 3)
  const cpuSPerMillion = {
    ingest: perMillion(threads.main + threads.v8 - threadsBefore.main - threadsBefore.v8), store: perMillion(threads.store - threadsBefore.store), broker: perMillion(brokerCpu),
  }
  const facts = { messages: published, lost: total - distinct, doubled: rows - distinct, refused: seen.refused, seconds: round(seconds) }
  printLine({ bench: size.bench, value: Math.round(total / seconds), unit: 'readings/s', ...facts })
  printLine({ bench: `${size.bench}-messages`, value: Math.round(size.messages / seconds), unit: 'messages/s' })
  printLine({ bench: `${size.bench}-cpu`, value: round(cpu / total * 1e6, 3), unit: 'µs/reading', brokerCpuSeconds: round(brokerCpu), cpuSPerMillion })
  printLine({ bench: `${size.bench}-memory`, value: peak, unit: 'MB' })
}
