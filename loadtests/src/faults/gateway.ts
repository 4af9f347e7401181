import { connect, type Socket } from 'node:net'
import { generate, parser as createParser, type Packet } from 'mqtt-packet'
import { payloadOf, topicOf, type Course, type Published } from './course.ts'

const RETRY_MS = 100
/** A gateway with a buffer does not pour it out at once. */
const MOST_IN_FLIGHT = 500

/**
 * A gateway as a plant has it: it keeps what was not acknowledged, comes back whenever the connection ends, and sends that again, in order,
 * before anything new. So what it has published has arrived at least once when {@link owed} is 0.
 */
export class FaultGateway {
  readonly published: Published[] = []
  private readonly port: number
  private readonly clientId: string
  private readonly course: Course
  private socket: Socket | undefined
  /** The session is there: CONNACK has come. */
  private ready = false
  private ended = false
  /** In the order of publishing; those before `sent` are on their way. */
  private buffer: { id: number; message: Published }[] = []
  private sent = 0
  private lastId = 0

  constructor(port: number, clientId: string, course: Course) {
    this.port = port
    this.clientId = clientId
    this.course = course
  }

  start(): void {
    if (this.ended) return
    const socket = connect(this.port, '127.0.0.1')
    this.socket = socket
    const packets = createParser({ protocolVersion: 4 })
    packets.on('packet', (packet: Packet) => { this.take(packet) })
    packets.on('error', () => { socket.destroy() })
    socket.setNoDelay(true)
    socket.on('connect', () => { socket.write(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: this.clientId, clean: true, keepalive: 0 })) })
    socket.on('data', (data: Buffer) => { packets.parse(data) })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.ready = false
      this.sent = 0
      if (!this.ended) setTimeout(() => { this.start() }, RETRY_MS)
    })
  }

  publish(message: Published): void {
    this.published.push(message)
    this.enqueue(message)
  }

  /** Everything since a time once more, as after a restore of its buffer. */
  resend(sinceMs: number): void {
    for (const message of this.published) if (message.ts >= sinceMs) this.enqueue(message)
  }

  /** Drops the connection in the midst of whatever is on its way. */
  cut(): void { this.socket?.destroy() }

  owed(): number { return this.buffer.length }

  end(): void {
    this.ended = true
    if (this.ready) this.socket?.end(generate({ cmd: 'disconnect' }))
    else this.socket?.destroy()
  }

  private enqueue(message: Published): void {
    this.lastId = this.lastId % 65_535 + 1
    this.buffer.push({ id: this.lastId, message })
    this.flush()
  }

  private take(packet: Packet): void {
    if (packet.cmd === 'connack') this.ready = true
    if (packet.cmd === 'puback') {
      const index = this.buffer.findIndex(({ id }) => id === packet.messageId)
      if (index !== -1) {
        this.buffer.splice(index, 1)
        if (index < this.sent) this.sent--
      }
    }
    this.flush()
  }

  private flush(): void {
    if (!this.ready) return
    for (; this.sent < Math.min(this.buffer.length, MOST_IN_FLIGHT); this.sent++) {
      const next = this.buffer[this.sent]
      if (next === undefined) return
      this.socket?.write(generate({ cmd: 'publish', topic: topicOf(next.message), payload: payloadOf(this.course, next.message), qos: 1, messageId: next.id, dup: false, retain: false }))
    }
  }
}
