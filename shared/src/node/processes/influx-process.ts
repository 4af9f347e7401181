import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findInflux, influxRemedies, type InfluxApi } from './influx-places.ts'
import { freePort } from './mosquitto-process.ts'

const TOKEN = 'token-of-the-tests'
const ORG = 'hazardwatch'
const FIRST_BUCKET = 'readings'

/** A real InfluxDB for tests, 1.x or 2.7, with data in a folder and on a port of its own. */
export interface Influx {
  api: InfluxApi
  url: string
  pid: () => number
  start: () => Promise<void>
  kill: (signal: NodeJS.Signals) => Promise<void>
  /** The environment of a service that stores in a bucket of it (v1: a database). */
  environment: (bucket?: string) => InfluxEnvironment
  makeBucket: (name: string, retentionSeconds?: number) => Promise<void>
  remove: () => Promise<void>
}

export interface InfluxEnvironment {
  HAZARD_INFLUX_URL: string
  HAZARD_INFLUX_TOKEN: string
  HAZARD_INFLUX_ORG: string
  HAZARD_INFLUX_BUCKET: string
  HAZARD_INFLUX_API: InfluxApi
}

/** @throws Error that says how to get the server, when the machine has none. Not started yet; the first start also makes the bucket `readings`. */
export const makeInflux = async (api: InfluxApi): Promise<Influx> => {
  const program = findInflux(api)
  if (program === undefined) throw new Error(influxRemedies[api])
  const folder = await mkdtemp(join(tmpdir(), `hazardwatch-influx-${api}-`))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const launch = api === 'v2' ? launchOfV2(folder, port) : launchOfV1(folder, port, await freePort())
  let child: ChildProcess | undefined
  let isNew = true
  const influx: Influx = {
    api, url,
    pid: () => child?.pid ?? 0,
    start: async () => {
      child = spawn(program, launch.args, { stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: folder, ...launch.environment } })
      await once(child, 'spawn')
      await untilReady(url, child)
      if (isNew) await (api === 'v2' ? setUpV2(url) : influx.makeBucket(FIRST_BUCKET))
      isNew = false
    },
    kill: async (signal) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
    environment: (bucket = FIRST_BUCKET) =>
      ({ HAZARD_INFLUX_URL: url, HAZARD_INFLUX_TOKEN: TOKEN, HAZARD_INFLUX_ORG: ORG, HAZARD_INFLUX_BUCKET: bucket, HAZARD_INFLUX_API: api }),
    makeBucket: (name, retentionSeconds = 0) => (api === 'v2' ? makeBucketV2(url, name, retentionSeconds) : makeDatabaseV1(url, name, retentionSeconds)),
    remove: async () => {
      await influx.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
  return influx
}

interface Launch {
  args: string[]
  environment: Record<string, string>
}

const launchOfV2 = (folder: string, port: number): Launch => ({
  args: [
    `--http-bind-address=127.0.0.1:${port}`, `--engine-path=${folder}/engine`, `--bolt-path=${folder}/influxd.bolt`, `--sqlite-path=${folder}/influxd.sqlite`,
    '--reporting-disabled', '--log-level=error',
  ],
  environment: {},
})

const launchOfV1 = (folder: string, port: number, internalPort: number): Launch => ({
  args: ['run', '-config', '/dev/null'],
  environment: {
    INFLUXDB_REPORTING_DISABLED: 'true', INFLUXDB_BIND_ADDRESS: `127.0.0.1:${internalPort}`, INFLUXDB_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`, INFLUXDB_HTTP_LOG_ENABLED: 'false',
    INFLUXDB_META_DIR: `${folder}/meta`, INFLUXDB_DATA_DIR: `${folder}/data`, INFLUXDB_DATA_WAL_DIR: `${folder}/wal`, INFLUXDB_MONITOR_STORE_ENABLED: 'false',
  },
})

/** Asks until it answers; the test's own time-out bounds it. */
const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  while (!await fetch(`${url}/ping`).then(({ status }) => status === 204, () => false)) {
    if (child.exitCode !== null) throw new Error(`influxd ended with ${child.exitCode} before it was ready`)
    await pause(20)
  }
}

const call = async (url: string, init: RequestInit): Promise<unknown> => {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 500)}`)
  return JSON.parse(text)
}

const post = (url: string, body: unknown): Promise<unknown> =>
  call(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Token ${TOKEN}` }, body: JSON.stringify(body) })

const setUpV2 = async (url: string): Promise<void> => {
  await post(`${url}/api/v2/setup`, { username: 'tests', password: 'password-of-the-tests', org: ORG, bucket: FIRST_BUCKET, token: TOKEN, retentionPeriodSeconds: 0 })
}

const makeBucketV2 = async (url: string, name: string, retentionSeconds: number): Promise<void> => {
  const answer = await call(`${url}/api/v2/orgs?org=${ORG}`, { headers: { authorization: `Token ${TOKEN}` } })
  const [org] = (answer as { orgs: { id: string }[] }).orgs
  const retentionRules = retentionSeconds === 0 ? [] : [{ type: 'expire', everySeconds: retentionSeconds }]
  await post(`${url}/api/v2/buckets`, { orgID: org?.id, name, retentionRules })
}

const makeDatabaseV1 = async (url: string, name: string, retentionSeconds: number): Promise<void> => {
  const statement = `CREATE DATABASE "${name}"${retentionSeconds === 0 ? '' : ` WITH DURATION ${retentionSeconds}s`}`
  await call(`${url}/query?${new URLSearchParams({ q: statement }).toString()}`, { method: 'POST' })
}
