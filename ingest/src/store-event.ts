import type { Log } from '@hazardwatch/shared/node/log'
import type { EventListener } from '@hazardwatch/shared/event-book'
import type { EventCommit, EventRecords } from '@hazardwatch/shared/node/records/event-records'

/** Puts a commit into the record store. Resolves when it is durable, in the order of the calls. */
export type StoreEvents = (commit: Partial<EventCommit>) => Promise<void>

/**
 * The hop into the record store. Commits go one after another: rows of presence are absolute, and an older one must not overwrite a newer.
 * What comes while one is being written is written together in the next, so a burst costs a few fdatasyncs and not one each.
 * @param tell hears of the events that are new and durable
 */
export const createStoreEvents = (records: Pick<EventRecords, 'commit'>, log: Pick<Log, 'error'>, tell: EventListener = () => undefined): { store: StoreEvents; idle: () => Promise<void> } => {
  let waiting: { commit: Partial<EventCommit>; done: PromiseWithResolvers<void> }[] = []
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    // A turn later, so that the messages of one chunk share the first commit.
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      try {
        const events = await records.commit(joined(group.map(({ commit }) => commit)))
        for (const { done } of group) done.resolve()
        if (events.length > 0) tell(events)
      } catch (error) {
        log.error({ err: error, messages: group.length }, 'events could not be stored: their senders are not acknowledged and send them again')
        for (const { done } of group) done.reject(error)
      }
    }
    running = undefined
  }
  return {
    store: (commit) => {
      const done = Promise.withResolvers<void>()
      waiting.push({ commit, done })
      running ??= run()
      return done.promise
    },
    idle: async () => { await running },
  }
}

/** In one statement a row may be updated once: the last of each key is the one that holds. */
const joined = (commits: readonly Partial<EventCommit>[]): EventCommit => ({
  events: commits.flatMap(({ events }) => events ?? []),
  cameras: lastOfEach(commits.flatMap(({ cameras }) => cameras ?? []), ({ enterprise, camera }) => `${enterprise}/${camera}`),
  presence: lastOfEach(commits.flatMap(({ presence }) => presence ?? []), ({ enterprise }) => enterprise),
  days: lastOfEach(commits.flatMap(({ days }) => days ?? []), ({ enterprise, day }) => `${enterprise}/${day}`),
})

const lastOfEach = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] => [...new Map(rows.map((row) => [keyOf(row), row])).values()]
