import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeInflux, type Influx } from '@hazardwatch/shared/node/processes/influx-process'
import { builtTool } from '@hazardwatch/shared/node/processes/influx-places'
import { makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { printLine, round } from './bench-line.ts'
import { fluxCounts, reconcile } from './count-influx.ts'
import { messagesOf, START_BEFORE_MS, type DrainSize } from './ingest-drain.ts'
import { publishAll } from './mqtt-publisher.ts'
import { cpuSeconds, peakMegabytes } from './process-usage.ts'

/** Telegraf as its packages install it, or as .ci/tools/build-telegraf.sh builds it. */
export const findTelegraf = (): string | undefined =>
  ['/usr/bin/telegraf', '/usr/local/bin/telegraf', builtTool('telegraf-1.37.2/telegraf')].find((place) => existsSync(place))

export const telegrafRemedy = 'Telegraf is not on this machine: install it, or build it with .ci/tools/build-telegraf.sh (needs Go, some ten minutes), then run this again'

/** Persistent session, QoS 1, acknowledged when InfluxDB has answered; batches of 5,000 lines instead of its usual 1,000. */
const configOf = (mqttPort: number, influx: Influx): string => {
  const { HAZARD_INFLUX_ORG: org, HAZARD_INFLUX_TOKEN: token, HAZARD_INFLUX_BUCKET: bucket } = influx.environment()
  return `
[agent]
  metric_batch_size = 5000
  metric_buffer_limit = 200000
  flush_interval = "1s"
  omit_hostname = true
[[inputs.mqtt_consumer]]
  servers = ["tcp://127.0.0.1:${mqttPort}"]
  topics = ["hazard/v1/+/readings"]
  qos = 1
  client_id = "telegraf"
  persistent_session = true
  max_undelivered_messages = 50000
  topic_tag = ""
  data_format = "json"
  json_time_key = "ts"
  json_time_format = "unix_ms"
  [[inputs.mqtt_consumer.topic_parsing]]
    topic = "+/+/+/+"
    measurement = "_/_/_/measurement"
    tags = "_/_/enterprise/_"
[[outputs.influxdb_v2]]
  urls = ["${influx.url}"]
  token = "${token}"
  organization = "${org}"
  bucket = "${bucket}"
`
}

const startTelegraf = async (program: string, config: string): Promise<ChildProcess> => {
  const child = spawn(program, ['--config', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  let told = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => {
      told += data.toString()
      if (told.includes('Connected [')) resolve()
    })
    child.once('exit', (code) => { reject(new Error(`telegraf ended with ${String(code)}: ${told.slice(-500)}`)) })
  })
  return child
}

const end = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** The same messages through Telegraf, which judges nothing; the clock runs from its connection until the last reading can be read. */
export const benchTelegrafDrain = async (size: DrainSize, program: string): Promise<void> => {
  const mosquitto = await makeMosquitto()
  const influx = await makeInflux('v2')
  await Promise.all([mosquitto.start(), influx.start()])
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-telegraf-'))
  const config = join(folder, 'telegraf.conf')
  await writeFile(config, configOf(mosquitto.port, influx))
  await end(await startTelegraf(program, config))
  const total = size.messages * size.values
  const published = await publishAll(mosquitto.port, 'bench', messagesOf(size, Date.now() - START_BEFORE_MS))

  const telegraf = await startTelegraf(program, config)
  const started = performance.now()
  const pids = { telegraf: telegraf.pid ?? 0, store: influx.pid(), broker: mosquitto.pid() }
  const before = { store: cpuSeconds(pids.store), broker: cpuSeconds(pids.broker) }
  // One field a line is enough to see how far it is, and costs the server little.
  const oneField = 'filter(fn: (r) => r._field == "values_P000") |> count()'
  while ((await fluxCounts(influx, oneField)).reduce((sum, count) => sum + count, 0) < size.messages) await pause(100)
  const seconds = (performance.now() - started) / 1000
  const after = { telegraf: cpuSeconds(pids.telegraf), store: cpuSeconds(pids.store), broker: cpuSeconds(pids.broker) }
  const memory = { telegraf: peakMegabytes(pids.telegraf), store: peakMegabytes(pids.store) }
  await end(telegraf)
  const counts = await fluxCounts(influx, 'filter(fn: (r) => r._measurement == "readings") |> count()')
  await Promise.all([mosquitto.remove(), influx.remove(), rm(folder, { recursive: true, force: true })])

  const perMillion = (spent: number): number => round(spent / total * 1e6, 3)
  printLine({
    bench: `${size.bench}-telegraf`, value: Math.round(total / seconds), unit: 'readings/s', messages: published, seconds: round(seconds),
    ...reconcile(counts, size.enterprises * size.values, size.messages / size.enterprises), cpu: perMillion(after.telegraf), storeCpu: perMillion(after.store - before.store),
    brokerCpu: perMillion(after.broker - before.broker), cpuUnit: 's/million readings', memory: memory.telegraf, storeMemory: memory.store, memoryUnit: 'MB',
  })
}
