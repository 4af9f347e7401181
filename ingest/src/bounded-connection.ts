import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { versionOf } from './mqtt5/protocol-version.ts'
import { REASON } from './mqtt5/reason.ts'
import { Translation } from './mqtt5/translation.ts'
import { createPacketLengths } from './packet-lengths.ts'

type Done = (error?: Error | null) => void

/** For so long a client that was told why it must go may still send: closed at once, the system would drop the word on its way. */
const LINGER_MS = 1_000

/** Answers that a client does not read: beyond it nothing more is taken from it. */
const UNREAD_MAX_BYTES = 256 * 1024

export interface ConnectionRules {
  /** Of a packet. */
  maxBytes: number
  /** Messages at QoS 1 and 2 that a client may have under way, as MQTT 5 lets it be told. */
  receiveMaximum: number
  onTooLarge: (packetBytes: number) => void
  /** Why a client of MQTT 5 was sent away. */
  onSentAway: (reason: number, detail: string) => void
  /** @returns why a client must not publish there */
  forbids: (topic: string) => string | undefined
}

/**
 * A socket as the broker sees it. It is cut off when a packet announces more than `maxBytes`: the broker's parser would gather up to
 * 256 MB of it in memory, and MQTT 3.1.1 has no word for "too large". It can be held, which keeps the sender waiting. And a client that
 * speaks MQTT 5 is translated, since the broker speaks 3.1.1; the bytes of others go through as they are.
 */
export class BoundedConnection extends Duplex {
  private readonly socket: Socket
  private readonly rules: ConnectionRules
  private holds = 0
  /** What came before it was known which version it is. */
  private beginning: Buffer | undefined = Buffer.alloc(0)
  private translation: Translation | undefined
  private reason: number | undefined

  constructor(socket: Socket, rules: ConnectionRules) {
    super()
    this.socket = socket
    this.rules = rules
    const tooLarge = createPacketLengths(rules.maxBytes)
    socket.on('data', (chunk: Buffer) => {
      // It lingers.
      if (this.destroyed) return
      const packetBytes = tooLarge(chunk)
      if (packetBytes !== undefined) {
        rules.onTooLarge(packetBytes)
        this.leaveWith(REASON.packetTooLarge)
        this.destroy()
      } else if (this.translation !== undefined) this.translate(this.translation, chunk)
      else if (this.beginning !== undefined) this.begin(Buffer.concat([this.beginning, chunk]))
      else this.toBroker(chunk)
    })
    socket.on('end', () => { this.push(null) })
    socket.on('error', (error) => { this.destroy(error) })
    socket.on('close', () => { this.destroy() })
  }

  /** Takes nothing more from the sender until `room` resolves; what has been read already (two chunks of 64 KB at most) goes on. */
  holdUntil(room: Promise<void>): void {
    this.holds++
    this.socket.pause()
    void room.finally(() => {
      this.holds--
      this.resumeSocket()
    })
  }

  /** Why it will be closed, for a client that can be told. The first reason counts. */
  leaveWith(reason: number): void {
    this.reason ??= reason
  }

  override _read(): void {
    this.resumeSocket()
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    const { socket, translation } = this
    if (translation === undefined) {
      socket.write(chunk, done)
      return
    }
    translation.fromBroker(chunk)
    if (socket.writableNeedDrain) socket.once('drain', () => { done() })
    else done()
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: Done): void {
    if (this.translation !== undefined) return this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done)
    this.socket.cork()
    for (const [index, { chunk }] of chunks.entries()) this.socket.write(chunk, index === chunks.length - 1 ? done : undefined)
    this.socket.uncork()
  }

  override _final(done: Done): void {
    this.socket.end(done)
  }

  override _destroy(error: Error | null, done: Done): void {
    const { socket, translation } = this
    if (translation === undefined) socket.destroy()
    else {
      const farewell = translation.farewell(this.reason ?? reasonOf(error))
      if (farewell === undefined) socket.end()
      else socket.end(farewell)
      socket.resume()
      const linger = setTimeout(() => { socket.destroy() }, LINGER_MS)
      socket.once('close', () => { clearTimeout(linger) })
    }
    done(error)
  }

  private begin(beginning: Buffer): void {
    const version = versionOf(beginning)
    this.beginning = version === undefined ? beginning : undefined
    if (version === undefined) return
    if (version !== 5) return this.toBroker(beginning)
    this.translation = new Translation({
      toBroker: (bytes) => { this.toBroker(bytes) },
      toClient: (bytes) => { this.socket.write(bytes) },
      sendAway: (refusal) => {
        if (refusal !== undefined) {
          this.rules.onSentAway(refusal.reason, refusal.detail)
          this.leaveWith(refusal.reason)
        }
        this.destroy()
      },
      forbids: this.rules.forbids,
      newClientId: () => `hazardwatch-${randomUUID()}`,
    }, { maximumPacketSize: this.rules.maxBytes, receiveMaximum: this.rules.receiveMaximum })
    this.translate(this.translation, beginning)
  }

  private translate(translation: Translation, chunk: Buffer): void {
    translation.fromClient(chunk)
    const { socket } = this
    if (socket.writableLength > UNREAD_MAX_BYTES && !this.destroyed) this.holdUntil(new Promise((resolve) => { socket.once('drain', resolve) }))
  }

  private toBroker(bytes: Uint8Array): void {
    if (!this.push(bytes)) this.socket.pause()
  }

  private resumeSocket(): void {
    if (this.holds === 0 && !this.destroyed) this.socket.resume()
  }
}

/** Of a connection that the broker closes, as far as it says why: without an error, another one has come under the same client id. */
const reasonOf = (error: Error | null): number => {
  if (error === null) return REASON.sessionTakenOver
  return /keep ?alive/i.test(error.message) ? REASON.keepAliveTimeout : REASON.unspecified
}
