import { z } from 'zod'
import { gatewayFormats, GatewayProfile } from './gateway-profile.ts'

/** Ways to send readings: the wire formats, and the native one over HTTP. */
export const connectionKinds = [...gatewayFormats, 'http'] as const
export type ConnectionKind = (typeof connectionKinds)[number]

const Texts = z.object({ zh: z.string(), en: z.string() })
export type Texts = z.infer<typeof Texts>

/** How an enterprise connects in one format. The commands run in a shell with curl and mosquitto_pub as they stand. */
export const ConnectionWay = z.object({
  kind: z.enum(connectionKinds),
  title: Texts,
  note: Texts.describe('What to set at the gateway, and what to look out for'),
  transport: z.enum(['mqtt', 'http', 'tcp']),
  mqttVersions: z.array(z.enum(['3.1.1', '5'])).describe('Versions of MQTT that a gateway may speak there, embedded broker or external one; empty = no MQTT'),
  host: z.string(),
  port: z.number().int().nullable().describe('Null: this service does not listen for it; the note says how to switch it on'),
  topic: z.string().nullable().describe('Where the example is published; null = no MQTT'),
  example: z.string().nullable().describe('A message with tags of this enterprise; null while it has none'),
  encoding: z.enum(['text', 'base64']).describe('Of the example'),
  profile: GatewayProfile.nullable().describe('The gateway profile that the example needs; null = none'),
  registered: z.boolean().describe('The profile is in the ledger already'),
  register: z.string().nullable().describe('Shell line that registers the profile; null = nothing to register'),
  send: z.string().nullable().describe('Shell line that sends the example: a real reading of the first points, at a value that raises none of their limit alarms'),
})
export type ConnectionWay = z.infer<typeof ConnectionWay>

export const ConnectionHelp = z.object({ enterprise: z.string(), tags: z.array(z.string()).describe('Tags in the examples'), ways: z.array(ConnectionWay) })
export type ConnectionHelp = z.infer<typeof ConnectionHelp>

/** Where the service listens, as its configuration says. */
export interface ListenAddresses {
  mqtt: { host: string; port: number }
  /** Undefined: switched off. */
  hj212: { host: string; port: number } | undefined
}
