import { z } from 'zod'
import { logLevels } from './log.ts'

const port = (standard: number) => z.coerce.number({ error: 'use a port number' }).int('use a port number').min(0, 'use a port from 0 (any free one) to 65535').max(65_535, 'use a port from 0 (any free one) to 65535').default(standard)

const yesNo = (standard: 'yes' | 'no') => z.enum(['yes', 'no'], { error: 'use yes or no' }).default(standard).transform((word) => word === 'yes')

/** Every environment variable the service knows: the README's table is checked against this schema. */
export const environmentSchema = z.object({
  HAZARD_DATA_DIR: z.string().default('./data').describe('Folder of the stores; made when it is missing'),
  HAZARD_HTTP_HOST: z.string().default('127.0.0.1').describe('Address of the page, the HTTP API and the feed'),
  HAZARD_HTTP_PORT: port(8080).describe('Its port'),
  HAZARD_MQTT_HOST: z.string().default('127.0.0.1').describe('Address of the embedded MQTT broker'),
  HAZARD_MQTT_PORT: port(1883).describe('Its port'),
  HAZARD_MQTT_URL: z.string().regex(/^mqtts?:\/\/[^/]+\/?$/, 'use mqtt://host:port or mqtts://user:password@host:port').optional()
    .describe('External broker (MQTT 3.1.1 or 5: Mosquitto, EMQX) instead of the embedded one, for example `mqtt://127.0.0.1:1883`'),
  HAZARD_MQTT_CA: z.string().optional().describe('File with the certificates (PEM) that may have signed that of an `mqtts://` broker; unset = those the system trusts'),
  HAZARD_MQTT_SHARE: z.string().regex(/^[^/+#\s]{1,64}$/, 'use a name of 1 to 64 characters without "/", "+", "#" and spaces').optional()
    .describe('Group under which several ingest processes share the topics of the external broker (`$share`), each with its own data folder; unset = one process takes all'),
  HAZARD_SPARKPLUG_HOST: z.string().regex(/^[^/+#\s]{1,64}$/, 'use a name of 1 to 64 characters without "/", "+", "#" and spaces').default('hazardwatch')
    .describe('Name under which Sparkplug nodes know this service as their host application: `spBv1.0/STATE/` and the name'),
  HAZARD_HJ212_PORT: port(0).describe('Port for HJ 212 boxes over TCP, on the address of the MQTT broker; 0 = off'),
  HAZARD_INFLUX_URL: z.string().regex(/^https?:\/\/[^/@\s]+(\/\S*)?$/, 'use http://host:port without user and password, which go into HAZARD_INFLUX_TOKEN').optional()
    .describe('InfluxDB as the reading store instead of the embedded DuckDB, for example `http://127.0.0.1:8086`'),
  HAZARD_INFLUX_API: z.enum(['v1', 'v2'], { error: 'use v2 (InfluxDB 2.x) or v1 (InfluxDB 1.x)' }).default('v2').describe('Generation of that InfluxDB: `v2`, or `v1` for InfluxDB 1.x'),
  HAZARD_INFLUX_TOKEN: z.string().optional().describe('Its token, which may read and write the bucket; with `v1` user:password, or empty'),
  HAZARD_INFLUX_ORG: z.string().optional().describe('Its organisation; not with `v1`'),
  HAZARD_INFLUX_BUCKET: z.string().optional().describe('Its bucket, which decides how long readings are kept; with `v1` the database, or database/retention-policy'),
  HAZARD_RETENTION_DAYS: z.coerce.number({ error: 'use a number of days' }).int('use whole days').min(30, 'use at least 30 days').default(400)
    .describe('How many days the embedded DuckDB keeps readings; older day files are deleted'),
  HAZARD_SHELVE_MAX_HOURS: z.coerce.number({ error: 'use a number of hours' }).min(0.1, 'use at least 0.1 hours').max(8760, 'use at most a year, 8760 hours').default(24)
    .describe('Longest time for which an alarm may be shelved'),
  HAZARD_DEMO: yesNo('no').describe('Run the demo province with its simulated plants; `npm start` sets it'),
  HAZARD_DEMO_SPEED: z.coerce.number({ error: 'use a number' }).min(1, 'use a speed from 1 to 3600').max(3600, 'use a speed from 1 to 3600').default(60)
    .describe('How many times faster than recorded the demo replays its methane week'),
  HAZARD_OPEN: yesNo('no').describe('`yes` states that something in front of the service guards it, so that it may listen beyond the loopback address'),
  HAZARD_LOG_LEVEL: z.enum(logLevels, { error: `use one of ${logLevels.join(', ')}` }).default('info').describe('Least level of what is logged'),
})

export interface Config {
  dataDir: string
  httpHost: string
  httpPort: number
  mqttHost: string
  mqttPort: number
  /** Undefined: the embedded broker. */
  mqttUrl: string | undefined
  mqttCa: string | undefined
  mqttShare: string | undefined
  sparkplugHost: string
  retentionDays: number
  shelveMaxHours: number
  /** 0: no HJ 212. */
  hj212Port: number
  /** Undefined: the embedded DuckDB. */
  influx: InfluxConfig | undefined
  demo: boolean
  demoSpeed: number
  open: boolean
  logLevel: (typeof logLevels)[number]
}

/** With v1, `bucket` is the database or database/retention-policy, and `token` is user:password or empty. */
export interface InfluxConfig {
  api: 'v1' | 'v2'
  url: string
  token: string
  org: string
  bucket: string
}

/** All that is wrong with the environment, a line each that says what to do. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

/**
 * Reads the environment, the only place that does. An empty value counts as unset.
 * @param overrides values that go before the environment (command line arguments), under the same names.
 * @throws ConfigError with every fault at once.
 */
export const readConfig = (overrides: Record<string, string> = {}, environment: Record<string, string | undefined> = process.env): Config => {
  const set = Object.fromEntries(Object.entries({ ...environment, ...overrides }).filter(([name, value]) => name.startsWith('HAZARD_') && value !== undefined && value !== ''))
  const result = environmentSchema.safeParse(set)
  const faults = [...schemaFaults(result.error, set), ...exposureFaults(set), ...influxFaults(set), ...brokerFaults(set)]
  if (!result.success || faults.length > 0) throw new ConfigError(faults)
  const values = result.data
  return {
    dataDir: values.HAZARD_DATA_DIR, httpHost: values.HAZARD_HTTP_HOST, httpPort: values.HAZARD_HTTP_PORT, mqttHost: values.HAZARD_MQTT_HOST,
    mqttPort: values.HAZARD_MQTT_PORT, mqttUrl: values.HAZARD_MQTT_URL, mqttCa: values.HAZARD_MQTT_CA, mqttShare: values.HAZARD_MQTT_SHARE, sparkplugHost: values.HAZARD_SPARKPLUG_HOST, retentionDays: values.HAZARD_RETENTION_DAYS, shelveMaxHours: values.HAZARD_SHELVE_MAX_HOURS, hj212Port: values.HAZARD_HJ212_PORT, influx: influxOf(values),
    demo: values.HAZARD_DEMO, demoSpeed: values.HAZARD_DEMO_SPEED, open: values.HAZARD_OPEN, logLevel: values.HAZARD_LOG_LEVEL,
  }
}

type Settings = Readonly<Record<string, string | undefined>>

const schemaFaults = (error: z.ZodError | undefined, set: Settings): string[] =>
  (error?.issues ?? []).map((issue) => `${issue.path.join('.')}=${set[String(issue.path[0])] ?? ''}: ${issue.message}`)

const exposureFaults = (set: Settings): string[] => {
  if (set['HAZARD_OPEN'] === 'yes') return []
  return ['HAZARD_HTTP_HOST', 'HAZARD_MQTT_HOST'].filter((name) => !isLoopback(set[name] ?? '127.0.0.1')).map((name) => `${name}=${set[name] ?? ''}: the service has no accounts yet, `
    + 'so it listens on the loopback address only; use 127.0.0.1, or set HAZARD_OPEN=yes if something in front of it guards it')
}

const brokerFaults = (set: Settings): string[] => (set['HAZARD_MQTT_URL'] !== undefined ? [] : ['HAZARD_MQTT_CA', 'HAZARD_MQTT_SHARE']
  .filter((name) => set[name] !== undefined).map((name) => `${name} is set, but HAZARD_MQTT_URL is not: set it, or unset this one`))

/** What one of the variables for InfluxDB needs of the others. */
const influxFaults = (set: Settings): string[] => {
  const others = ['HAZARD_INFLUX_TOKEN', 'HAZARD_INFLUX_ORG', 'HAZARD_INFLUX_BUCKET', 'HAZARD_INFLUX_API']
  if (set['HAZARD_INFLUX_URL'] === undefined) {
    return others.filter((name) => set[name] !== undefined).map((name) => `${name} is set, but HAZARD_INFLUX_URL is not: set it, or unset this one to store in the embedded DuckDB`)
  }
  const needed = set['HAZARD_INFLUX_API'] === 'v1' ? ['HAZARD_INFLUX_BUCKET'] : ['HAZARD_INFLUX_TOKEN', 'HAZARD_INFLUX_ORG', 'HAZARD_INFLUX_BUCKET']
  const v1 = set['HAZARD_INFLUX_API'] === 'v1' ? '' : ' (or HAZARD_INFLUX_API=v1 for InfluxDB 1.x, which needs the bucket only)'
  return needed.filter((name) => set[name] === undefined).map((name) => `${name} is not set: HAZARD_INFLUX_URL needs it${v1}`)
}

const influxOf = (values: z.infer<typeof environmentSchema>): InfluxConfig | undefined => (values.HAZARD_INFLUX_URL === undefined ? undefined : {
  api: values.HAZARD_INFLUX_API, url: values.HAZARD_INFLUX_URL, token: values.HAZARD_INFLUX_TOKEN ?? '', org: values.HAZARD_INFLUX_ORG ?? '', bucket: values.HAZARD_INFLUX_BUCKET ?? '',
})

/** @returns names beginning with HAZARD_ that the service does not know: most likely a slip of the pen. */
export const unknownVariables = (environment: Record<string, string | undefined> = process.env): string[] =>
  Object.keys(environment).filter((name) => name.startsWith('HAZARD_') && !(name in environmentSchema.shape))
