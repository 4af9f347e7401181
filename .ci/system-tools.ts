import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findChromium, findProgram } from '@hazardwatch/shared/node/processes/find-program'
import { findInflux } from '@hazardwatch/shared/node/processes/influx-places'
import { findPythonClients } from '@hazardwatch/shared/node/processes/python-clients'

interface Tool {
  what: string
  find: () => string | undefined
  debianPackages: readonly string[]
  /** For what no distribution has: a script that builds it once, from sources of a package registry. */
  build?: { script: string; minutes: number; needs: string }
}

/** What the tests need of the machine besides npm packages. A test that lacks its tool fails; it is never skipped. */
const tools: readonly Tool[] = [
  { what: 'a Chromium browser', find: () => findChromium(), debianPackages: ['chromium', 'fonts-noto-cjk'] },
  { what: 'mosquitto_pub', find: () => findProgram(['mosquitto_pub']), debianPackages: ['mosquitto-clients'] },
  {
    what: 'the Python MQTT clients', find: () => findPythonClients(), debianPackages: ['python3-venv'],
    build: { script: '.ci/tools/install-python-clients.sh', minutes: 1, needs: 'Python 3 with venv' },
  },
  { what: 'curl', find: () => findProgram(['curl']), debianPackages: ['curl'] },
  { what: 'the Mosquitto broker', find: () => findProgram(['mosquitto']), debianPackages: ['mosquitto'] },
  { what: 'InfluxDB 1.x', find: () => findInflux('v1'), debianPackages: ['influxdb'] },
  {
    what: 'influxd 2.7', find: () => findInflux('v2'), debianPackages: ['clang', 'pkg-config', 'protobuf-compiler'],
    build: { script: '.ci/tools/build-influxd.sh', minutes: 7, needs: 'Go (https://go.dev/dl), Rust (https://rustup.rs)' },
  },
]

const missing = (): Tool[] => tools.filter(({ find }) => find() === undefined)

/** Only where it is plainly wanted: Debian or a child of it, as root. */
const mayInstall = (): boolean => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0

const apt = (args: string[]): boolean => spawnSync('apt-get', ['-y', '-q', '-o', 'Acquire::Retries=3', ...args], {
  stdio: ['ignore', 2, 2],
  env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
}).status === 0

const install = (packages: string[]): boolean => {
  const line = ['install', '--no-install-recommends', ...packages]
  return apt(line) || (apt(['update']) && apt(line))
}

const root = join(import.meta.dirname, '..')

/** What is missing for it the script says itself. */
const build = ({ what, build: how }: Tool): void => {
  if (how === undefined) return
  console.error(`Building ${what} for the tests with ${how.script} (once; some ${how.minutes} minutes) ...`)
  spawnSync(join(root, how.script), { stdio: ['ignore', 2, 2] })
}

const remedy = ({ debianPackages, build: how }: Tool): string => {
  const packages = `Debian, Ubuntu: sudo apt-get install ${debianPackages.join(' ')}`
  return how === undefined ? `install it (${packages})` : `get it with ${how.script}, which needs ${how.needs} and packages (${packages})`
}

const provide = (): void => {
  const packages = missing().flatMap(({ debianPackages }) => debianPackages)
  if (packages.length > 0 && mayInstall()) {
    console.error(`Installing ${packages.join(', ')} for the tests ...`)
    install(packages)
  }
  for (const tool of missing()) build(tool)
  for (const tool of missing()) {
    console.error(`The tests need ${tool.what}: ${remedy(tool)}.`)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) provide()
