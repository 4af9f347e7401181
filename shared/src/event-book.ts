import type { CameraState } from './camera.ts'
import type { EnterprisePresence } from './enterprise-presence.ts'
import type { Page } from './list-page.ts'
import type { PlantEvent } from './plant-event.ts'
import type { EventKind } from './topics.ts'

/** What was not asked for is left out. Times are epoch ms; `from` is inclusive, `to` exclusive, both of the event's own time. */
export interface EventFilter {
  enterprise?: string
  kinds?: readonly EventKind[]
  source?: string
  camera?: string
  from?: number
  to?: number
  limit: number
  cursor?: string
}

/** Told of events that have been stored, in the order of their ids. */
export type EventListener = (events: readonly PlantEvent[]) => void

/** Port: events of the plants, and who of them is online. */
export interface EventBook {
  /**
   * From now on `listener` hears of every event once it is durable: each exactly once, however often it was delivered, in the order of ids. Backfilled
   * ones too: `at` is their own time, `receivedAt` ours. What it throws is logged and stops nobody else.
   * @param after id up to which the listener has acted on what it heard, for one that keeps its place: it hears first, before this resolves, what was stored behind it. Left out = nothing from before.
   * @returns how to stop listening.
   */
  onEvent(listener: EventListener, after?: number): Promise<() => void>
  /** Newest first by the event's own time. @throws HazardError `bad_request` for a cursor that is none. */
  list(filter: EventFilter): Promise<Page<PlantEvent>>
  camera(enterprise: string, id: string): CameraState
  presence(enterprise: string, days: number): Promise<EnterprisePresence>
}
