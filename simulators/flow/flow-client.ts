import { Alarm } from '@hazardwatch/shared/alarm'
import { FeedMessage } from '@hazardwatch/shared/feed-message'
import { pageOf } from '@hazardwatch/shared/list-page'
import { connectAsync, type MqttClient } from 'mqtt'

/** A small plant to tell stories with: ammonia, H 25 and HH 50 ppm, and a point with delays. */
const ledger = {
  enterprises: [{ code: 'FLOW', name: '示例 流程企业', nameEn: 'Demo Flow', region: '220881', industry: 'ammonia_refrigeration', location: { lon: 122.79, lat: 45.33 } }],
  sources: [{ enterprise: 'FLOW', code: 'S1', name: '机房', kind: 'machine_room', location: { lon: 122.79, lat: 45.33 }, inherentLevel: 'yellow' }],
  points: ['GD-07', 'GD-08'].map((tag) => ({
    enterprise: 'FLOW', tag, source: 'S1', name: '氨浓度', quantity: 'concentration', unit: '[ppm]', rangeLow: 0, rangeHigh: 1000, expectedIntervalS: null, location: null,
  })),
  rules: [
    { id: 'FLOW/GD-07/H', enterprise: 'FLOW', point: 'GD-07', kind: 'H', limit: 25, deadband: 2, priority: 'orange' },
    { id: 'FLOW/GD-07/HH', enterprise: 'FLOW', point: 'GD-07', kind: 'HH', limit: 50, deadband: 2, priority: 'red' },
    { id: 'FLOW/GD-08/H', enterprise: 'FLOW', point: 'GD-08', kind: 'H', limit: 25, deadband: 2, onDelayS: 4, priority: 'yellow' },
  ],
} as const

/** Sends a request to the service. @throws Error with the answer when it is not a good one. */
export const call = async (httpUrl: string, method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${httpUrl}${path}`, {
    method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

export const registerLedger = async (httpUrl: string): Promise<void> => {
  for (const resource of ['enterprises', 'sources', 'points', 'rules'] as const) await call(httpUrl, 'POST', `/api/v1/${resource}`, ledger[resource])
}

const AlarmPage = pageOf(Alarm)

export const alarmsOf = async (httpUrl: string, query: string): Promise<Alarm[]> => AlarmPage.parse(await call(httpUrl, 'GET', `/api/v1/alarms?limit=1000&${query}`)).items

export interface FeedReader {
  messages: FeedMessage[]
  send: (message: unknown) => void
  /** Resolves with the first message, old or new, that is wanted. The test's own time-out bounds it. */
  until: <Wanted extends FeedMessage>(wanted: (message: FeedMessage) => message is Wanted) => Promise<Wanted>
  close: () => void
}

/** Reads the feed over a real WebSocket; every message is checked against its contract. */
export const openFeed = async (httpUrl: string): Promise<FeedReader> => {
  const socket = new WebSocket(`${httpUrl.replace('http', 'ws')}/api/v1/feed`)
  const messages: FeedMessage[] = []
  const waiting = new Set<(message: FeedMessage) => void>()
  socket.addEventListener('message', ({ data }) => {
    const message = FeedMessage.parse(JSON.parse(String(data)))
    messages.push(message)
    for (const tell of waiting) tell(message)
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  return {
    messages,
    send: (message) => { socket.send(JSON.stringify(message)) },
    until: (wanted) => new Promise((resolve) => {
      const known = messages.find(wanted)
      if (known !== undefined) { resolve(known); return }
      const tell = (message: FeedMessage): void => {
        if (!wanted(message)) return
        waiting.delete(tell)
        resolve(message)
      }
      waiting.add(tell)
    }),
    close: () => { socket.close() },
  }
}

export const isAlarm = (rule: string, state: string) => (message: FeedMessage): message is Extract<FeedMessage, { type: 'alarm' }> =>
  message.type === 'alarm' && message.alarm.rule === rule && message.alarm.state === state

/** A gateway: QoS 1, so that publish resolves when the service has acknowledged. */
export const openGateway = async (mqttUrl: string): Promise<MqttClient & { report: (values: Record<string, unknown>, ts?: number) => Promise<unknown> }> => {
  const client = await connectAsync(mqttUrl, { reconnectPeriod: 0 })
  const report = (values: Record<string, unknown>, ts?: number) => client.publishAsync('hazard/v1/FLOW/readings', JSON.stringify({ ...(ts === undefined ? {} : { ts }), values }), { qos: 1 })
  return Object.assign(client, { report })
}
