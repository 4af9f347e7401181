import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import { isoTime } from '@hazardwatch/shared/time'
import { addAnnunciation, createFloodWatch, passFlood, type EndedFlood, type FloodWatch } from './flood.ts'

/** Whether the operators of a region are flooded, for each region: a county's alarms count for everything above it. */
export type FloodBook = Map<string, RegionWatch>

interface RegionWatch extends FloodWatch {
  /** What was said last of a flood that goes on. */
  told: { at: number; recent: number }
}

/** How often its number is told while it goes on: it trickles faster than anybody reads. */
const TELL_MS = 5_000

export const createFloodBook = (): FloodBook => new Map()

/** One alarm was told at `at` (epoch ms). @param regions its county and what lies above @returns floods that begin or have ended with it */
export const noteAnnunciation = (book: FloodBook, regions: readonly string[], at: number): Flood[] => regions.flatMap((region) => {
  const watch = book.get(region) ?? { ...createFloodWatch(), told: { at: 0, recent: 0 } }
  book.set(region, watch)
  const before = watch.flood?.since
  const ended = addAnnunciation(watch, at)
  const begun = watch.flood !== null && watch.flood.since !== before ? tellFlood(region, watch, at) : []
  return [...(ended === null ? [] : [endedFlood(region, ended)]), ...begun]
})

/** Lets time pass. @returns floods that have ended, and those that go on with another number than was told last */
export const passFloods = (book: FloodBook, now: number): Flood[] => [...book].flatMap(([region, watch]) => {
  const ended = passFlood(watch, now)
  if (watch.times.length === 0) book.delete(region)
  if (ended !== null) return [endedFlood(region, ended)]
  const changed = watch.flood !== null && watch.times.length !== watch.told.recent && now - watch.told.at >= TELL_MS
  return changed ? tellFlood(region, watch, now) : []
})

const tellFlood = (region: string, watch: RegionWatch, at: number): Flood[] => {
  watch.told = { at, recent: watch.times.length }
  return goingOn(region, watch)
}

/** @returns the floods that go on */
export const currentFloods = (book: FloodBook): Flood[] => [...book].flatMap(([region, watch]) => goingOn(region, watch))

const goingOn = (region: string, { flood, times }: FloodWatch): Flood[] =>
  (flood === null ? [] : [{ region, since: isoTime(flood.since), until: null, alarms: flood.alarms, recent: times.length }])

const endedFlood = (region: string, { since, until, alarms }: EndedFlood): Flood => ({ region, since: isoTime(since), until: isoTime(until), alarms, recent: null })
