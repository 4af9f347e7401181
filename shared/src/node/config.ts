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
  HAZARD_HJ212_PORT: port(0).describe('Port for HJ 212 boxes over TCP, on the address of the MQTT broker; 0 = off'),
  HAZARD_RETENTION_DAYS: z.coerce.number({ error: 'use a number of days' }).int('use whole days').min(30, 'use at least 30 days').default(400)
    .describe('How many days readings are kept; older day files are deleted'),
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
  retentionDays: number
  /** 0: no HJ 212. */
  hj212Port: number
  demo: boolean
  demoSpeed: number
  open: boolean
  logLevel: (typeof logLevels)[number]
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
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}=${set[String(issue.path[0])] ?? ''}: ${issue.message}`))
  }
  const values = result.data
  const exposed = values.HAZARD_OPEN ? [] : [['HAZARD_HTTP_HOST', values.HAZARD_HTTP_HOST], ['HAZARD_MQTT_HOST', values.HAZARD_MQTT_HOST]].filter(([, host]) => !isLoopback(host ?? ''))
  if (exposed.length > 0) {
    throw new ConfigError(exposed.map(([name, host]) => `${name}=${host ?? ''}: the service has no accounts yet, so it listens on the loopback address only; `
      + 'use 127.0.0.1, or set HAZARD_OPEN=yes if something in front of it guards it'))
  }
  return {
    dataDir: values.HAZARD_DATA_DIR, httpHost: values.HAZARD_HTTP_HOST, httpPort: values.HAZARD_HTTP_PORT, mqttHost: values.HAZARD_MQTT_HOST,
    mqttPort: values.HAZARD_MQTT_PORT, mqttUrl: values.HAZARD_MQTT_URL, retentionDays: values.HAZARD_RETENTION_DAYS, hj212Port: values.HAZARD_HJ212_PORT, demo: values.HAZARD_DEMO, demoSpeed: values.HAZARD_DEMO_SPEED, open: values.HAZARD_OPEN, logLevel: values.HAZARD_LOG_LEVEL,
  }
}

/** @returns names beginning with HAZARD_ that the service does not know: most likely a slip of the pen. */
export const unknownVariables = (environment: Record<string, string | undefined> = process.env): string[] =>
  Object.keys(environment).filter((name) => name.startsWith('HAZARD_') && !(name in environmentSchema.shape))
