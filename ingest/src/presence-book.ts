import type { EnterprisePresenceTable, PresenceDayTable } from '@hazardwatch/shared/node/records/tables'
import { chinaDay, chinaDayEnd } from './china-day.ts'

/** Rows that say how it stands now; absolute, so that writing them twice changes nothing. */
export interface PresenceRows {
  presence: EnterprisePresenceTable[]
  days: PresenceDayTable[]
}

export interface PresenceBook {
  /** Somebody said that it is online or not. @returns its rows, and since when it is so: a repeated word does not move that. */
  hear(enterprise: string, online: boolean, at: number): PresenceRows & { since: number }
  /** Counts the online time of all who are online up to a moment. @returns the rows of all of whom something changed since the last call. */
  settle(at: number): PresenceRows
  /** How an enterprise stands at a moment: its rows, counted up to it. Undefined: it has never said a word. */
  look(enterprise: string, at: number): { presence: EnterprisePresenceTable; days: PresenceDayTable[] } | undefined
}

interface Entry {
  row: EnterprisePresenceTable
  /** Days that are not yet told, and the newest one. */
  days: Map<string, PresenceDayTable>
}

/**
 * Who is online since when, with online time and disconnects of each day in China. Pure: time comes in as a parameter, and a clock that goes
 * back counts nothing twice.
 * @param known as it was written last. Who was online then counts as offline since: while this service was away nobody was seen.
 * @param today the rows of the present day, which go on from there.
 */
export const createPresenceBook = (known: readonly EnterprisePresenceTable[], today: readonly PresenceDayTable[]): PresenceBook => {
  const entries = new Map<string, Entry>()
  const changed = new Set<string>()
  for (const row of known) entries.set(row.enterprise, { row: row.online === 1 ? { ...row, online: 0, since: row.counted_to } : { ...row }, days: new Map() })
  for (const day of today) entries.get(day.enterprise)?.days.set(day.day, { ...day })

  const rowsOf = (entry: Entry): PresenceRows => ({ presence: [{ ...entry.row }], days: [...entry.days.values()].map((day) => ({ ...day })) })

  return {
    hear: (enterprise, online, at) => {
      const entry = entries.get(enterprise) ?? { row: { enterprise, online: 0, since: at, counted_to: at }, days: new Map<string, PresenceDayTable>() }
      const fresh = !entries.has(enterprise)
      entries.set(enterprise, entry)
      changed.add(enterprise)
      count(entry, at)
      const before = entry.row.online === 1
      if (before && !online) dayOf(entry, at).disconnects++
      if (fresh || before !== online) Object.assign(entry.row, { online: Number(online), since: at, counted_to: at })
      return { ...rowsOf(entry), since: entry.row.since }
    },
    settle: (at) => {
      const rows: PresenceRows = { presence: [], days: [] }
      for (const [enterprise, entry] of entries) {
        if (entry.row.online === 0 && !changed.has(enterprise)) continue
        count(entry, at)
        const { presence, days } = rowsOf(entry)
        rows.presence.push(...presence)
        rows.days.push(...days)
        forgetDaysBefore(entry, chinaDay(at))
      }
      changed.clear()
      return rows
    },
    look: (enterprise, at) => {
      const entry = entries.get(enterprise)
      if (entry === undefined) return undefined
      count(entry, at)
      return { presence: { ...entry.row }, days: rowsOf(entry).days }
    },
  }
}

/** Adds the online time since the last count, each part to its own day. */
const count = (entry: Entry, at: number): void => {
  const { row } = entry
  while (row.online === 1 && row.counted_to < at) {
    const to = Math.min(at, chinaDayEnd(row.counted_to))
    dayOf(entry, row.counted_to).online_ms += to - row.counted_to
    row.counted_to = to
  }
}

const dayOf = (entry: Entry, at: number): PresenceDayTable => {
  const day = chinaDay(at)
  const known = entry.days.get(day) ?? { enterprise: entry.row.enterprise, day, online_ms: 0, disconnects: 0 }
  entry.days.set(day, known)
  return known
}

const forgetDaysBefore = (entry: Entry, day: string): void => {
  for (const known of entry.days.keys()) if (known < day) entry.days.delete(known)
}
