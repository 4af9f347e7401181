import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { composeFaults } from './compose-rules.ts'
import { schemaFaults } from './compose-schema.ts'
import { dockerfileFaults } from './dockerfile-rules.ts'

const root = join(import.meta.dirname, '..')
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')
const packageJson: unknown = JSON.parse(textOf('package.json'))

/** The file with one thing changed; the change must find its place. */
const changed = (text: string, from: string, to: string): string => {
  expect(text).toContain(from)
  return text.replaceAll(from, to)
}

describe('docker-compose.yml', () => {
  const text = textOf('docker-compose.yml')

  it('keeps to the published schema of the Compose specification', () => {
    expect(schemaFaults(text)).toEqual([])
  })

  it.each([
    ['a slip of the pen', 'restart: unless-stopped', 'restarts: unless-stopped', '/services/mosquitto: must NOT have additional properties'],
    ['a time without a unit', 'stop_grace_period: 30s', 'stop_grace_period: 30', '/services/hazardwatch/stop_grace_period: must be string'],
    ['a condition that does not exist', 'service_healthy', 'service_well', '/services/hazardwatch/depends_on'],
    ['a mapping of ports', "ports:\n      - '127.0.0.1:1883:1883'", "ports:\n      '1883': '1883'", '/services/mosquitto/ports: must be array'],
  ])('%s departs from it', (_name, from, to, fault) => {
    expect(schemaFaults(changed(text, from, to)).join('\n')).toContain(fault)
  })

  it('keeps the rules', () => {
    expect(composeFaults(text, root)).toEqual([])
  })

  it.each([
    ['an unknown variable', 'HAZARD_OPEN:', 'HAZARD_OPENED:', 'services.hazardwatch.environment: the service knows no HAZARD_OPENED'],
    ['a value that the service refuses', "'yes'", "'perhaps'", 'services.hazardwatch.environment: HAZARD_OPEN=perhaps: use yes or no'],
    ['a word that YAML turns into something else', "HAZARD_HTTP_PORT: '8080'", 'HAZARD_HTTP_PORT: 8080', 'environment.HAZARD_HTTP_PORT: quote the value'],
    ['listening beyond loopback unsaid', "      HAZARD_OPEN: 'yes'\n", '', 'environment: HAZARD_HTTP_HOST=0.0.0.0: the service has no accounts yet'],
    ['a port for everybody', "'127.0.0.1:1883:1883'", "'1883:1883'", 'services.mosquitto.ports: 1883:1883 is open beyond 127.0.0.1'],
    ['another port inside', "HAZARD_HTTP_PORT: '8080'", "HAZARD_HTTP_PORT: '8081'", 'services.hazardwatch.ports: 8081 of HAZARD_HTTP_PORT is not published'],
    ['an image that moves', 'eclipse-mosquitto:2.0.22', 'eclipse-mosquitto:2', 'services.mosquitto.image: eclipse-mosquitto:2 is not pinned to a version'],
    ['no health check', 'healthcheck:', 'x-healthcheck:', 'services.mosquitto.healthcheck:'],
    ['a broker that is not there', 'mqtt://mosquitto:1883', 'mqtt://broker:1883', 'services.hazardwatch.environment: HAZARD_MQTT_URL names broker'],
    ['a dependency that is not there', 'mosquitto: { condition', 'broker: { condition', 'depends_on: there is no service broker'],
    ['data that go with the container', 'hazardwatch-data:/data', 'hazardwatch-data:/elsewhere', 'volumes: /data of HAZARD_DATA_DIR is lost'],
    ['a store that is not there', 'http://influxdb:8086', 'http://store:8086', 'services.hazardwatch.environment: HAZARD_INFLUX_URL names store'],
    ['another bucket than is made', 'HAZARD_INFLUX_BUCKET: readings', 'HAZARD_INFLUX_BUCKET: others', 'services.hazardwatch.environment: HAZARD_INFLUX_BUCKET=others is not what influxdb makes: readings'],
    ['another token than is made', 'HAZARD_INFLUX_TOKEN: ${HAZARD_INFLUX_TOKEN:?', 'HAZARD_INFLUX_TOKEN: ${OTHER_TOKEN:?', 'services.hazardwatch.environment: HAZARD_INFLUX_TOKEN'],
    ['a secret that is left empty', '${INFLUX_PASSWORD:?set a password for the first user of InfluxDB}', '${INFLUX_PASSWORD}', 'services.influxdb.environment: DOCKER_INFLUXDB_INIT_PASSWORD may be empty'],
    ['a secret in the file', '${INFLUX_PASSWORD:?set a password for the first user of InfluxDB}', 'secret', 'services.influxdb.environment: DOCKER_INFLUXDB_INIT_PASSWORD stands in the file'],
    ['root', "user: '1883:1883'", 'user: root', 'services.mosquitto.user: runs as root'],
    ['a file system that can be written', 'read_only: true', 'read_only: false', 'services.hazardwatch.read_only:'],
    ['a slip of the pen', 'restart: unless-stopped', 'restarts: unless-stopped', 'services.mosquitto.restart:'],
  ])('a file with %s is found out', (_name, from, to, fault) => {
    expect(composeFaults(changed(text, from, to), root).join('\n')).toContain(fault)
  })
})

describe('Dockerfile', () => {
  const text = textOf('Dockerfile')

  it('keeps the rules', () => {
    expect(dockerfileFaults(text, root, packageJson)).toEqual([])
  })

  it.each([
    ['a file that is gone', 'main.ts service.ts ./', 'main.ts server.ts ./', 'COPY server.ts: no such file'],
    ['a workspace left out', 'COPY loadtests/package.json loadtests/\n', '', 'COPY loadtests/package.json: missing before the install'],
    ['a stage that is not there', '--from=page', '--from=web', 'COPY --from=web: no such stage before it'],
    ['another Node', 'FROM node:26.10.0-slim\nENV', 'FROM node:lts-slim\nENV', 'FROM node:lts-slim: neither'],
    ['root', 'USER node\n', '', 'USER: the service runs as root'],
    ['a port left out', 'EXPOSE 8080 1883', 'EXPOSE 8080', 'EXPOSE: 1883 is missing'],
  ])('one with %s is found out', (_name, from, to, fault) => {
    expect(dockerfileFaults(changed(text, from, to), root, packageJson).join('\n')).toContain(fault)
  })

  it('gets from the build context what it copies', () => {
    const ignored = textOf('.dockerignore').split('\n')
    for (const folder of ['shared', 'ingest', 'alerting', 'simulators', 'dashboard']) expect(ignored).not.toContain(folder)
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'data', '**/node_modules']))
  })
})
