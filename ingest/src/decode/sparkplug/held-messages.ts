import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { giveRoom, takeRoom, type Room } from './metric-table.ts'

/**
 * Data that came before the birth which explains them: after a restart of this service, until the birth that was asked for comes.
 * Each is a dead letter from the moment at which it is acknowledged, so a kill costs none: at the next start the letters that are young enough are held
 * again, and one that was read leaves. To withhold the acknowledgement instead would hold up all others of the connection, which are acknowledged in their order.
 */
export interface HeldMessage {
  /** Empty = of the node itself. */
  device: string
  payload: Uint8Array
  arrivedAt: number
  /** Id of its dead letter, once it has one. */
  letter?: number
}

/** Some minutes of a node that publishes every few seconds. */
const MESSAGES_MAX = 64
const PAYLOAD_MAX_BYTES = 65_536
/** Of all nodes together. */
export const HELD_MAX_BYTES = 16 * 1024 * 1024
/** An answer to our request comes within seconds; what is older may be of another session, whose aliases mean something else. */
export const HOLD_MS = 120_000

/** Keeps a copy, as far as there is room. @returns it; undefined when there is none. */
export const holdMessage = (held: HeldMessage[], room: Room, device: string, payload: Uint8Array, arrivedAt: number): HeldMessage | undefined => {
  if (held.length >= MESSAGES_MAX || payload.length > PAYLOAD_MAX_BYTES || !takeRoom(room, payload.length)) return undefined
  const message = { device, payload: payload.slice(), arrivedAt }
  held.push(message)
  return message
}

/** Takes out what waits for the birth of the node or of a device, in the order in which it came. */
export const releaseHeld = (held: HeldMessage[], room: Room, device: string, now: number): HeldMessage[] => {
  const released: HeldMessage[] = []
  for (let index = 0; index < held.length;) {
    const message = held[index]
    if (message === undefined || message.device !== device) { index++; continue }
    held.splice(index, 1)
    giveRoom(room, message.payload.length)
    if (now - message.arrivedAt <= HOLD_MS) released.push(message)
  }
  return released
}

/** The session that they were of is over. */
export const dropHeld = (held: HeldMessage[], room: Room): void => {
  for (const { payload } of held) giveRoom(room, payload.length)
  held.length = 0
}

/** Puts the rows from `middle` on before those from `start` on: what was held is older than what the birth says, and is judged first. */
export const putFirst = (batch: ReadingBatch, start: number, middle: number): void => {
  if (middle >= batch.count || middle === start) return
  for (const column of [batch.point, batch.time, batch.value, batch.quality, ...(batch.historical === null ? [] : [batch.historical])]) {
    const before = column.slice(start, middle)
    column.copyWithin(start, middle, batch.count)
    column.set(before, start + batch.count - middle)
  }
}
