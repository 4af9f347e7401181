import http, { type Params, type Response } from 'k6/http'
import { profileOf } from './profiles.ts'

/** Where a script finds the service: from `k6 run -e NAME=VALUE`. The standard values are those of `npm run serve`. */
const text = (name: string, standard: string): string => (__ENV[name] ?? '') === '' ? standard : (__ENV[name] ?? '')

export const httpUrl = text('HTTP_URL', 'http://127.0.0.1:8080')
export const feedUrl = `${httpUrl.replace(/^http/, 'ws')}/api/v1/feed`
/** A WebSocket listener of the broker, not the feed. */
export const mqttWsUrl = text('MQTT_WS_URL', 'ws://127.0.0.1:9001/mqtt')
export const mqttUsername = text('MQTT_USERNAME', '')
export const mqttPassword = text('MQTT_PASSWORD', '')
/** Enterprises E0000, E0001 … of the ledger, with as many points each. */
export const enterprises = Number(text('ENTERPRISES', '200'))
export const points = Number(text('POINTS', '63'))
export const profile = profileOf(text('PROFILE', 'smoke'))
const token = text('TOKEN', '')

export const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` }
export const params: Params = { headers: { ...headers, 'content-type': 'application/json' }, timeout: '10s' }

/** One line, and the run ends before a single user has started. */
export const requireService = (): void => {
  const { status, error } = http.get(`${httpUrl}/health`, { timeout: '5s' })
  if (status !== 200) throw new Error(`no healthy service at ${httpUrl} (${error === '' ? `status ${status}` : error}): start one with npm run serve, or name it with -e HTTP_URL=...`)
}

export const refusalOf = ({ status, error, body }: Response): string => `refused with ${status}: ${error === '' && typeof body === 'string' ? body.slice(0, 300) : error}`
