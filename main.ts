import { parseArgs } from 'node:util'
import { ConfigError, readConfig, unknownVariables, type Config } from '@hazardwatch/shared/node/config'
import { createLog } from '@hazardwatch/shared/node/log'
import { startService, StartError, type Service } from './service.ts'

/** Arguments go before the environment: `npm start -- --speed 10`. */
const readArguments = (): Config => {
  const { values } = parseArgs({ options: { speed: { type: 'string' } } })
  return readConfig(values.speed === undefined ? {} : { HAZARD_DEMO_SPEED: values.speed })
}

const greeting = ({ httpUrl, mqttUrl }: Service, demo: boolean): string => {
  const broker = new URL(mqttUrl)
  // Only the address: an external broker's URL may hold a password.
  const where = [...(['127.0.0.1', 'localhost'].includes(broker.hostname) ? [] : ['-h', broker.hostname]), ...(['', '1883'].includes(broker.port) ? [] : ['-p', broker.port])]
  const publish = `-t hazard/v1/DEMO-NH3/readings -m '{"values":{"GD-07":60}}'`
  return [
    '',
    `  HazardWatch is running 危险源监测预警已启动:  ${httpUrl}`,
    `  MQTT ${broker.protocol}//${broker.host}   API ${httpUrl}/api/docs   Ctrl-C stops it`,
    ...(demo ? [
      '',
      '  Publish a reading of your own 发布一条读数:',
      `    ${['mosquitto_pub', ...where, publish].join(' ')}`,
      `    ${['npx mqtt pub', ...where, publish].join(' ')}`,
    ] : []),
    '',
  ].join('\n')
}

const main = async (): Promise<void> => {
  const config = readArguments()
  const log = createLog(config.logLevel)
  for (const name of unknownVariables()) log.warn({ variable: name }, 'this environment variable is not known and was ignored')
  const stop = stopOnSignal()
  const service = await startService(config, log)
  process.stdout.write(`${greeting(service, config.demo)}\n`)
  await stop
  await service.stop()
}

/** Resolves at the first Ctrl-C or SIGTERM, from the first moment on: one that comes while the parts are starting is kept until they run. */
const stopOnSignal = (): Promise<void> => new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { resolve() })
})

/** Faults that the reader can mend, a line each; anything else with its stack, because it is ours. */
const explain = (error: unknown): string => {
  if (error instanceof ConfigError) return error.faults.map((fault) => `hazardwatch: ${fault}`).join('\n')
  if (error instanceof StartError) return `hazardwatch: ${error.message}`
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return `hazardwatch: ${error.message}; the only argument is --speed N`
  return `hazardwatch: ${error instanceof Error ? error.stack ?? error.message : String(error)}`
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}
