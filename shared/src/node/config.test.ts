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

const influx = { HAZARD_INFLUX_URL: 'http://127.0.0.1:8086', HAZARD_INFLUX_TOKEN: 't', HAZARD_INFLUX_ORG: 'o', HAZARD_INFLUX_BUCKET: 'b' }

describe('environment', () => {
  it('needs nothing', () => {
    expect(readConfig({}, {})).toEqual({
      dataDir: './data', httpHost: '127.0.0.1', httpPort: 8080, mqttHost: '127.0.0.1', mqttPort: 1883, mqttUrl: undefined, mqttCa: undefined, mqttShare: undefined, sparkplugHost: 'hazardwatch', retentionDays: 400, shelveMaxHours: 24, hj212Port: 0, influx: undefined, demo: false, demoSpeed: 60, open: false, logLevel: 'info',
    })
  })

  it('takes InfluxDB of both generations', () => {
    expect(readConfig({}, influx).influx).toEqual({ api: 'v2', url: 'http://127.0.0.1:8086', token: 't', org: 'o', bucket: 'b' })
    expect(readConfig({}, { HAZARD_INFLUX_URL: 'https://tsdb.example/influx', HAZARD_INFLUX_BUCKET: 'b/week', HAZARD_INFLUX_API: 'v1' }).influx)
      .toEqual({ api: 'v1', url: 'https://tsdb.example/influx', token: '', org: '', bucket: 'b/week' })
  })

  it('takes an empty value as unset', () => { expect(readConfig({}, { HAZARD_HTTP_PORT: '' }).httpPort).toBe(8080) })
  it('puts arguments before the environment', () => { expect(readConfig({ HAZARD_DEMO_SPEED: '10' }, { HAZARD_DEMO_SPEED: '5' }).demoSpeed).toBe(10) })

  it.each([
    ['a port that is no number', { HAZARD_HTTP_PORT: 'eighty' }, ['HAZARD_HTTP_PORT=eighty: use a port number']],
    ['a port out of range', { HAZARD_MQTT_PORT: '70000' }, ['HAZARD_MQTT_PORT=70000: use a port from 0 (any free one) to 65535']],
    ['an address that is no broker', { HAZARD_MQTT_URL: '127.0.0.1:1883' }, ['HAZARD_MQTT_URL=127.0.0.1:1883: use mqtt://host:port or mqtts://user:password@host:port']],
    ['a share group that would be a topic', { HAZARD_MQTT_URL: 'mqtt://b', HAZARD_MQTT_SHARE: 'a/b' }, ['HAZARD_MQTT_SHARE=a/b: use a name of 1 to 64 characters without "/", "+", "#" and spaces']],
    ['a share group without a broker that shares', { HAZARD_MQTT_SHARE: 'a' }, ['HAZARD_MQTT_SHARE is set, but HAZARD_MQTT_URL is not: set it, or unset this one']],
    ['less than the standard asks for', { HAZARD_RETENTION_DAYS: '7' }, ['HAZARD_RETENTION_DAYS=7: use at least 30 days']],
    ['neither yes nor no', { HAZARD_DEMO: 'maybe' }, ['HAZARD_DEMO=maybe: use yes or no']],
    ['a standing replay', { HAZARD_DEMO_SPEED: '0' }, ['HAZARD_DEMO_SPEED=0: use a speed from 1 to 3600']],
    ['an unknown level', { HAZARD_LOG_LEVEL: 'loud' }, ['HAZARD_LOG_LEVEL=loud: use one of trace, debug, info, warn, error, fatal, silent']],
    ['an address that is no InfluxDB', { ...influx, HAZARD_INFLUX_URL: '127.0.0.1:8086' }, ['HAZARD_INFLUX_URL=127.0.0.1:8086: use http://host:port without user and password, which go into HAZARD_INFLUX_TOKEN']],
    ['an unknown API', { ...influx, HAZARD_INFLUX_API: 'v3' }, ['HAZARD_INFLUX_API=v3: use v2 (InfluxDB 2.x) or v1 (InfluxDB 1.x)']],
    ['InfluxDB without what it needs', { HAZARD_INFLUX_URL: 'http://127.0.0.1:8086', HAZARD_INFLUX_ORG: 'o' }, [
      'HAZARD_INFLUX_TOKEN is not set: HAZARD_INFLUX_URL needs it (or HAZARD_INFLUX_API=v1 for InfluxDB 1.x, which needs the bucket only)',
      'HAZARD_INFLUX_BUCKET is not set: HAZARD_INFLUX_URL needs it (or HAZARD_INFLUX_API=v1 for InfluxDB 1.x, which needs the bucket only)',
    ]],
    ['InfluxDB 1.x without a database', { HAZARD_INFLUX_URL: 'http://127.0.0.1:8086', HAZARD_INFLUX_API: 'v1' }, ['HAZARD_INFLUX_BUCKET is not set: HAZARD_INFLUX_URL needs it']],
    ['a bucket without its server', { HAZARD_INFLUX_BUCKET: 'b' }, ['HAZARD_INFLUX_BUCKET is set, but HAZARD_INFLUX_URL is not: set it, or unset this one to store in the embedded DuckDB']],
    ['faults of every kind at once', { HAZARD_HTTP_PORT: 'x', HAZARD_HTTP_HOST: '0.0.0.0', HAZARD_INFLUX_API: 'v1' }, [
      'HAZARD_HTTP_PORT=x: use a port number', expect.stringMatching(/^HAZARD_HTTP_HOST=0.0.0.0: the service has no accounts yet/),
      'HAZARD_INFLUX_API is set, but HAZARD_INFLUX_URL is not: set it, or unset this one to store in the embedded DuckDB',
    ]],
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
