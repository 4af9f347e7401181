import { makeInflux } from '@hazardwatch/shared/node/processes/influx-process'
import { makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, round } from './bench-line.ts'
import { fluxCounts, reconcile } from './count-influx.ts'
import { fleetLedger } from './fleet.ts'
import { messagesOf, START_BEFORE_MS, type DrainSize } from './ingest-drain.ts'
import { publishAll } from './mqtt-publisher.ts'
import { cpuSeconds, peakMegabytes } from './process-usage.ts'
import { registerFleet, untilIngest } from './service-client.ts'

/** The drain of {@link benchDrain} with InfluxDB 2.7 as the reading store: the clock runs until InfluxDB has answered for every reading. */
export const benchInfluxDrain = async (size: DrainSize): Promise<void> => {
  const mosquitto = await makeMosquitto()
  const influx = await makeInflux('v2')
  await Promise.all([mosquitto.start(), influx.start()])
  const dataDir = await makeDataDir()
  const environment = { HAZARD_MQTT_URL: mosquitto.url, HAZARD_LOG_LEVEL: 'error', ...influx.environment() }
  const first = await startServiceProcess(dataDir.path, environment)
  await registerFleet(first.httpUrl, fleetLedger({ enterprises: size.enterprises, points: size.values }))
  await untilIngest(first.httpUrl, ({ brokerConnected }) => brokerConnected)
  await first.end('SIGTERM')
  const total = size.messages * size.values
  const published = await publishAll(mosquitto.port, 'bench', messagesOf(size, Date.now() - START_BEFORE_MS))

  const service = await startServiceProcess(dataDir.path, environment)
  const pids = { ingest: service.child.pid ?? 0, store: influx.pid(), broker: mosquitto.pid() }
  await untilIngest(service.httpUrl, ({ accepted }) => accepted > 0, 2)
  const started = performance.now()
  const before = usageOf(pids)
  const seen = await untilIngest(service.httpUrl, ({ stored }) => stored >= total, 10)
  const seconds = (performance.now() - started) / 1000
  const after = usageOf(pids)
  const memory = { ingest: peakMegabytes(pids.ingest), store: peakMegabytes(pids.store), broker: peakMegabytes(pids.broker) }
  await service.end('SIGTERM')
  const counts = await fluxCounts(influx, 'filter(fn: (r) => r._measurement == "reading") |> count()')
  await Promise.all([mosquitto.remove(), influx.remove(), dataDir.remove()])

  printLine({
    bench: size.bench, value: Math.round(total / seconds), unit: 'readings/s', messages: published, ...reconcile(counts, size.enterprises * size.values, size.messages / size.enterprises),
    refused: seen.refused, seconds: round(seconds),
  })
  const perMillion = (part: keyof typeof pids): number => round((after[part] - before[part]) / total * 1e6, 3)
  printLine({ bench: `${size.bench}-cpu`, value: perMillion('ingest'), unit: 's/million readings', store: perMillion('store'), broker: perMillion('broker') })
  printLine({ bench: `${size.bench}-memory`, value: memory.ingest, unit: 'MB', store: memory.store, broker: memory.broker })
}

const usageOf = (pids: { ingest: number; store: number; broker: number }) =>
  ({ ingest: cpuSeconds(pids.ingest), store: cpuSeconds(pids.store), broker: cpuSeconds(pids.broker) })
