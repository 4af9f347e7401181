import type { PointName } from '@hazardwatch/shared/point-names'

/** A time and what was found there. */
export type Sample = readonly [time: number, value: number]

/** Epoch ms, from inclusive, to exclusive. */
export interface TimeRange {
  from: number
  to: number
}

/** How much there is of a measurement's field. `first` and `last` mean nothing when `count` is 0. */
export interface Extent {
  count: number
  first: number
  last: number
}

/** The questions that the store asks, in the language of each generation. */
export interface InfluxQueries {
  /** Fails when the bucket cannot be read. */
  probe(): Promise<void>
  /** Of values, and of qualities that are not good. */
  extents(name: PointName, range: TimeRange): Promise<{ good: Extent; quality: Extent }>
  samples(name: PointName, range: TimeRange): Promise<{ good: Sample[]; quality: Sample[]; unusable: Sample[] }>
  /** How readings came, where there is something to say. */
  marks(name: PointName, range: TimeRange): Promise<Sample[]>
  /** At least the smallest and the largest good value and the first quality of each window of `width` ms, counted from `range.from`. */
  buckets(name: PointName, range: TimeRange, width: number): Promise<{ low: Sample[]; high: Sample[]; quality: Sample[] }>
  /** The newest sample of each name, in the order of the names. */
  newest(names: readonly PointName[]): Promise<{ good: Sample | undefined; quality: Sample | undefined; unusable: Sample | undefined }[]>
  /** The latest time of anything of each enterprise; an enterprise without readings is left out. */
  newestTimes(enterprises: readonly string[]): Promise<Map<string, number>>
  /** Which enterprises have a reading of anything in the range. */
  enterprisesIn(range: TimeRange): Promise<Set<string>>
  /** Which field has a reading at which time, told one by one, of one enterprise. `fields` as in the lines, unescaped. */
  stored(enterprise: string, fields: readonly string[], range: TimeRange, tell: (field: string, time: number) => void): Promise<void>
}
