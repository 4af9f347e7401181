import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import { isoTime } from '@hazardwatch/shared/time'
import { addAnnunciation, createFloodWatch, passFlood, type EndedFlood, type FloodWatch } from './flood.ts'

/** Whether the operators of a region are flooded, for each region: a county's alarms count for everything above it. */
export type FloodBook = Map<string, FloodWatch>

export const createFloodBook = (): FloodBook => new Map()

/** One alarm was told at `at` (epoch ms). @param regions its county and what lies above @returns floods that begin or have ended with it */
export const noteAnnunciation = (book: FloodBook, regions: readonly string[], at: number): Flood[] => regions.flatMap((region) => {
  const watch = book.get(region) ?? createFloodWatch()
  book.set(region, watch)
  const before = watch.flood?.since
  const ended = addAnnunciation(watch, at)
  const begun = watch.flood !== null && watch.flood.since !== before ? [floodOf(region, watch.flood)] : []
  return [...(ended === null ? [] : [endedFlood(region, ended)]), ...begun]
})

/** Lets time pass. @returns floods that have ended */
export const passFloods = (book: FloodBook, now: number): Flood[] => [...book].flatMap(([region, watch]) => {
  const ended = passFlood(watch, now)
  if (watch.times.length === 0) book.delete(region)
  return ended === null ? [] : [endedFlood(region, ended)]
})

/** @returns the floods that go on */
export const currentFloods = (book: FloodBook): Flood[] => [...book].flatMap(([region, { flood }]) => (flood === null ? [] : [floodOf(region, flood)]))

const floodOf = (region: string, { since, alarms }: { since: number; alarms: number }): Flood => ({ region, since: isoTime(since), until: null, alarms })

const endedFlood = (region: string, { since, until, alarms }: EndedFlood): Flood => ({ region, since: isoTime(since), until: isoTime(until), alarms })
