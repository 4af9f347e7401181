import { NATIVE_GATEWAY } from '@hazardwatch/shared/gateway-profile'
import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { correctClock } from './correct-clock.ts'
import type { Reply } from './decode/decode-target.ts'
import type { HeldMessage } from './decode/sparkplug/held-messages.ts'
import type { OrderMarks } from './order-marks.ts'
import type { Plausibility } from './check-plausibility.ts'
import { clearUnknownNames, createUnknownNames } from './decode/unknown-names.ts'
import { decodeMessage, type DecodedMessage, type InboundMessage, type PointRegistry } from './decode-message.ts'
import type { ForwardReadings } from './forward-reading.ts'
import type { IngestStats } from './ingest-stats.ts'
import type { Accounts } from './keep-accounts.ts'
import { addRows, createMessageGroup, type MessageGroup } from './message-group.ts'
import { addSender, type SentMessage } from './message-senders.ts'
import type { Refusals } from './refusals.ts'
import type { RejectReadings } from './reject-reading.ts'
import type { MessageOrigin, SetAside } from './set-aside.ts'
import type { SpoolReadings } from './spool-reading.ts'
import { validateReadings } from './validate-reading.ts'

/** What became of a message: decided at once, but for `durable`, which resolves when its readings survive kill -9: they are in the spool, which is stored and judged from. */
export interface TakenMessage {
  accepted: number
  refusals: Refusals
  /** What the sender is owed when `durable` resolves. */
  replies: readonly Reply[]
  /** Messages that become durable together share one promise. */
  durable: Promise<void>
}

export type TakeMessage = (message: InboundMessage) => TakenMessage

/** The hops behind the decoder, for what is decoded as a stream. `bytes` = what was received for it. */
export type TakeDecoded = (from: MessageOrigin, bytes: number, decoded: DecodedMessage) => TakenMessage

/** A native message that is no readings, for the accounts of its sender. `left`: it said that it goes. */
export type NoteMessage = (message: Pick<InboundMessage, 'enterprise' | 'arrivedAt'>, bytes: number, refusals: Refusals, left: boolean) => void

export interface MessagePath {
  take: TakeMessage
  takeDecoded: TakeDecoded
  note: NoteMessage
}

export interface Hops {
  registry: PointRegistry
  reject: RejectReadings
  setAside: SetAside
  /** Told of messages that had been set aside and are read, with when their readings are durable; left out = nobody wants to know. */
  readAfterAll?: (messages: readonly HeldMessage[], durable: Promise<void>) => void
  plausibility: Pick<Plausibility, 'check'>
  order: OrderMarks
  forward: ForwardReadings
  spool: Pick<SpoolReadings, 'spool' | 'position'>
  stats: IngestStats
  accounts: Pick<Accounts, 'count' | 'correctionOf'>
  /** A gateway said that it goes. */
  onLeft?: (enterprise: string, gateway: string, at: number) => void
}

/** A group is handed on when its turn is over, or when it has so many rows: judging them takes a few ms. */
const GROUP_MAX_ROWS = 16_384
const GROUP_MIN_ROWS = 64

/** Behind everything that came before. These rows are ours: they count for no sender. */
const markStale = (stale: ReadingBatch, spool: Hops['spool'], forward: ForwardReadings): void => {
  // Who spoke for these points is not there to send it again.
  spool.spool(stale).catch(() => undefined)
  forward(stale)
}

/** Ms by which the times of a gateway's readings are wrong, by its profile. */
const correctionOf = ({ enterprise, gateway }: MessageOrigin, accounts: Hops['accounts']): number =>
  (gateway === undefined || gateway.clock === 'off' ? 0 : accounts.correctionOf(enterprise, gateway.code, gateway.clock))

const noteSender = (group: MessageGroup, sent: SentMessage, onLeft: Hops['onLeft']): void => {
  addSender(group.senders, sent)
  if (sent.left) onLeft?.(sent.enterprise, sent.gateway, group.batch.arrivedAt)
}

const spoolAndForward = (group: MessageGroup, { order, spool, accounts, forward }: Hops): void => {
  order.mark(group.batch)
  const durable = spool.spool(group.batch, group.senders)
  const until = spool.position()
  durable.then(() => {
    accounts.count(group.batch, group.senders, until)
    group.resolve()
  }, (error: unknown) => {
    order.takeBack(group.batch)
    group.reject(error)
  })
  forward(group.batch)
}

/**
 * The hops of a message in their order. A message is decoded, validated and answered for at once; its readings are spooled and judged with
 * those of all messages that arrive in the same turn of the event loop, in the order in which they came.
 */
export const createMessagePath = (hops: Hops): MessagePath => {
  const { registry, reject, setAside, readAfterAll, plausibility, forward, spool, stats, accounts, onLeft } = hops
  const scratch = createBatch(4_096, 0)
  const unknown = createUnknownNames()
  let open: MessageGroup | undefined
  /** Groups come in like sizes: the next one has room for half as many rows again as the one before it. */
  let likelyRows = GROUP_MIN_ROWS

  const handOn = (group: MessageGroup): void => {
    if (open === group) open = undefined
    likelyRows = Math.min(GROUP_MAX_ROWS, Math.max(GROUP_MIN_ROWS, Math.ceil(group.batch.count * 1.5)))
    spoolAndForward(group, hops)
  }
  const groupFor = (arrivedAt: number): MessageGroup => {
    if (open !== undefined) return open
    const group = open = createMessageGroup(arrivedAt, likelyRows)
    queueMicrotask(() => { if (open === group) handOn(group) })
    return group
  }
  const takeDecoded: TakeDecoded = (from, bytes, decoded) => {
    const { enterprise, topic, arrivedAt, gateway } = from
    const correction = correctionOf(from, accounts)
    correctClock(decoded.batch, correction)
    validateReadings(decoded)
    const { batch, refusals, replies, tags, session } = decoded
    plausibility.check(batch)
    stats.countMessage(enterprise, tags !== undefined, bytes, batch.count, refusals, arrivedAt)
    if (refusals.count > 0) {
      reject(enterprise, topic, refusals)
      setAside(from, { accepted: batch.count, refusals, tags, unknown: decoded.unknown, correction, held: session?.held })
    }
    // A message of which nothing was accepted is acknowledged with its neighbours: PUBACKs keep the order of their messages (MQTT 3.1.1, 4.6).
    const group = groupFor(arrivedAt)
    addRows(group, batch)
    if (tags !== undefined) noteSender(group, { enterprise, gateway: gateway?.code ?? NATIVE_GATEWAY, rows: batch.count, bytes, correction, left: session?.left ?? false, future: decoded.future, refusals }, onLeft)
    if (group.batch.count >= GROUP_MAX_ROWS) handOn(group)
    if (session?.read !== undefined) readAfterAll?.(session.read, group.durable)
    if (session !== undefined && session.stale.count > 0) {
      if (open === group) handOn(group)
      markStale(session.stale, spool, forward)
    }
    return { accepted: batch.count, refusals, replies, durable: group.durable }
  }
  const take: TakeMessage = (message) => {
    scratch.count = 0
    scratch.historical = null
    scratch.arrivedAt = message.arrivedAt
    clearUnknownNames(unknown)
    return takeDecoded(message, message.payload.length, decodeMessage(registry, message, scratch, unknown))
  }
  const note: NoteMessage = ({ enterprise, arrivedAt }, bytes, refusals, left) => {
    noteSender(groupFor(arrivedAt), { enterprise, gateway: NATIVE_GATEWAY, rows: 0, bytes, correction: 0, left, refusals }, onLeft)
  }
  return { take, takeDecoded, note }
}
