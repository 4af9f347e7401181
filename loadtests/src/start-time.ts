import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, round } from './bench-line.ts'
import { firstSnapshot } from './first-snapshot.ts'

const root = join(import.meta.dirname, '../..')
const STARTS = 5
const BAR_S = 5

/** `npm start` on an installed clone, demo and all, from the command to the moment when the page and a snapshot of the feed are there. The first start is not counted: it may build the page. */
export const benchStart = async (): Promise<void> => {
  const dataDir = await makeDataDir()
  const times: number[] = []
  try {
    for (let start = 0; start <= STARTS; start++) times.push(await startOnce(dataDir.path))
  } finally {
    await dataDir.remove()
  }
  const [first = 0, ...again] = times
  const sorted = again.sort((a, b) => a - b)
  printLine({
    bench: 'start', value: round((sorted[Math.floor(STARTS / 2)] ?? 0) / 1_000), unit: 's', of: 'median', starts: STARTS, slowest: round((sorted.at(-1) ?? 0) / 1_000),
    first: round(first / 1_000), bar: BAR_S,
  })
}

/** @returns ms until a browser would have the live page. */
const startOnce = async (dataDir: string): Promise<number> => {
  const [http, mqtt] = [await freePort(), await freePort()]
  const started = performance.now()
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root, detached: true, stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], HAZARD_DATA_DIR: dataDir, HAZARD_HTTP_PORT: String(http), HAZARD_MQTT_PORT: String(mqtt), HAZARD_LOG_LEVEL: 'error' },
  })
  const ended = once(child, 'exit')
  try {
    const url = `http://127.0.0.1:${http}`
    await untilAnswered(`${url}/`)
    await firstSnapshot(url)
    return performance.now() - started
  } finally {
    // npm does not pass a signal on: to all of its group.
    process.kill(-(child.pid ?? 0), 'SIGTERM')
    await ended
    await untilGone(-(child.pid ?? 0))
  }
}

/** npm ends before what it has started: the service must have closed its stores before their folder is removed. @param group negative: the id of a group of processes */
const untilGone = async (group: number): Promise<void> => {
  for (;;) {
    try { process.kill(group, 0) } catch { return }
    await pause(20)
  }
}

const untilAnswered = async (url: string): Promise<void> => {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok === true && (await answer.text()).includes('<html')) return
    await pause(20)
  }
}
