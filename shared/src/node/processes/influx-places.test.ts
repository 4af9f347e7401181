import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { builtTool, findInflux } from './influx-places.ts'

let folder = ''
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'hazardwatch-places-')) })
afterEach(() => rm(folder, { recursive: true }))

/** A program called influxd that says it is of that version. */
const program = async (path: string, version: string): Promise<string> => {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, `#!/bin/sh\necho 'InfluxDB ${version} (git: none)'\n`)
  await chmod(path, 0o755)
  return path
}

it('asks each influxd for its version, for both generations have the same name', async () => {
  const [older, newer] = [await program(join(folder, 'a/influxd'), 'v1.8.10'), await program(join(folder, 'b/influxd'), 'v2.7.5')]
  const environment = { PATH: `${folder}/a:${folder}/b`, XDG_CACHE_HOME: folder }
  expect([findInflux('v1', environment), findInflux('v2', environment)]).toEqual([older, newer])
})

it('prefers the one that was built for the tests', async () => {
  const environment = { PATH: `${folder}/b`, XDG_CACHE_HOME: folder }
  await program(join(folder, 'b/influxd'), 'v2.0.0')
  const built = await program(builtTool('influxd-2.7.12/influxd', environment), 'v2.7.12')
  expect(findInflux('v2', environment)).toBe(built)
})

it('takes none of another generation, and nothing that is no program', async () => {
  await writeFile(join(folder, 'influxd'), 'InfluxDB v2.7.12')
  expect(findInflux('v2', { PATH: folder, XDG_CACHE_HOME: join(folder, 'none') })).toBeUndefined()
})
