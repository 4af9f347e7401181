import type { ModelPicture } from '@hazardwatch/shared/model-picture'

/** Low, expected and high of one value; NaN = not known, or open on that side. */
export interface Band {
  low: number
  expected: number
  high: number
}

export const NO_BAND: Band = { low: Number.NaN, expected: Number.NaN, high: Number.NaN }

/** What was looked at when a row was finished: a value and what was expected of it for each series, and the score. */
export interface SeenRow {
  time: number
  values: number[]
  bands: Band[]
  score: number
}

/** What a detector has to say of the moment at which it stands. */
export interface Reason {
  contributions: ModelPicture['contributions']
  findings: ModelPicture['findings']
  course: ModelPicture['courses'][number] | null
  /** Which of the series belong into the picture, the point itself first. */
  series: number[]
  expectedBy: ModelPicture['expectedBy']
}

/**
 * Looks over the shoulder of one detector while stored readings pass through it: the detector is the one that judges live, and what was expected is taken
 * from its memory before the reading goes in.
 */
export interface Onlooker {
  readonly meaning: ModelPicture['score']['meaning']
  /** The score at which it alarms, as it stands; NaN for kinds without a score. */
  alarmAt: () => number
  /** One reading as the rule hears it. @param value NaN where the quality allows none @returns the row that it finishes; undefined when it finishes none */
  take: (input: number, time: number, value: number, quality: number) => SeenRow | undefined
  /** Why, as of the rows taken until now. */
  reason: () => Reason
}
