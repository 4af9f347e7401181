import { isUtf8 } from 'node:buffer'
import { connectionKinds, type ConnectionHelp, type ConnectionKind, type ConnectionWay, type ListenAddresses } from '@hazardwatch/shared/connection-help'
import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { connectionTexts } from './connection-texts.ts'
import { formatExamples, type FormatExample } from './format-examples.ts'
import { sampleReadings } from './sample-readings.ts'

export interface HelpContext {
  ledger: Pick<Ledger, 'points' | 'rules' | 'gateway'>
  addresses: ListenAddresses
  /** As the reader of the help calls this service. */
  httpUrl: URL
  /** Epoch ms: the examples are of now. */
  now: number
}

/** Ready-to-paste settings for each way in which an enterprise can send readings. */
export const connectionHelp = (enterprise: string, context: HelpContext): ConnectionHelp => {
  const readings = sampleReadings(context.ledger, enterprise)
  const ways = connectionKinds.map((kind): ConnectionWay => {
    const example = formatExamples[kind === 'http' ? 'native' : kind](enterprise, readings, context.now)
    return { ...wayTo(kind, context), ...(readings.length === 0 ? nothing : filled(kind, enterprise, example, context)) }
  })
  return { enterprise, tags: readings.map(({ tag }) => tag), ways }
}

type Filled = Pick<ConnectionWay, 'topic' | 'example' | 'encoding' | 'profile' | 'registered' | 'register' | 'send'>

const nothing: Filled = { topic: null, example: null, encoding: 'text', profile: null, registered: false, register: null, send: null }

const wayTo = (kind: ConnectionKind, { addresses, httpUrl }: HelpContext): Omit<ConnectionWay, keyof Filled> => {
  const texts = { kind, ...connectionTexts[kind] }
  if (kind === 'http') return { ...texts, transport: 'http', mqttVersions: [], host: httpUrl.hostname, port: Number(httpUrl.port) || (httpUrl.protocol === 'https:' ? 443 : 80) }
  const listens = kind === 'hj212' ? addresses.hj212 : addresses.mqtt
  const at = { host: reachable(listens?.host, httpUrl), port: listens?.port ?? null }
  return kind === 'hj212' ? { ...texts, transport: 'tcp', mqttVersions: [], ...at } : { ...texts, transport: 'mqtt', mqttVersions: ['3.1.1', '5'], ...at }
}

/** Who listens everywhere is reached where the reader reached the page. */
const reachable = (host: string | undefined, { hostname }: URL): string => (host === undefined || host === '0.0.0.0' || host === '::' ? hostname : host)

const filled = (kind: ConnectionKind, enterprise: string, example: FormatExample, context: HelpContext): Filled => {
  const { payload, topic = null } = example
  const encoding = isUtf8(payload) && kind !== 'sparkplug-b' ? 'text' : 'base64'
  const { profile, registered, register } = profileOf(kind, enterprise, example, context)
  return {
    topic: kind === 'http' ? null : topic, example: payload.toString(encoding === 'text' ? 'utf8' : 'base64'), encoding, profile, registered, register,
    send: sendLine(kind, enterprise, payload, topic, context),
  }
}

type Registration = Pick<Filled, 'profile' | 'registered' | 'register'>

/** The profile that the example needs: a new one, or the present one of this topic with the names that it lacks. */
const profileOf = (kind: ConnectionKind, enterprise: string, { profile }: FormatExample, { ledger, httpUrl }: HelpContext): Registration => {
  if (profile === undefined || kind === 'http') return { profile: null, registered: false, register: null }
  const present = ledger.gateway(enterprise, kind)
  const ours = present !== undefined && present.topic === profile.topic && present.mn === profile.mn
  const lacking = profile.map.filter((line) => !ours || !present.map.some(({ from }) => from === line.from))
  const wanted = GatewayProfile.parse(ours ? { ...present, map: [...present.map, ...lacking] } : { enterprise, code: present === undefined ? kind : `${kind}-2`, format: kind, ...profile })
  if (ours && lacking.length === 0) return { profile: wanted, registered: true, register: null }
  const body = JSON.stringify(wanted)
  const register = ours ? curl('PUT', httpUrl, `/api/v1/gateways/${enterprise}/${wanted.code}`, body) : curl('POST', httpUrl, '/api/v1/gateways', body)
  return { profile: wanted, registered: false, register }
}

const sendLine = (kind: ConnectionKind, enterprise: string, payload: Buffer, topic: string | null, { addresses, httpUrl }: HelpContext): string | null => {
  if (kind === 'http') return curl('POST', httpUrl, `/api/v1/readings?enterprise=${encodeURIComponent(enterprise)}`, payload.toString())
  if (kind === 'hj212') {
    const { hj212 } = addresses
    return hj212 === undefined ? null : `(printf '%s\\r\\n' ${quoted(payload.toString().trimEnd())}; sleep 1) | curl -s -m 3 ${shellWord(`telnet://${authority(reachable(hj212.host, httpUrl), hj212.port)}`)}`
  }
  const { host, port } = addresses.mqtt
  const publish = `mosquitto_pub -h ${shellWord(reachable(host, httpUrl))} -p ${port} -q 1 -t ${quoted(topic ?? '')}`
  return kind === 'sparkplug-b' ? `printf %s ${payload.toString('base64')} | base64 -d | ${publish} -s` : `${publish} -m ${quoted(payload.toString())}`
}

const curl = (method: string, httpUrl: URL, path: string, body: string): string =>
  `curl -sS -X ${method} ${quoted(new URL(path, httpUrl).href)} -H 'content-type: application/json' -d ${quoted(body)}`

const authority = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`

/** For a POSIX shell, whatever a tag holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const shellWord = (text: string): string => (/^[\w.:/-]+$/.test(text) ? text : quoted(text))
