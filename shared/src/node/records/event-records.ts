import type { ExpressionBuilder, Selectable, Transaction } from 'kysely'
import type { EventFilter } from '../../event-book.ts'
import type { Page } from '../../list-page.ts'
import { eventKey, PlantEvent, type NewPlantEvent } from '../../plant-event.ts'
import { badCursor } from './bad-cursor.ts'
import { chunks } from './chunks.ts'
import type { Records } from './open-records.ts'
import type { CameraStateTable, EnterprisePresenceTable, PlantEventTable, PresenceDayTable, Tables } from './tables.ts'

/** What is written as one transaction. Rows are absolute: written twice they say the same. */
export interface EventCommit {
  events: readonly NewPlantEvent[]
  cameras: readonly CameraStateTable[]
  presence: readonly EnterprisePresenceTable[]
  days: readonly PresenceDayTable[]
}

export interface EventMemory {
  cameras: CameraStateTable[]
  presence: EnterprisePresenceTable[]
}

/** Port: events of the plants, and what their cameras and gateways were heard to say last. */
export interface EventRecords {
  load(): Promise<EventMemory>
  /** One day of all enterprises. */
  day(day: string): Promise<PresenceDayTable[]>
  /** The newest days of an enterprise, newest first. */
  days(enterprise: string, limit: number): Promise<PresenceDayTable[]>
  /** Resolves when durable, with the events that are new. One that is there already is left as it is. */
  commit(commit: EventCommit): Promise<PlantEvent[]>
  /** Events behind an id, in the order in which they were stored. */
  after(id: number, limit: number): Promise<PlantEvent[]>
  list(filter: EventFilter): Promise<Page<PlantEvent>>
}

/** @param reader answers lists; `openReader` has a thread for it. */
export const createEventRecords = (records: Records, reader: Records = records): EventRecords => ({
  load: async () => ({
    cameras: await records.selectFrom('camera_state').selectAll().execute(),
    presence: await records.selectFrom('enterprise_presence').selectAll().execute(),
  }),
  day: (day) => records.selectFrom('presence_day').selectAll().where('day', '=', day).execute(),
  days: (enterprise, limit) => records.selectFrom('presence_day').selectAll().where('enterprise', '=', enterprise).orderBy('day', 'desc').limit(limit).execute(),
  commit: (commit) => records.transaction().execute((transaction) => writeCommit(transaction, commit)),
  after: async (id, limit) => (await records.selectFrom('plant_event').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute()).map(eventOf),
  list: (filter) => list(reader, filter),
})

const writeCommit = async (transaction: Transaction<Tables>, { events, cameras, presence, days }: EventCommit): Promise<PlantEvent[]> => {
  const stored: PlantEvent[] = []
  for (const part of chunks(events)) {
    const rows = await transaction.insertInto('plant_event').values(part.map(rowOf))
      .onConflict((conflict) => conflict.columns(['enterprise', 'kind', 'subject', 'at', 'type']).doNothing()).returning(['id', 'detail']).execute()
    stored.push(...rows.map(eventOf))
  }
  for (const part of chunks(cameras)) {
    await transaction.insertInto('camera_state').values(part).onConflict((conflict) => conflict.columns(['enterprise', 'camera']).doUpdateSet((row) => ({
      heard_at: row.ref('excluded.heard_at'), event_at: row.ref('excluded.event_at'), offline: row.ref('excluded.offline'),
    }))).execute()
  }
  for (const part of chunks(presence)) {
    await transaction.insertInto('enterprise_presence').values(part).onConflict((conflict) => conflict.column('enterprise').doUpdateSet((row) => ({
      online: row.ref('excluded.online'), since: row.ref('excluded.since'), counted_to: row.ref('excluded.counted_to'),
    }))).execute()
  }
  for (const part of chunks(days)) {
    await transaction.insertInto('presence_day').values(part).onConflict((conflict) => conflict.columns(['enterprise', 'day']).doUpdateSet((row) => ({
      online_ms: row.ref('excluded.online_ms'), disconnects: row.ref('excluded.disconnects'),
    }))).execute()
  }
  return stored.sort((a, b) => a.id - b.id)
}

const rowOf = (event: NewPlantEvent) => ({
  enterprise: event.enterprise, kind: event.kind, ...eventKey(event), at: Date.parse(event.at), received_at: Date.parse(event.receivedAt),
  source: event.kind === 'video' || event.kind === 'work' ? event.source : null, camera: event.kind === 'video' ? event.camera : null, detail: JSON.stringify(event),
})

/** Read through the schema again, so that a damaged row is named and not believed. */
const eventOf = (row: Pick<Selectable<PlantEventTable>, 'id' | 'detail'>): PlantEvent => PlantEvent.parse({ ...JSON.parse(row.detail) as object, id: row.id })

const list = async (records: Records, filter: EventFilter): Promise<Page<PlantEvent>> => {
  const rows = await records.selectFrom('plant_event').selectAll().where((where) => where.and(conditions(where, filter)))
    .orderBy('at', 'desc').orderBy('id', 'desc').limit(filter.limit + 1).execute()
  const items = rows.slice(0, filter.limit)
  const last = items.at(-1)
  return { items: items.map(eventOf), next: rows.length > filter.limit && last !== undefined ? `${last.at}_${last.id}` : null }
}

const conditions = (where: ExpressionBuilder<Tables, 'plant_event'>, filter: EventFilter) => [
  ...(filter.enterprise === undefined ? [] : [where('enterprise', '=', filter.enterprise)]),
  ...(filter.kinds === undefined ? [] : [where('kind', 'in', filter.kinds)]),
  ...(filter.source === undefined ? [] : [where('source', '=', filter.source)]),
  ...(filter.camera === undefined ? [] : [where('camera', '=', filter.camera)]),
  ...(filter.from === undefined ? [] : [where('at', '>=', filter.from)]),
  ...(filter.to === undefined ? [] : [where('at', '<', filter.to)]),
  ...(filter.cursor === undefined ? [] : [after(where, filter.cursor)]),
]

/** The page after (at, id), newest first. */
const after = (where: ExpressionBuilder<Tables, 'plant_event'>, cursor: string) => {
  const match = /^(\d{1,15})_(\d{1,15})$/.exec(cursor)
  if (match === null) throw badCursor('cursor')
  const [at, id] = [Number(match[1]), Number(match[2])]
  return where.or([where('at', '<', at), where.and([where('at', '=', at), where('id', '<', id)])])
}
