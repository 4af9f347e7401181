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

/** Port: events of the plants, and who of them is online. */
export interface EventBook {
  /** Newest first by the event's own time. @throws HazardError `bad_request` for a cursor that is none. */
  list(filter: EventFilter): Promise<Page<PlantEvent>>
  presence(enterprise: string, days: number): Promise<EnterprisePresence>
}
