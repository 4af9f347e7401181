import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What the tests need of the machine besides npm packages. A test that lacks its tool fails; it is never skipped. */
const tools = [
  {
    what: 'a Chromium browser',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    debianPackages: ['chromium', 'fonts-noto-cjk'],
  },
  { what: 'mosquitto_pub', programs: ['mosquitto_pub'], debianPackages: ['mosquitto-clients'] },
  { what: 'the Mosquitto broker', programs: ['mosquitto'], debianPackages: ['mosquitto'] },
]

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @returns the first of the programs that is on the PATH, as a full path. */
const findProgram = (programs: readonly string[]): string | undefined => {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), '/usr/bin', '/usr/sbin', '/usr/local/sbin']
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isProgram)
}

/** @returns the browser for the browser tests: the environment variable CHROMIUM, else the first one on the PATH. */
export const findChromium = (): string | undefined => {
  const named = process.env['CHROMIUM']
  return named === undefined || named === '' ? findProgram(tools[0]?.programs ?? []) : named
}

const missing = (): typeof tools => tools.filter(({ programs }, index) => (index === 0 ? findChromium() : findProgram(programs)) === undefined)

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

const provide = (): void => {
  const packages = missing().flatMap(({ debianPackages }) => debianPackages)
  if (packages.length > 0 && mayInstall()) {
    console.error(`Installing ${packages.join(', ')} for the tests ...`)
    install(packages)
  }
  for (const { what, debianPackages } of missing()) {
    console.error(`The tests need ${what}: install it (Debian, Ubuntu: sudo apt-get install ${debianPackages.join(' ')}).`)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) provide()
