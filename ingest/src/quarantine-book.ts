import { createHash } from 'node:crypto'
import type { QuarantineTable } from '@hazardwatch/shared/node/records/tables'
import { QuarantineId, type QuarantinedName, type QuarantineKind } from '@hazardwatch/shared/quarantine'
import { isoTime } from '@hazardwatch/shared/time'
import type { Sight } from './decode/unknown-names.ts'

/** Names that are kept of one enterprise; of all strangers together as many again, and of all devices. */
const NAMES_OF_ONE_MAX = 1_000
/** Names that are kept in all: some 60 MB. */
const NAMES_MAX = 100_000

const MINUTE_MS = 60_000

/** Who sent it. `enterprise` null: the name is that of an enterprise, or of a device. */
export interface QuarantineSender {
  kind: QuarantineKind
  enterprise: string | null
  gateway: string | null
  topic: string
}

export interface QuarantineEntry extends QuarantineSender {
  id: QuarantineId
  name: string
  firstSeenAt: number
  lastSeenAt: number
  seen: number
  value: number | null
  time: number | null
  minute: number
  inMinute: number
  perMinute: number
}

export interface QuarantineChanges {
  put: QuarantineEntry[]
  drop: QuarantineId[]
}

/** What was seen and is not registered. Pure: time comes in as a parameter. */
export interface QuarantineBook {
  note(sender: QuarantineSender, name: string, sight: Sight | undefined, at: number): void
  /** The same, of a sight that may have been counted before the list was written last: then it is not counted again. */
  recall(sender: QuarantineSender, name: string, sight: Sight | undefined, at: number): void
  entries(): Iterable<QuarantineEntry>
  find(id: string): QuarantineEntry | undefined
  /** Forgets what is known by now. */
  forget(isKnown: (entry: QuarantineEntry) => boolean): void
  /** What has changed and is not on the disk; it counts as written from here on. */
  takeChanges(max: number): QuarantineChanges
  /** Whether something has changed and is not on the disk. */
  hasChanges(): boolean
  /** It was not written. */
  giveBack(changes: QuarantineChanges): void
  /** Names that are listed, and names that found no room. */
  counts(): { names: number; notKept: number }
}

export const createQuarantineBook = (known: readonly QuarantineTable[]): QuarantineBook => {
  const changed = new Map<QuarantineId, QuarantineEntry>()
  const dropped = new Set<QuarantineId>()
  const shelves = createShelves((entry) => {
    changed.delete(entry.id)
    dropped.add(entry.id)
  })
  for (const row of known) shelves.put(entryOf(row))
  const writtenAt = new Map<string, number>(known.map(({ id, last_seen_at: at }) => [id, at]))
  const note: QuarantineBook['note'] = (sender, name, sight, at) => {
    const entry = shelves.find(sender, name)
    if (entry === undefined && !shelves.makeRoom(sender)) return
    const present = entry ?? freshEntry(sender, name, at)
    see(present, sender.topic, sight, at)
    shelves.put(present)
    dropped.delete(present.id)
    changed.set(present.id, present)
  }
  return {
    note,
    recall: (sender, name, sight, at) => {
      const entry = shelves.find(sender, name)
      if (entry === undefined || at > (writtenAt.get(entry.id) ?? Number.NEGATIVE_INFINITY)) note(sender, name, sight, at)
    },
    entries: () => shelves.byId.values(),
    find: (id) => shelves.byId.get(id),
    forget: (isKnown) => { for (const entry of shelves.byId.values()) if (isKnown(entry)) shelves.drop(entry) },
    takeChanges: (max) => {
      const changes = { put: [...changed.values()].slice(0, max), drop: [...dropped].slice(0, max) }
      for (const { id } of changes.put) changed.delete(id)
      for (const id of changes.drop) dropped.delete(id)
      return changes
    },
    hasChanges: () => changed.size + dropped.size > 0,
    giveBack: ({ put, drop }) => {
      for (const entry of put) if (shelves.byId.has(entry.id)) changed.set(entry.id, entry)
      for (const id of drop) if (!shelves.byId.has(id)) dropped.add(id)
    },
    counts: () => ({ names: shelves.byId.size, notKept: shelves.notKept() }),
  }
}

/**
 * Names of one sender. What was seen once makes room first: made-up names cannot push out those that a gateway sends again and again.
 * Both in the order of their last sight.
 */
interface Shelf {
  once: Map<string, QuarantineEntry>
  often: Map<string, QuarantineEntry>
}

/** @param lost told of each entry that goes */
const createShelves = (lost: (entry: QuarantineEntry) => void) => {
  const shelves = new Map<string, Shelf>()
  const byId = new Map<string, QuarantineEntry>()
  let notKept = 0

  const shelfOf = (sender: QuarantineSender): Shelf => {
    const key = sender.enterprise ?? `/${sender.kind}`
    const shelf = shelves.get(key) ?? { once: new Map<string, QuarantineEntry>(), often: new Map<string, QuarantineEntry>() }
    shelves.set(key, shelf)
    return shelf
  }
  const takeOut = (shelf: Shelf, entry: QuarantineEntry): void => {
    const key = keyOf(entry, entry.name)
    shelf.once.delete(key)
    shelf.often.delete(key)
  }
  const drop = (entry: QuarantineEntry): void => {
    takeOut(shelfOf(entry), entry)
    byId.delete(entry.id)
    lost(entry)
  }
  return {
    byId, drop,
    notKept: () => notKept,
    find: (sender: QuarantineSender, name: string): QuarantineEntry | undefined => {
      const { once, often } = shelfOf(sender)
      const key = keyOf(sender, name)
      return often.get(key) ?? once.get(key)
    },
    /** Puts an entry behind all others that were seen as often. */
    put: (entry: QuarantineEntry): void => {
      const shelf = shelfOf(entry)
      takeOut(shelf, entry)
      shelf[entry.seen > 1 ? 'often' : 'once'].set(keyOf(entry, entry.name), entry)
      byId.set(entry.id, entry)
    },
    /** @returns whether there is room for one more of this sender. */
    makeRoom: (sender: QuarantineSender): boolean => {
      const { once, often } = shelfOf(sender)
      if (once.size + often.size < NAMES_OF_ONE_MAX && byId.size < NAMES_MAX) return true
      notKept++
      const [oldest] = once.values()
      if (oldest !== undefined) drop(oldest)
      return oldest !== undefined
    },
  }
}

const keyOf = ({ gateway }: Pick<QuarantineSender, 'gateway'>, name: string): string => `${gateway ?? ''}/${name}`

const freshEntry = ({ kind, enterprise, gateway, topic }: QuarantineSender, name: string, at: number): QuarantineEntry => ({
  id: QuarantineId.parse(createHash('sha256').update(JSON.stringify([kind, enterprise, gateway, name])).digest('hex').slice(0, 24)),
  kind, enterprise, gateway, topic, name, firstSeenAt: at, lastSeenAt: at, seen: 0, value: null, time: null, minute: minuteOf(at), inMinute: 0, perMinute: 0,
})

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS)

const see = (entry: QuarantineEntry, topic: string, sight: Sight | undefined, at: number): void => {
  const count = sight?.count ?? 1
  if (minuteOf(at) !== entry.minute) {
    entry.perMinute = entry.inMinute
    entry.minute = minuteOf(at)
    entry.inMinute = 0
  }
  entry.topic = topic
  entry.seen += count
  entry.inMinute += count
  entry.lastSeenAt = at
  if (sight !== undefined && sight.time >= (entry.time ?? Number.NEGATIVE_INFINITY)) Object.assign(entry, { value: sight.value, time: sight.time })
}

const entryOf = (row: QuarantineTable): QuarantineEntry => ({
  id: QuarantineId.parse(row.id), kind: row.kind as QuarantineKind, enterprise: row.enterprise, gateway: row.gateway, topic: row.topic, name: row.name,
  firstSeenAt: row.first_seen_at, lastSeenAt: row.last_seen_at, seen: row.seen, value: row.value, time: row.time, minute: minuteOf(row.last_seen_at), inMinute: 0, perMinute: 0,
})

export const rowOf = (entry: QuarantineEntry): QuarantineTable => ({
  id: entry.id, kind: entry.kind, enterprise: entry.enterprise, gateway: entry.gateway, name: entry.name, topic: entry.topic,
  first_seen_at: entry.firstSeenAt, last_seen_at: entry.lastSeenAt, seen: entry.seen, value: entry.value, time: entry.time,
})

/** As it is told. Before a full minute has passed, the running one is all there is. */
export const shownName = (entry: QuarantineEntry): QuarantinedName => ({
  id: entry.id, kind: entry.kind, enterprise: entry.enterprise, gateway: entry.gateway, name: entry.name, topic: entry.topic,
  firstSeenAt: isoTime(entry.firstSeenAt), lastSeenAt: isoTime(entry.lastSeenAt), count: entry.seen, perMinute: entry.perMinute || entry.inMinute,
  value: entry.value, time: entry.time === null ? null : shownTime(entry.time),
})

/** The sender's time may be nonsense, which ISO 8601 cannot write. */
const shownTime = (time: number): string | null => (Math.abs(time) <= 8.64e15 && time >= -6.2e13 && time < 2.53e14 ? isoTime(time) : null)
