import { once } from 'node:events'
import { systemClock } from '@hazardwatch/shared/clock'
import { formatOf } from './fleet/encode/fleet-formats.ts'
import { openHj212Connections } from './fleet/hj212-connection.ts'
import { openConnections, type FleetConnection } from './fleet/mqtt-connection.ts'
import { registerFleet } from './fleet/register-fleet.ts'
import { createFleetRun, type FleetRun } from './fleet/run-fleet.ts'
import { readSimOptions, simUsage, type SimOptions } from './fleet/sim-options.ts'

/** Often enough that messages leave within a frame of their time. */
const TICK_MS = 10
const REPORT_MS = 1000

const say = (line: object): void => { process.stdout.write(`${JSON.stringify(line)}\n`) }
const megabytes = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20)
const rounded = (value: number): number => Math.round(value * 10) / 10

const main = async (): Promise<void> => {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${simUsage}\n`)
    return
  }
  const options = readSimOptions(process.argv.slice(2))
  const stop = stopOnSignal()
  if (options.register) await register(options, stop.signal)
  if (stop.signal.aborted) return
  const ids = Array.from({ length: options.connections }, (_, index) => `hazardwatch-sim-${options.fleet.seed}-${index}`)
  const { host, port } = options.hj212
  const connections = formatOf(options.format).tcp === true ? await openHj212Connections(host, port, ids.length) : await openConnections(options.mqttUrl, ids)
  await publish(options, connections, stop)
}

const register = async ({ httpUrl, fleet, format }: SimOptions, stop: AbortSignal): Promise<void> => {
  let saidAt = systemClock()
  const done = await registerFleet(httpUrl, fleet, formatOf(format), (progress) => {
    if (systemClock() - saidAt >= REPORT_MS) {
      saidAt = systemClock()
      say({ sim: 'registering', ...progress })
    }
    return !stop.aborted
  })
  say({ sim: 'registered', ...done })
}

const publish = async ({ fleet, format, durationS }: SimOptions, connections: readonly FleetConnection[], stop: AbortController): Promise<void> => {
  const startedAt = systemClock()
  const run = createFleetRun(fleet, formatOf(format), connections, startedAt)
  const ticks = setInterval(() => { run.tick(systemClock()) }, TICK_MS)
  const reports = setInterval(reporter(run, connections), REPORT_MS)
  const end = durationS === undefined ? undefined : setTimeout(() => { stop.abort() }, durationS * 1000)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  clearTimeout(end)
  clearInterval(ticks)
  clearInterval(reports)
  const seconds = (systemClock() - startedAt) / 1000
  await Promise.all(connections.map((connection) => connection.end()))
  const { messages, readings, acknowledged, failed } = run.totals()
  const { user, system } = process.cpuUsage()
  say({
    sim: 'summary', seconds: rounded(seconds), messages, readings, acknowledged, failed, unacknowledged: messages - acknowledged - failed,
    messagesPerS: rounded(messages / seconds), readingsPerS: rounded(readings / seconds),
    ...run.published(), cpuS: rounded((user + system) / 1e6), memoryMb: megabytes(),
  })
}

/** A line a second: what happened since the last one. */
const reporter = (run: FleetRun, connections: readonly FleetConnection[]): (() => void) => {
  let last = run.totals()
  let lastMs = systemClock()
  return () => {
    const now = systemClock()
    const totals = run.totals()
    const perS = (count: number): number => rounded((count * 1000) / (now - lastMs))
    say({
      sim: 'publishing', messagesPerS: perS(totals.messages - last.messages), readingsPerS: perS(totals.readings - last.readings),
      unacknowledged: totals.messages - totals.acknowledged - totals.failed, lagMs: Math.round(run.lagMs(now)),
      connected: connections.filter((connection) => connection.connected()).length, memoryMb: megabytes(),
    })
    last = totals
    lastMs = now
  }
}

/** The first Ctrl-C or SIGTERM ends it in good order, the second one at once. */
const stopOnSignal = (): AbortController => {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130)
      stop.abort()
    })
  }
  return stop
}

try {
  await main()
} catch (error) {
  // All that can go wrong here is the user's to mend, and the messages say how.
  process.stderr.write(`sim: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
