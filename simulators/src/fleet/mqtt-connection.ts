import { connectAsync, type MqttClient } from 'mqtt'
import type { FleetMessage } from './encode/fleet-format.ts'

/** One MQTT connection that many enterprises share, as behind a concentrator. */
export interface FleetConnection {
  /** False while the broker is away or owes too many acknowledgements: the caller waits, nothing queues up here. */
  ready(): boolean
  connected(): boolean
  /** QoS 1. `done` comes with the PUBACK, or with an error when the message was given up. */
  publish(message: FleetMessage, done: (error?: Error) => void): void
  /** Hears what the gateways are told; over MQTT only. */
  listen?(filter: string, hear: (topic: string) => void): Promise<void>
  /** Waits for the acknowledgements that are still owed, if there is a broker to send them. */
  end(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 10_000
/** Unacknowledged messages a connection: bounds memory, and is more than a broker answers in a round trip. */
const MOST_IN_FLIGHT = 1_000

/**
 * Connects, and from then on reconnects by itself; what was not acknowledged is sent again by the client library.
 * @throws Error, one line, when the broker does not let us in at first
 */
export const openConnections = async (mqttUrl: string, clientIds: readonly string[]): Promise<FleetConnection[]> => {
  const outcomes = await Promise.allSettled(clientIds.map((clientId) => openClient(mqttUrl, clientId)))
  const clients = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed === undefined) return clients.map((client) => createConnection(client))
  await Promise.all(clients.map((client) => client.endAsync(true)))
  const reason: unknown = failed.reason
  const what = `${brokerOf(mqttUrl)} does not let the fleet in (${textOf(reason)})`
  throw new Error(`${what}; start a broker first, or give its address with --mqtt`, { cause: reason })
}

const openClient = async (mqttUrl: string, clientId: string): Promise<MqttClient> => {
  const client = await connectAsync(mqttUrl, { clientId, clean: true, connectTimeout: CONNECT_TIMEOUT_MS, reconnectPeriod: 1000 }, false)
  // The client tries again by itself; without a listener an error would end the process.
  client.on('error', () => undefined)
  return client
}

const createConnection = (client: MqttClient): FleetConnection => {
  let inFlight = 0
  return {
    ready: () => client.connected && inFlight < MOST_IN_FLIGHT,
    connected: () => client.connected,
    publish: ({ topic, payload }, done) => {
      inFlight++
      client.publish(topic, typeof payload === 'string' ? payload : Buffer.from(payload), { qos: 1 }, (error) => {
        inFlight--
        done(error ?? undefined)
      })
    },
    listen: async (filter, hear) => {
      client.on('message', hear)
      await client.subscribeAsync(filter)
    },
    end: () => client.endAsync(!client.connected),
  }
}

/** A URL may hold a password. */
const brokerOf = (mqttUrl: string): string => `${new URL(mqttUrl).protocol}//${new URL(mqttUrl).host}`

const textOf = (reason: unknown): string => {
  if (!(reason instanceof Error)) return String(reason)
  // Several addresses of a name failed: what happened stands in the parts.
  const first: unknown = reason instanceof AggregateError ? reason.errors[0] : undefined
  return reason.message !== '' ? reason.message : first instanceof Error ? first.message : reason.name
}
