import { join } from 'node:path'
import { freePort, makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { countStored } from '../count-stored.ts'
import { fleetLedger } from '../fleet.ts'
import { registerFleet, untilIngest } from '../service-client.ts'

/** As many enterprises as the largest profile has gateways at one time. */
const SIZE = { enterprises: 200, points: 63 }

/** What the scripts are aimed at. */
export interface LoadTarget {
  /** As the scripts read it. */
  environment: Record<string, string>
  /** Stops it, and counts what it has stored; undefined for a service that somebody else runs. */
  end: () => Promise<{ rows: number; distinct: number } | undefined>
}

/** Mosquitto with a WebSocket listener, and a service with a ledger of its own in a folder that is gone afterwards. */
export const startTarget = async (): Promise<LoadTarget> => {
  const webSocketPort = await freePort()
  const mosquitto = await makeMosquitto([`listener ${webSocketPort} 127.0.0.1`, 'protocol websockets'])
  await mosquitto.start()
  const dataDir = await makeDataDir()
  const service = await startServiceProcess(dataDir.path, { HAZARD_MQTT_URL: mosquitto.url })
  await registerFleet(service.httpUrl, fleetLedger(SIZE))
  await untilIngest(service.httpUrl, ({ brokerConnected }) => brokerConnected)
  return {
    environment: {
      HTTP_URL: service.httpUrl, MQTT_WS_URL: `ws://127.0.0.1:${webSocketPort}/mqtt`, ENTERPRISES: String(SIZE.enterprises), POINTS: String(SIZE.points),
    },
    end: async () => {
      await untilIngest(service.httpUrl, ({ accepted, stored }) => stored >= accepted)
      await service.end('SIGTERM')
      const counts = await countStored(join(dataDir.path, 'readings.duckdb'))
      await mosquitto.remove()
      await dataDir.remove()
      return counts
    },
  }
}

/** A service that runs already, with the ledger that {@link startTarget} would give it. */
export const useTarget = async (httpUrl: string, mqttWsUrl: string | undefined, register: boolean): Promise<LoadTarget> => {
  if (register) await registerFleet(httpUrl, fleetLedger(SIZE))
  return { environment: { HTTP_URL: httpUrl, ...(mqttWsUrl !== undefined && { MQTT_WS_URL: mqttWsUrl }) }, end: () => Promise.resolve(undefined) }
}
