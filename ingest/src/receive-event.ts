import type { NewPlantEvent } from '@hazardwatch/shared/plant-event'
import type { EventKind } from '@hazardwatch/shared/topics'
import { isoTime } from '@hazardwatch/shared/time'
import type { CameraWatch } from './camera-watch.ts'
import type { EventDecoder, PlantRegistry } from './decode/event-parts.ts'
import { decodeNativeCommitment } from './decode/native-commitment.ts'
import { decodeNativeStatus } from './decode/native-status.ts'
import { decodeNativeVideo } from './decode/native-video.ts'
import { decodeNativeWork } from './decode/native-work.ts'
import { enterpriseUnregistered } from './decode/refusal-words.ts'
import { refuseMessage } from './decode/unreadable-parts.ts'
import type { InboundMessage } from './decode-message.ts'
import type { IngestStats } from './ingest-stats.ts'
import type { NoteMessage } from './message-path.ts'
import type { PresenceBook } from './presence-book.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import type { RejectReadings } from './reject-reading.ts'
import type { SetAside } from './set-aside.ts'
import type { StoreEvents } from './store-event.ts'

/** What became of a message that is no readings. `durable` resolves when its events survive kill -9. */
export interface TakenEvent {
  accepted: number
  refusals: Refusals
  durable: Promise<void>
}

export type TakeEvent = (kind: EventKind, message: InboundMessage) => TakenEvent

export interface EventHops {
  registry: PlantRegistry
  reject: RejectReadings
  setAside: SetAside
  /** Resolves when what was set aside is durable. */
  kept: () => Promise<void>
  store: StoreEvents
  presence: PresenceBook
  cameras: CameraWatch
  stats: Pick<IngestStats, 'countMessage'>
  note: NoteMessage
}

const done = Promise.resolve()
/** Of an enterprise that is registered: events have none. */
const noTags = new Map<string, number>()

/** The hops of a message of video, work, commitment or status: decode, validate, tell what was refused, store. */
export const createReceiveEvent = (hops: EventHops): TakeEvent => (kind, message) => {
  const refusals = createRefusals()
  const { enterprise, topic, payload, arrivedAt } = message
  const events: NewPlantEvent[] = []
  const known = hops.registry.enterprise(enterprise)
  let durable = done
  if (known === undefined) refuseMessage(refusals, { reason: 'unknown_enterprise', where: '$', detail: enterpriseUnregistered(enterprise) })
  else if (kind === 'status') {
    const status = decodeNativeStatus(payload)
    if ('problem' in status) refuseMessage(refusals, status.problem)
    else {
      const { since, presence, days } = hops.presence.hear(enterprise, status.online, arrivedAt)
      // Its time is that of the change: however often the same word comes, the change is stored once.
      const event: NewPlantEvent = { kind: 'status', enterprise: known.code, at: isoTime(since), receivedAt: isoTime(arrivedAt), online: status.online }
      events.push(event)
      durable = hops.store({ events, presence, days })
    }
  } else {
    decoderOf(kind)(payload, { enterprise, arrivedAt, registry: hops.registry, events, refusals })
    const cameras = events.flatMap((event) => (event.kind === 'video' ? [hops.cameras.hear(event, arrivedAt)] : []))
    if (events.length > 0) durable = hops.store({ events, cameras })
  }
  hops.stats.countMessage(enterprise, known !== undefined, payload.length, 0, refusals, arrivedAt)
  if (known !== undefined) hops.note(message, payload.length, refusals, events.some((event) => event.kind === 'status' && !event.online))
  if (refusals.count > 0) {
    hops.reject(enterprise, topic, refusals)
    hops.setAside(message, { accepted: events.length, refusals, tags: known === undefined ? undefined : noTags })
    durable = both(durable, hops.kept())
  }
  return { accepted: events.length, refusals, durable }
}

const both = (one: Promise<void>, other: Promise<void>): Promise<void> => {
  const all = Promise.all([one, other]).then(() => undefined)
  // At QoS 0 nobody waits.
  all.catch(() => undefined)
  return all
}

const decoderOf = (kind: Exclude<EventKind, 'status'>): EventDecoder => {
  switch (kind) {
    case 'video': return decodeNativeVideo
    case 'work': return decodeNativeWork
    case 'commitment': return decodeNativeCommitment
  }
}
