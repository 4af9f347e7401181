import { isoTime } from '@hazardwatch/shared/time'

/** InfluxDB counts nanoseconds in 64 bits: whole ms that surely lie within. */
const FIRST_MS = Date.UTC(1677, 8, 21, 0, 13)
const LAST_MS = Date.UTC(2262, 3, 11, 23, 47)

/** A range as InfluxDB can take it, in whole ms. Fractions round up: a whole ms is within either or neither. */
export const wholeRange = ({ from, to }: { from: number; to: number }): { from: number; to: number } => {
  const whole = (ms: number): number => Math.ceil(Math.min(LAST_MS, Math.max(FIRST_MS, ms)))
  return { from: whole(from), to: whole(to) }
}

/** The same as ISO 8601. Flux takes no empty range: it must not be one. */
export const withinInflux = (range: { from: number; to: number }): { from: string; to: string } => {
  const { from, to } = wholeRange(range)
  return { from: isoTime(from), to: isoTime(to) }
}

/** Whether InfluxDB can hold a reading of this time at all. */
export const isInfluxTime = (ms: number): boolean => ms >= FIRST_MS && ms < LAST_MS
