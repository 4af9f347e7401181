import type { EventCommit, EventRecords } from '@hazardwatch/shared/node/records/event-records'

/** For tests: keeps what is committed; `failure` makes commits fail, `gate` makes them wait. */
export const createEventRecordsFake = () => {
  const commits: EventCommit[] = []
  const state: { failure: Error | undefined; gate: Promise<void> | undefined } = { failure: undefined, gate: undefined }
  const records: EventRecords = {
    load: async () => ({ cameras: [], presence: [] }),
    day: async () => [],
    days: async () => [],
    commit: async (commit) => {
      await state.gate
      if (state.failure !== undefined) throw state.failure
      commits.push(commit)
    },
    list: async () => ({ items: [], next: null }),
  }
  return { records, commits, state }
}
