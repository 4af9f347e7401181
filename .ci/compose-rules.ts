import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { environmentSchema, readConfig, type Config } from '@hazardwatch/shared/node/config'
import { parse } from 'yaml'
import { z } from 'zod'

const Duration = z.string().regex(/^(\d+(ms|s|m|h))+$/, 'use a duration such as 10s')
/** Values of `environment` in YAML: an unquoted yes would arrive as true, so only text is taken. */
const Environment = z.record(z.string(), z.string('quote the value: YAML turns yes, no and numbers into something else'))

/** What this project uses of the Compose specification; a key that is not here is a slip of the pen. */
const Service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  user: z.string().optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) })).default({}),
  environment: Environment.default({}),
  ports: z.array(z.string()).default([]),
  configs: z.array(z.strictObject({ source: z.string(), target: z.string() })).default([]),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).optional(),
  healthcheck: z.strictObject({
    test: z.tuple([z.literal('CMD')]).rest(z.string()), interval: Duration, timeout: Duration, retries: z.number().int(), start_period: Duration,
  }),
  stop_grace_period: Duration.optional(),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }).optional(),
})
const Compose = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), Service),
  configs: z.record(z.string(), z.strictObject({ content: z.string() })).default({}),
  volumes: z.record(z.string(), z.null()).default({}),
})
type Compose = z.infer<typeof Compose>
type Service = z.infer<typeof Service>

/** @returns every fault of a compose file, a line each; none when it keeps all rules. `root` is the folder it is built in. */
export const composeFaults = (text: string, root: string): string[] => {
  const read = Compose.safeParse(parse(text))
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const compose = read.data
  return Object.entries(compose.services).flatMap(([name, service]) =>
    [
      ...imageFaults(service), ...hardeningFaults(service), ...portFaults(service), ...referenceFaults(compose, service, root),
      ...environmentFaults(compose, service),
    ].map((fault) => `services.${name}.${fault}`))
}

const imageFaults = ({ image }: Service): string[] => (/:\d+\.\d+\.\d+[\w.-]*$/.test(image) ? [] : [`image: ${image} is not pinned to a version`])

const hardeningFaults = ({ read_only: readOnly, user, build, cap_drop: dropped, security_opt: options }: Service): string[] => [
  ...(readOnly === true ? [] : ['read_only: the root file system can be written']),
  // An image built here says so itself, in its Dockerfile.
  ...(build !== undefined || (user !== undefined && !/^(root|0)(:|$)/.test(user)) ? [] : ['user: runs as root']),
  ...(dropped?.includes('ALL') === true ? [] : ['cap_drop: keeps capabilities']),
  ...(options?.includes('no-new-privileges:true') === true ? [] : ['security_opt: may gain privileges']),
]

const portFaults = ({ ports }: Service): string[] =>
  ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port)).map((port) => `ports: ${port} is open beyond 127.0.0.1`)

const referenceFaults = ({ services, configs, volumes }: Compose, service: Service, root: string): string[] => [
  ...Object.keys(service.depends_on).filter((other) => services[other] === undefined).map((other) => `depends_on: there is no service ${other}`),
  ...service.configs.filter(({ source }) => configs[source] === undefined).map(({ source }) => `configs: there is no ${source}`),
  ...service.volumes.map((volume) => volume.split(':')[0] ?? '').filter((volume) => !(volume in volumes)).map((volume) => `volumes: there is no ${volume}`),
  ...(service.build === undefined || existsSync(join(root, service.build, 'Dockerfile')) ? [] : [`build: there is no Dockerfile in ${service.build}`]),
]

/** Whoever starts it gives the secrets; Compose refuses to start without one that is written `${NAME:?why}`. */
const secretFaults = ({ environment }: Service): string[] =>
  Object.entries(environment).filter(([name]) => /TOKEN|PASSWORD/.test(name)).flatMap(([name, value]) => {
    if (!value.startsWith('${')) return [`environment: ${name} stands in the file`]
    return /^\$\{\w+:\?[^}]+\}$/.test(value) ? [] : [`environment: ${name} may be empty: write \${NAME:?what it is}`]
  })

const environmentFaults = (compose: Compose, service: Service): string[] => {
  const secrets = secretFaults(service)
  // Only the service built here has variables of its own; the others are checked where it refers to them.
  if (service.build === undefined || secrets.length > 0) return secrets
  const { environment } = service
  const unknown = Object.keys(environment).filter((name) => !(name in environmentSchema.shape)).map((name) => `environment: the service knows no ${name}`)
  if (unknown.length > 0) return unknown
  try {
    const config = readConfig({}, environment)
    return [...brokerFaults(compose, config), ...storeFaults(compose, environment, config), ...ownFaults(service, config)]
  } catch (error) {
    return [`environment: ${error instanceof Error ? error.message : String(error)}`]
  }
}

const brokerFaults = ({ services }: Compose, { mqttUrl }: Config): string[] => {
  const broker = mqttUrl === undefined ? undefined : new URL(mqttUrl).hostname
  return broker === undefined || services[broker] !== undefined ? [] : [`environment: HAZARD_MQTT_URL names ${broker}, which is no service here`]
}

/** What the service asks of InfluxDB is what the container of InfluxDB sets up at its first start. */
const storeFaults = ({ services }: Compose, environment: Record<string, string>, { influx }: Config): string[] => {
  if (influx === undefined) return []
  const name = new URL(influx.url).hostname
  const store = services[name]
  if (store === undefined) return [`environment: HAZARD_INFLUX_URL names ${name}, which is no service here`]
  const pairs = { HAZARD_INFLUX_ORG: 'DOCKER_INFLUXDB_INIT_ORG', HAZARD_INFLUX_BUCKET: 'DOCKER_INFLUXDB_INIT_BUCKET', HAZARD_INFLUX_TOKEN: 'DOCKER_INFLUXDB_INIT_ADMIN_TOKEN' }
  return Object.entries(pairs).filter(([ours, theirs]) => environment[ours] !== store.environment[theirs])
    .map(([ours, theirs]) => `environment: ${ours}=${environment[ours] ?? ''} is not what ${name} makes: ${store.environment[theirs] ?? 'nothing'}`)
}

const ownFaults = ({ ports, volumes, healthcheck }: Service, { httpPort, dataDir }: Config): string[] => [
  ...(ports.some((published) => published.endsWith(`:${httpPort}`)) ? [] : [`ports: ${httpPort} of HAZARD_HTTP_PORT is not published`]),
  ...(healthcheck.test.some((word) => word.includes(`:${httpPort}/health`)) ? [] : [`healthcheck: does not ask port ${httpPort}`]),
  ...(volumes.some((volume) => volume.split(':')[1] === dataDir) ? [] : [`volumes: ${dataDir} of HAZARD_DATA_DIR is lost with the container`]),
]
