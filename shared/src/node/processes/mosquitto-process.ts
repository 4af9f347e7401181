import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A real Mosquitto for tests, with persistence, on a port of its own. */
export interface Mosquitto {
  port: number
  url: string
  pid: () => number
  start: () => Promise<void>
  kill: (signal: NodeJS.Signals) => Promise<void>
  /** What it has on disk is gone; not while it runs. */
  forget: () => Promise<void>
  /** Waits until a subscription stands on disk, and so survives kill -9; it is written as often as `autosave_interval` says. */
  untilKept: (filter: string) => Promise<void>
  remove: () => Promise<void>
}

const places = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto']

export const makeMosquitto = async (more: readonly string[] = []): Promise<Mosquitto> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-mosquitto-'))
  const port = await freePort()
  const settings = [
    `listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence true', `persistence_location ${folder}/`, 'max_queued_messages 0', 'max_inflight_messages 0', 'user root', ...more,
  ]
  await writeFile(join(folder, 'mosquitto.conf'), `${settings.join('\n')}\n`)
  const program = places.find((place) => existsSync(place)) ?? 'mosquitto'
  const database = join(folder, 'mosquitto.db')
  let child: ChildProcess | undefined
  const mosquitto: Mosquitto = {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    pid: () => child?.pid ?? 0,
    start: async () => {
      child = spawn(program, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' })
      await once(child, 'spawn')
      await untilListening(port)
    },
    kill: async (signal) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
    forget: () => rm(database, { force: true }),
    untilKept: async (filter) => {
      while (!await readFile(database).then((kept) => kept.includes(filter), () => false)) await pause(20)
    },
    remove: async () => {
      await mosquitto.kill('SIGKILL')
      await rm(folder, { recursive: true })
    },
  }
  return mosquitto
}

/** @returns a port of the loopback address on which nobody listens. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Asks until somebody answers; the test's own time-out bounds it. */
const untilListening = async (port: number): Promise<void> => {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const answered = await once(socket, 'connect').then(() => true, () => false)
    socket.destroy()
    if (answered) return
    await pause(20)
  }
}
