import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FleetConnection } from './mqtt-connection.ts'

const RETRY_MS = 1_000
/** Packets without their answer. */
const MOST_IN_FLIGHT = 200
const LAST_ANSWERS_MS = 5_000

interface Owed { frames: string; left: Set<string>; done: (error?: Error) => void }

/** HJ 212 boxes behind one TCP connection each; an answer 9014 says that a packet is safe, and what has none is sent again after a new connection. */
export const openHj212Connections = (host: string, port: number, count: number): Promise<FleetConnection[]> =>
  Promise.all(Array.from({ length: count }, () => openOne(host, port)))

const openOne = async (host: string, port: number): Promise<FleetConnection> => {
  const line = new Hj212Line(host, port)
  await line.open().catch((error: unknown) => {
    throw new Error(`tcp://${host}:${port} does not let the fleet in (${error instanceof Error ? error.message : String(error)}); set HAZARD_HJ212_PORT for the service, and give it with --hj212`, { cause: error })
  })
  return line
}

class Hj212Line implements FleetConnection {
  private readonly host: string
  private readonly port: number
  private socket: Socket | undefined
  private up = false
  private ended = false
  private readonly owed = new Map<string, Owed>()

  constructor(host: string, port: number) {
    this.host = host
    this.port = port
  }

  async open(): Promise<void> {
    const socket = connect(this.port, this.host)
    this.socket = socket
    await once(socket, 'connect')
    this.up = true
    socket.setNoDelay(true)
    let rest = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [, qn, mn] = /QN=(\d+);.*CN=9014;.*MN=([^;]+);/.exec(line) ?? []
        this.answered(`${qn}/${mn}`)
      }
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.up = false
      if (!this.ended) void this.comeBack()
    })
    for (const { frames } of new Set(this.owed.values())) socket.write(frames, 'latin1')
  }

  ready(): boolean { return this.up && this.owed.size < MOST_IN_FLIGHT }
  connected(): boolean { return this.up }

  publish({ payload }: { payload: string | Uint8Array }, done: (error?: Error) => void): void {
    const frames = String(payload)
    const numbers = [...frames.matchAll(/QN=(\d+);[^#]*?MN=([^;]+);/g)].map(([, qn = '', mn = '']) => `${qn}/${mn}`)
    const owed: Owed = { frames, left: new Set(numbers), done }
    for (const number of numbers) this.owed.set(number, owed)
    if (this.up) this.socket?.write(frames, 'latin1')
  }

  async end(): Promise<void> {
    for (let waited = 0; this.up && this.owed.size > 0 && waited < LAST_ANSWERS_MS; waited += 20) await pause(20)
    this.ended = true
    this.socket?.end()
  }

  private answered(number: string): void {
    const owed = this.owed.get(number)
    if (owed === undefined) return
    this.owed.delete(number)
    owed.left.delete(number)
    if (owed.left.size === 0) owed.done()
  }

  private async comeBack(): Promise<void> {
    while (!this.ended) {
      await pause(RETRY_MS)
      try { return await this.open() } catch { /* not there yet */ }
    }
  }
}
