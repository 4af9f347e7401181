import type { EventCommit, EventRecords } from '@hazardwatch/shared/node/records/event-records'
import type { PlantEvent } from '@hazardwatch/shared/plant-event'

/** For tests: keeps what is committed; `failure` makes commits fail, `gate` makes them wait. */
export const createEventRecordsFake = () => {
  const commits: EventCommit[] = []
  const events: PlantEvent[] = []
  let lastId = 0
  const state: { failure: Error | undefined; gate: Promise<void> | undefined } = { failure: undefined, gate: undefined }
  const records: EventRecords = {
    load: async () => ({ cameras: [], presence: [] }),
    day: async () => [],
    days: async () => [],
    commit: async (commit) => {
      await state.gate
      if (state.failure !== undefined) throw state.failure
      commits.push(commit)
      const fresh = commit.events.map((event): PlantEvent => ({ ...event, id: ++lastId }))
      events.push(...fresh)
      return fresh
    },
    after: async (id, limit) => events.filter((event) => event.id > id).slice(0, limit),
    list: async () => ({ items: [], next: null }),
  }
  return { records, commits, state }
}
