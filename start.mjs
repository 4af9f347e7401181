// Runs on the Node that the machine has: installs what is missing, builds the page, then hands over to the Node of the project.
// node start.mjs start|serve|test|check|build [arguments for the program behind it]
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const modules = join(root, 'node_modules')
const installStamp = join(modules, '.hazardwatch-install')
const buildStamp = join(modules, '.hazardwatch-web')
const web = join(root, 'dashboard', 'web')
const onWindows = process.platform === 'win32'
const runtime = join(modules, 'node', 'bin', onWindows ? 'node.exe' : 'node')

/** A fault of the machine or its user: told in one line, without a stack. */
class Refusal extends Error {}

const say = (line) => { process.stderr.write(`${line}\n`) }
const hash = (text) => createHash('sha256').update(text).digest('hex')
const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
const without = (path, entry) => path.split(delimiter).filter((folder) => folder !== entry && folder !== '').join(delimiter)

/** npm must not run on the Node that it is about to replace, hence the PATH without the project's own binaries. */
const runNpm = (args, stdio) => spawnSync('npm', args, {
  cwd: root,
  stdio,
  shell: onWindows,
  encoding: 'utf8',
  env: { ...process.env, PATH: without(process.env.PATH ?? '', join(modules, '.bin')) },
})

const checkNode = () => {
  const version = process.versions.node
  if (Number(version.split('.')[0]) < 20) {
    throw new Refusal(`HazardWatch needs Node 20 or newer to start; this is Node ${version}. Get one from https://nodejs.org.`)
  }
}

const checkNpm = () => {
  const version = runNpm(['--version'], ['ignore', 'pipe', 'ignore']).stdout?.trim() ?? ''
  if (version === '') throw new Refusal('npm was not found; it comes with Node from https://nodejs.org.')
  if (Number(version.split('.')[0]) < 10) {
    throw new Refusal(`HazardWatch needs npm 10 or newer; this is npm ${version}. Update it with: npm install --global npm@latest`)
  }
}

/** What npm wrote beside the packages tells whether a plain `npm install` has already done the work. */
const isInstalled = (lockText) => {
  const hidden = textOf(join(modules, '.package-lock.json'))
  if (hidden === '') return false
  const wanted = JSON.parse(lockText).packages
  const present = JSON.parse(hidden).packages
  return Object.entries(wanted).every(([path, entry]) => !path.startsWith('node_modules/') || entry.optional === true || entry.link === true
    || (present[path]?.version === entry.version && existsSync(join(root, path))))
}

const installFault = (report) => {
  const code = /npm error code (\S+)/.exec(report)?.[1] ?? 'no reason given'
  const log = /complete log of this run can be found in: (.+)/.exec(report)?.[1]
  const details = log === undefined ? '' : ` Details: ${log}`
  return `The packages could not be installed (npm: ${code}): is the npm registry within reach, is there space on the disk? Then run this again.${details}`
}

const install = () => {
  const lock = textOf(join(root, 'package-lock.json'))
  if (lock === '') throw new Refusal('package-lock.json is missing; take it from the repository again: git checkout package-lock.json')
  const wanted = hash(lock)
  if (textOf(installStamp) === wanted && existsSync(runtime)) return
  if (!isInstalled(lock)) {
    checkNpm()
    say('Installing packages (once; a minute or two) ...')
    // Not `npm ci`: it refuses a lock file without the builds for other platforms, which a mirror of the registry may not carry.
    // The versions of the lock file hold all the same, and --no-save leaves it as it is.
    const done = runNpm(['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], ['ignore', 'ignore', 'pipe'])
    if (done.status !== 0) throw new Refusal(installFault(done.stderr))
  }
  // Where install scripts are switched off (ignore-scripts), the runtime has not been put in place.
  if (!existsSync(runtime)) runNpm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'], ['ignore', 'ignore', 'inherit'])
  if (!existsSync(runtime)) throw new Refusal('The Node runtime among the packages is missing: allow its install script and run: npm rebuild node')
  writeFileSync(installStamp, wanted)
}

/** Path, size and time of change of each file: enough to see an edit, and quick. */
const fingerprint = (folders) => {
  const lines = []
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (entry.name !== 'dist' && entry.name !== 'node_modules') walk(path)
      } else {
        const { size, mtimeMs } = statSync(path)
        lines.push(`${relative(root, path)} ${size} ${mtimeMs}`)
      }
    }
  }
  for (const folder of folders) walk(folder)
  return hash(lines.sort((a, b) => (a < b ? -1 : 1)).join('\n'))
}

const build = (always) => {
  const wanted = hash(fingerprint([web, join(root, 'shared', 'src')]) + textOf(installStamp))
  if (!always && textOf(buildStamp) === wanted && existsSync(join(web, 'dist', 'index.html'))) return
  say('Building the web page ...')
  const vite = [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn']
  const done = spawnSync(runtime, vite, { cwd: web, stdio: ['ignore', 2, 2], env: ownEnvironment() })
  if (done.status !== 0) throw new Refusal('The web page could not be built; the reason is above.')
  writeFileSync(buildStamp, wanted)
}

/** Whatever is started finds the project's own Node first. */
const ownEnvironment = (more = {}) => {
  const binaries = join(modules, '.bin')
  return { ...process.env, ...more, PATH: [binaries, without(process.env.PATH ?? '', binaries)].join(delimiter) }
}

/** npm's process: the parent, or behind the shell that npm puts between. Undefined when npm did not start this. */
const findNpm = () => {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const [, name, , parent] = /^\d+ \((.*)\) (\S) (\d+)/.exec(textOf(`/proc/${process.ppid}/stat`)) ?? []
  return name !== undefined && /^(da|ba)?sh$/.test(name) ? Number(parent) : process.ppid
}

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs the program in place of this one: same terminal, signals passed on once, its end becomes the end of this process. */
const handOver = (args, more) => new Promise((resolve, reject) => {
  const child = spawn(runtime, args, { cwd: root, stdio: 'inherit', env: ownEnvironment(more) })
  const passed = new Set()
  const pass = (signal) => {
    // A terminal gives Ctrl-C to the child as well.
    if (passed.has(signal) || (signal === 'SIGINT' && process.stdin.isTTY)) return
    passed.add(signal)
    child.kill(signal)
  }
  for (const signal of signals) process.on(signal, pass)
  // npm ends at a signal without waiting for what it runs: the program must not stay behind and hold the port.
  const npm = findNpm()
  const watch = setInterval(() => { if (npm !== undefined && !isAlive(npm)) pass('SIGTERM') }, 500)
  child.on('error', reject)
  child.on('exit', (code, signal) => {
    clearInterval(watch)
    for (const each of signals) process.removeListener(each, pass)
    resolve({ code, signal })
  })
})

const endLike = ({ code, signal }) => {
  if (signal === null) process.exitCode = code ?? 1
  else process.kill(process.pid, signal)
}

const script = (name) => join(root, '.ci', name)

const commands = {
  start: async (args) => {
    build(false)
    endLike(await handOver([join(root, 'main.ts'), ...args], { HAZARD_DEMO: process.env.HAZARD_DEMO || 'yes' }))
  },
  serve: async (args) => {
    build(false)
    endLike(await handOver([join(root, 'main.ts'), ...args]))
  },
  test: async (args) => {
    build(false)
    const tools = await handOver([script('system-tools.ts')])
    if (tools.code !== 0) throw new Refusal('The tests were not run.')
    endLike(await handOver([join(modules, 'vitest', 'vitest.mjs'), 'run', ...args]))
  },
  sim: async (args) => { endLike(await handOver([join(root, 'simulators', 'src', 'sim-main.ts'), ...args])) },
  decode: async (args) => { endLike(await handOver([join(root, 'ingest', 'src', 'decode-main.ts'), ...args])) },
  detect: async (args) => { endLike(await handOver([join(root, 'alerting', 'src', 'detect-main.ts'), ...args])) },
  judge: async (args) => { endLike(await handOver([join(root, 'alerting', 'src', 'judge-main.ts'), ...args])) },
  backtest: async (args) => { endLike(await handOver([join(root, 'alerting', 'src', 'backtest-main.ts'), ...args])) },
  bench: async (args) => { endLike(await handOver([join(root, 'loadtests', 'src', 'main.ts'), ...args])) },
  load: async (args) => { endLike(await handOver([join(root, 'loadtests', 'src', 'load', 'load-main.ts'), ...args])) },
  check: async (args) => { endLike(await handOver([script('check.ts'), ...args])) },
  build: async () => { build(true) },
}

const run = async ([name = 'start', ...args]) => {
  try {
    checkNode()
    const command = commands[name]
    if (command === undefined) throw new Refusal(`There is no command ${name}; choose one of: ${Object.keys(commands).join(', ')}.`)
    install()
    await command(args)
  } catch (error) {
    say(error instanceof Refusal ? error.message : String(error?.stack ?? error))
    // Whoever reads the last line of a test run must never take a run that did not happen for a good one.
    if (name === 'test') process.stdout.write('0 passed, 1 failed\n')
    process.exitCode = 1
  }
}

await run(process.argv.slice(2))
