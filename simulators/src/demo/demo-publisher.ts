import type { Log } from '@hazardwatch/shared/node/log'
import { nativeTopic } from '@hazardwatch/shared/topics'
import { connect, type MqttClient } from 'mqtt'
import type { NativeReadings } from './reading-feed.ts'

/** Publishes the readings of one enterprise, as its gateway would. */
export interface DemoPublisher {
  publish(messages: readonly NativeReadings[]): void
  stop(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 10_000
/** Messages on their way at most: a broker that is away or slow costs the newest readings, never memory. */
const MOST_IN_FLIGHT = 20

/**
 * Connects and resolves when connected; from then on reconnects by itself.
 * @throws Error when the broker does not let us in within 10 s.
 */
export const connectPublisher = async (mqttUrl: string, enterprise: string, log: Log): Promise<DemoPublisher> => {
  const client = connect(mqttUrl, { clientId: `hazardwatch-demo-${enterprise}`, reconnectPeriod: 1000, connectTimeout: CONNECT_TIMEOUT_MS })
  await firstConnection(client, mqttUrl)
  reportOutages(client, enterprise, log)
  const topic = nativeTopic(enterprise, 'readings')
  let inFlight = 0
  return {
    publish: (messages) => {
      if (!client.connected || inFlight >= MOST_IN_FLIGHT) return
      inFlight++
      client.publishAsync(topic, JSON.stringify(messages.length === 1 ? messages[0] : messages), { qos: 1 })
        .catch((error: unknown) => { log.warn({ err: error, enterprise }, 'demo readings were not delivered') })
        .finally(() => { inFlight-- })
    },
    // Without a connection there is nobody to say goodbye to, and waiting for acknowledgements would never end.
    stop: () => client.endAsync(!client.connected),
  }
}

const firstConnection = (client: MqttClient, mqttUrl: string): Promise<void> => new Promise((resolve, reject) => {
  let lastError = 'no answer'
  const note = (error: Error): void => { lastError = error.message === '' ? error.name : error.message }
  const timer = setTimeout(() => {
    client.end(true)
    const what = `No MQTT broker let the demo in at ${mqttUrl} within ${CONNECT_TIMEOUT_MS / 1000} s (${lastError}).`
    reject(new Error(`${what} Start it first, or give its address with --mqtt.`))
  }, CONNECT_TIMEOUT_MS)
  client.on('error', note)
  client.once('connect', () => {
    clearTimeout(timer)
    client.off('error', note)
    resolve()
  })
})

/** One line when the broker goes and one when it is back, however often the client tries in between. */
const reportOutages = (client: MqttClient, enterprise: string, log: Log): void => {
  let away = false
  client.on('error', (error) => { log.debug({ err: error, enterprise }, 'demo connection error') })
  client.on('close', () => {
    if (!away && !client.disconnecting) log.warn({ enterprise }, 'demo lost its broker, trying again each second')
    away = true
  })
  client.on('connect', () => {
    if (away) log.info({ enterprise }, 'demo is connected again')
    away = false
  })
}
