import { parseArgs } from 'node:util'
import { fleetFormats, isFleetFormat, type FleetFormatName } from './encode/fleet-formats.ts'
import { createFleet, type Fleet } from './fleet-plan.ts'

export interface SimOptions {
  help: boolean
  fleet: Fleet
  format: FleetFormatName
  httpUrl: string
  mqttUrl: string
  hj212: { host: string; port: number }
  connections: number
  register: boolean
  /** Undefined: until somebody stops it. */
  durationS: number | undefined
}

/** What was typed does not work; the message is one line that says what to type. */
class OptionError extends Error {
  override readonly name = 'OptionError'
}

const formatNames = Object.keys(fleetFormats).join(', ')

export const simUsage = `npm run sim -- [options]: publishes a seeded fleet over MQTT (QoS 1) until Ctrl-C.
  --enterprises N  (7000)
  --points N       of the whole fleet, dealt evenly       (440000)
  --interval S     seconds between readings of a point    (48)
  --rate N         messages a second of the whole fleet, in place of --interval
  --batch N        moments a message: more than 1 sends arrays (1; native, thingsboard-gateway, dtu)
  --values N       most values of one moment in a message (500)
  --excursions N   excursions beyond a limit, an hour, in the whole fleet (60)
  --format NAME    ${formatNames} (native)
                   --register also writes the gateway profiles that all but native need
  --seed N         same seed, same values at the same time (1)
  --http URL       the service, for --register            (http://127.0.0.1:8080)
  --mqtt URL       the broker; mqtts, ws, wss too         (mqtt://127.0.0.1:1883)
  --hj212 HOST:PORT  where the service listens for hj212  (127.0.0.1:2120)
  --connections N  shared by the enterprises              (16, or one each)
  --register       first write enterprises, points and three rules a point into the ledger
  --duration S     end by itself`

const text = (standard: string) => ({ type: 'string', default: standard }) as const

const readArguments = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        enterprises: text('7000'), points: text('440000'), interval: { type: 'string' }, rate: { type: 'string' }, batch: text('1'), values: text('500'),
        excursions: text('60'), format: text('native'), seed: text('1'), http: text('http://127.0.0.1:8080'), mqtt: text('mqtt://127.0.0.1:1883'),
        hj212: text('127.0.0.1:2120'), connections: { type: 'string' }, register: { type: 'boolean', default: false }, duration: { type: 'string' }, help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    // Node's text goes on with advice about `--` that does not fit here.
    const [first] = error instanceof Error ? error.message.split(/\. |\n/) : []
    throw new OptionError(`${first ?? String(error)}; --help lists the options`, { cause: error })
  }
}

/** @throws OptionError, PlanError */
export const readSimOptions = (args: string[]): SimOptions => {
  const values = readArguments(args)
  const enterprises = whole('enterprises', values.enterprises, 1, 9_999)
  const points = whole('points', values.points, 1, 10_000_000)
  const batch = whole('batch', values.batch, 1, 1_000)
  const valuesPerMessage = whole('values', values.values, 1, 10_000)
  const format = formatOf(values.format, batch)
  if (values.interval !== undefined && values.rate !== undefined) throw new OptionError('--interval and --rate say the same in two ways; give one of them')
  const plan = {
    enterprises, points, batch, valuesPerMessage, seed: whole('seed', values.seed, 0, 2 ** 31 - 1),
    intervalMs: positive('interval', values.interval ?? '48') * 1000, excursionsPerHour: atLeastZero('excursions', values.excursions),
  }
  const fleet = createFleet(values.rate === undefined ? plan : { ...plan, intervalMs: intervalFor(plan, positive('rate', values.rate)) })
  if (format === 'hj212' && fleet.intervalMs < 1_000) throw new OptionError('--format hj212 has times to the second; ask for an --interval of 1 or more')
  return {
    help: values.help, fleet, format, register: values.register,
    httpUrl: url('http', values.http, ['http:', 'https:']),
    mqttUrl: url('mqtt', values.mqtt, ['mqtt:', 'mqtts:', 'ws:', 'wss:']),
    hj212: hostAndPort(values.hj212),
    connections: values.connections === undefined ? Math.min(16, enterprises) : whole('connections', values.connections, 1, enterprises),
    durationS: values.duration === undefined ? undefined : positive('duration', values.duration),
  }
}

/** How many slots there are does not depend on the interval, so a fleet with any interval tells. */
const intervalFor = (plan: Parameters<typeof createFleet>[0], messagesPerS: number): number => {
  const { slots, batch } = createFleet({ ...plan, intervalMs: 1000, excursionsPerHour: 0 })
  return (slots * 1000) / (messagesPerS * batch)
}

const formatOf = (name: string, batch: number): FleetFormatName => {
  if (!isFleetFormat(name)) throw new OptionError(`--format "${name}" is not one that the fleet speaks; use one of: ${formatNames}`)
  if (batch > 1 && !fleetFormats[name].arrays) throw new OptionError(`--format ${name} carries one moment a message; leave --batch out`)
  return name
}

const number = (option: string, given: string, fits: (value: number) => boolean, wanted: string): number => {
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (fits(value)) return value
  throw new OptionError(`--${option} "${given}" does not work; use ${wanted}`)
}

const whole = (option: string, given: string, least: number, most: number): number =>
  number(option, given, (value) => Number.isSafeInteger(value) && value >= least && value <= most, `a whole number from ${least} to ${most}`)

const positive = (option: string, given: string): number => number(option, given, (value) => value > 0 && value < Number.POSITIVE_INFINITY, 'a number above 0')

const atLeastZero = (option: string, given: string): number =>
  number(option, given, (value) => value >= 0 && value < Number.POSITIVE_INFINITY, 'a number from 0')

const hostAndPort = (given: string): { host: string; port: number } => {
  const [, host, port] = /^([^:]+):(\d{1,5})$/.exec(given) ?? []
  if (host === undefined) throw new OptionError(`--hj212 "${given}" is not host:port`)
  return { host, port: Number(port) }
}

const url = (option: string, given: string, protocols: readonly string[]): string => {
  const parsed = URL.parse(given)
  if (parsed !== null && protocols.includes(parsed.protocol)) return given
  throw new OptionError(`--${option} "${given}" is not an address that starts with ${protocols.join('// or ')}//`)
}
