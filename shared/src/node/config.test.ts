import { describe, expect, it } from 'vitest'
import { ConfigError, environmentSchema, readConfig, unknownVariables } from './config.ts'

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig({}, environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

describe('environment', () => {
  it('needs nothing', () => {
    expect(readConfig({}, {})).toEqual({
      dataDir: './data', httpHost: '127.0.0.1', httpPort: 8080, mqttHost: '127.0.0.1', mqttPort: 1883, mqttUrl: undefined, retentionDays: 400, hj212Port: 0, demo: false, demoSpeed: 60, open: false, logLevel: 'info',
    })
  })

  it('takes an empty value as unset', () => { expect(readConfig({}, { HAZARD_HTTP_PORT: '' }).httpPort).toBe(8080) })
  it('puts arguments before the environment', () => { expect(readConfig({ HAZARD_DEMO_SPEED: '10' }, { HAZARD_DEMO_SPEED: '5' }).demoSpeed).toBe(10) })

  it.each([
    ['a port that is no number', { HAZARD_HTTP_PORT: 'eighty' }, ['HAZARD_HTTP_PORT=eighty: use a port number']],
    ['a port out of range', { HAZARD_MQTT_PORT: '70000' }, ['HAZARD_MQTT_PORT=70000: use a port from 0 (any free one) to 65535']],
    ['an address that is no broker', { HAZARD_MQTT_URL: '127.0.0.1:1883' }, ['HAZARD_MQTT_URL=127.0.0.1:1883: use mqtt://host:port or mqtts://user:password@host:port']],
    ['less than the standard asks for', { HAZARD_RETENTION_DAYS: '7' }, ['HAZARD_RETENTION_DAYS=7: use at least 30 days']],
    ['neither yes nor no', { HAZARD_DEMO: 'maybe' }, ['HAZARD_DEMO=maybe: use yes or no']],
    ['a standing replay', { HAZARD_DEMO_SPEED: '0' }, ['HAZARD_DEMO_SPEED=0: use a speed from 1 to 3600']],
    ['an unknown level', { HAZARD_LOG_LEVEL: 'loud' }, ['HAZARD_LOG_LEVEL=loud: use one of trace, debug, info, warn, error, fatal, silent']],
    ['several faults at once', { HAZARD_HTTP_PORT: '-1', HAZARD_OPEN: 'y' }, ['HAZARD_HTTP_PORT=-1: use a port from 0 (any free one) to 65535', 'HAZARD_OPEN=y: use yes or no']],
  ])('says what to do about %s', (_, environment, faults) => { expect(faultsOf(environment)).toEqual(faults) })

  it.each(['0.0.0.0', '::', '192.168.1.20', 'plant.example'])('refuses to listen on %s before there are accounts', (host) => {
    const faults = faultsOf({ HAZARD_HTTP_HOST: host, HAZARD_MQTT_HOST: host })
    expect(faults).toHaveLength(2)
    expect(faults[0]).toMatch(/^HAZARD_HTTP_HOST=.*no accounts yet.*HAZARD_OPEN=yes/)
    expect(faults[1]).toMatch(/^HAZARD_MQTT_HOST=/)
    expect(readConfig({}, { HAZARD_HTTP_HOST: host, HAZARD_OPEN: 'yes' }).httpHost).toBe(host)
  })

  it.each(['127.0.0.1', '127.0.0.53', '::1', 'localhost'])('listens on %s without being asked twice', (host) => {
    expect(faultsOf({ HAZARD_HTTP_HOST: host, HAZARD_MQTT_HOST: host })).toEqual([])
  })

  it('names what it does not know', () => { expect(unknownVariables({ HAZARD_HTTP_PROT: '1', HAZARD_OPEN: 'no', HOME: '/' })).toEqual(['HAZARD_HTTP_PROT']) })

  it('describes each variable', () => {
    for (const [name, schema] of Object.entries(environmentSchema.shape)) expect(schema.description, name).toBeTruthy()
  })
})
