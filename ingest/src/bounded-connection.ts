import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { createPacketLengths } from './packet-lengths.ts'

type Done = (error?: Error | null) => void

/**
 * A socket as the broker sees it. It is cut off when a packet announces more than `maxBytes`: the broker's parser would gather up to
 * 256 MB of it in memory, and MQTT 3.1.1 has no word for "too large". And it can be held, which keeps the sender waiting.
 */
export class BoundedConnection extends Duplex {
  private readonly socket: Socket
  private holds = 0

  constructor(socket: Socket, maxBytes: number, onTooLarge: (packetBytes: number) => void) {
    super()
    this.socket = socket
    const tooLarge = createPacketLengths(maxBytes)
    socket.on('data', (chunk: Buffer) => {
      const packetBytes = tooLarge(chunk)
      if (packetBytes !== undefined) {
        onTooLarge(packetBytes)
        this.destroy()
      } else if (!this.push(chunk)) socket.pause()
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

  override _read(): void {
    this.resumeSocket()
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    this.socket.write(chunk, done)
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: Done): void {
    this.socket.cork()
    for (const [index, { chunk }] of chunks.entries()) this.socket.write(chunk, index === chunks.length - 1 ? done : undefined)
    this.socket.uncork()
  }

  override _final(done: Done): void {
    this.socket.end(done)
  }

  override _destroy(error: Error | null, done: Done): void {
    this.socket.destroy()
    done(error)
  }

  private resumeSocket(): void {
    if (this.holds === 0 && !this.destroyed) this.socket.resume()
  }
}
