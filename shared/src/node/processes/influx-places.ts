import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

export type InfluxApi = 'v1' | 'v2'

const BUILT = 'influxd-2.7.12/influxd'

/** Where the scripts in `.ci/tools` put what they build: a folder of the user, kept between runs. */
export const builtTool = (path: string, environment: Record<string, string | undefined> = process.env): string =>
  join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hazardwatch-tools', path)

/** How to get each, for whoever lacks it. */
export const influxRemedies: Readonly<Record<InfluxApi, string>> = {
  v1: 'the tests need InfluxDB 1.x (influxd): install it (Debian, Ubuntu: sudo apt-get install influxdb)',
  v2: 'the tests need influxd 2.7: build it once with .ci/tools/build-influxd.sh (needs Go and Rust; some seven minutes), or put influxd 2.7 on the PATH',
}

/** @returns the server program of that generation: both are called influxd, so each is asked for its version. Undefined when there is none. */
export const findInflux = (api: InfluxApi, environment: Record<string, string | undefined> = process.env): string | undefined => {
  const folders = [...(environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
  const candidates = [...(api === 'v2' ? [builtTool(BUILT, environment)] : []), ...folders.map((folder) => join(folder, 'influxd'))]
  return candidates.find((path) => existsSync(path) && isGeneration(path, api))
}

const isGeneration = (path: string, api: InfluxApi): boolean =>
  new RegExp(String.raw`InfluxDB v?${api.slice(1)}\.`).test(spawnSync(path, ['version'], { encoding: 'utf8' }).stdout ?? '')
