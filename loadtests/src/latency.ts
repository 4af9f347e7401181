import { setTimeout as pause } from 'node:timers/promises'
import { makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { EXCURSION_MS, measureAlarms } from './alarm-latency.ts'
import { printLine, quantile } from './bench-line.ts'
import { enterpriseCode, fleetLedger, pointTag } from './fleet.ts'
import { runLive } from './live-run.ts'
import { registerFleet, untilIngest } from './service-client.ts'

/** Enterprises that make the load, and one beside them that is above its limit and back by turns. */
const SIZE = { enterprises: 50, points: 63 }
const WATCHED = SIZE.enterprises
const LOADS = [{ readingsPerS: 9_300, barMs: 100 }, { readingsPerS: 93_000, barMs: 250 }]
const EXCURSIONS = 300

/** From the publishing of a reading beyond its limit over MQTT to its alarm on a client of the feed, with a load of readings beside it. */
export const benchLatency = async (): Promise<void> => {
  for (const load of LOADS) {
    const mosquitto = await makeMosquitto()
    await mosquitto.start()
    const dataDir = await makeDataDir()
    const service = await startServiceProcess(dataDir.path, { HAZARD_MQTT_URL: mosquitto.url, HAZARD_LOG_LEVEL: 'error' })
    try {
      await registerFleet(service.httpUrl, fleetLedger({ ...SIZE, enterprises: SIZE.enterprises + 1 }))
      await untilIngest(service.httpUrl, ({ brokerConnected }) => brokerConnected)
      const seconds = Math.ceil(EXCURSIONS * EXCURSION_MS / 1_000) + 4
      const background = runLive(service.httpUrl, { port: mosquitto.port, ...SIZE, values: SIZE.points, messagesPerS: load.readingsPerS / SIZE.points, seconds })
      await pause(2_000)
      const latencies = await measureAlarms(service.httpUrl, mosquitto.port, { enterprise: enterpriseCode(WATCHED), tag: pointTag(0), below: 20, above: 30 }, (done) => done < EXCURSIONS)
      const { messages, publishSeconds } = await background
      report(load, latencies, messages * SIZE.points / publishSeconds)
    } finally {
      await service.end('SIGTERM')
      await mosquitto.remove()
      await dataDir.remove()
    }
  }
}

const report = ({ readingsPerS, barMs }: (typeof LOADS)[number], latencies: number[], measuredLoad: number): void => {
  printLine({
    bench: `latency-${readingsPerS}`, value: quantile(latencies, 0.99), unit: 'ms', of: 'p99, publish to alarm on the WebSocket', p50: quantile(latencies, 0.5), max: quantile(latencies, 1), alarms: latencies.length, missing: EXCURSIONS - latencies.length, bar: barMs,
    loadReadingsPerS: Math.round(measuredLoad),
  })
}
