import { parseArgs } from 'node:util'
import { systemClock } from '@hazardwatch/shared/clock'
import { createLog } from '@hazardwatch/shared/node/log'
import { SPEED_RANGE, startDemo } from './demo-app.ts'

const usage = `Runs the demo province against a running service.
  --http URL     the service                          (http://127.0.0.1:8080)
  --mqtt URL     its MQTT broker                      (mqtt://127.0.0.1:1883)
  --speed N      speed of the methane replay, ${SPEED_RANGE[0]} to ${SPEED_RANGE[1]}  (60)
  --seed N       whole number; same seed, same course (1)
  --help`

const url = (option: string, text: string, protocols: readonly string[]): string => {
  const parsed = URL.parse(text)
  if (parsed !== null && protocols.includes(parsed.protocol)) return text
  throw new Error(`--${option} "${text}" is not an address that starts with ${protocols.join('// or ')}//`)
}

const number = (option: string, text: string, fits: (value: number) => boolean, wanted: string): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!fits(value)) throw new Error(`--${option} "${text}" does not work; use ${wanted}`)
  return value
}

const readOptions = (args: string[]) => {
  const { values } = parseArgs({
    args,
    options: {
      http: { type: 'string', default: 'http://127.0.0.1:8080' },
      mqtt: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
      speed: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  })
  const [slowest, fastest] = SPEED_RANGE
  return {
    help: values.help,
    httpUrl: url('http', values.http, ['http:', 'https:']),
    mqttUrl: url('mqtt', values.mqtt, ['mqtt:', 'mqtts:', 'ws:', 'wss:']),
    speed: number('speed', values.speed, (value) => value >= slowest && value <= fastest, `a number from ${slowest} to ${fastest}`),
    seed: number('seed', values.seed, Number.isSafeInteger, 'a whole number'),
  }
}

const main = async (): Promise<void> => {
  const { help, ...options } = readOptions(process.argv.slice(2))
  if (help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const demo = await startDemo({ ...options, clock: systemClock, log: createLog('info') })
  const stop = (): void => { demo.stop().catch(fail) }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

const fail = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

main().catch(fail)
