import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../../..')

export interface ServiceProcess {
  child: ChildProcess
  httpUrl: string
  mqttUrl: string
  /** What it has written to standard error so far. */
  errors: () => string
  /** Sends a signal and waits for its end. @returns exit code, or null after a signal. */
  end: (signal: NodeJS.Signals) => Promise<number | null>
}

/** A folder for the stores of one test, and how to remove it. */
export const makeDataDir = async (): Promise<{ path: string; remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'hazardwatch-flow-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** The environment of a service that takes any free ports and knows nothing of the one this test runs in. */
const environmentOf = (dataDir: string, more: Record<string, string>): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '', HAZARD_DATA_DIR: dataDir, HAZARD_HTTP_PORT: '0', HAZARD_MQTT_PORT: '0', HAZARD_LOG_LEVEL: 'warn', ...more,
})

/** Starts the real service as a process of its own and waits until it says that it is running. */
export const startServiceProcess = async (dataDir: string, more: Record<string, string> = {}): Promise<ServiceProcess> => {
  const child = spawn(process.execPath, [join(root, 'main.ts')], { cwd: root, env: environmentOf(dataDir, more), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stderr.on('data', (data: Buffer) => { errors += data.toString() })
  const urls = await new Promise<{ httpUrl: string; mqttUrl: string }>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString()
      const httpUrl = /http:\/\/\S+/.exec(output)?.[0]
      const mqttUrl = /mqtt:\/\/\S+/.exec(output)?.[0]
      if (httpUrl !== undefined && mqttUrl !== undefined) resolve({ httpUrl, mqttUrl })
    })
    child.once('exit', (code) => { reject(new Error(`the service ended with ${String(code)} before it was running: ${errors}`)) })
  })
  return {
    child, ...urls, errors: () => errors,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}

/** Runs the service to its end, for starts that must fail. */
export const runToEnd = async (dataDir: string, more: Record<string, string>): Promise<{ code: number | null; errors: string }> => {
  const child = spawn(process.execPath, [join(root, 'main.ts')], { cwd: root, env: environmentOf(dataDir, more), stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (data: Buffer) => { errors += data.toString() })
  await once(child, 'exit')
  return { code: child.exitCode, errors }
}
