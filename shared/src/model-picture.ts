import { z } from 'zod'
import { evidenceKinds } from './alarm-mark.ts'
import { RuleId, Tag } from './ids.ts'
import { instrumentFindings } from './instrument-finding.ts'
import { IsoTime } from './time.ts'

/** Most readings that one picture is made of, those before its range included. */
export const MOST_PICTURE_READINGS = 200_000

/** How far a detector has come before it says anything. */
export const WarmUp = z.object({
  rule: RuleId,
  kind: z.enum(evidenceKinds),
  ready: z.boolean().describe('False: it says nothing yet'),
  seen: z.number().describe('So much of `needed` it has'),
  needed: z.number(),
  unit: z.enum(['readings', 'rows', 'seconds']),
  agreed: z.boolean().describe('False: it will not begin by itself; a source is learnt on a healthy window that somebody names (POST /api/v1/models)'),
})
export type WarmUp = z.infer<typeof WarmUp>

/** [epoch ms, value, low, expected, high]: what was measured, and what the detector expected of it before; null = nothing there, or open on that side. */
const ExpectedRow = z.tuple([z.number(), z.number().nullable(), z.number().nullable(), z.number().nullable(), z.number().nullable()])
export type ExpectedRow = z.infer<typeof ExpectedRow>

const PictureSeries = z.object({
  tag: Tag,
  unit: z.string(),
  role: z.enum(['own', 'channel', 'sibling']),
  rows: z.array(ExpectedRow).describe('Oldest first; of each stretch of time the row at which the score was highest'),
})
export type PictureSeries = z.infer<typeof PictureSeries>

/** A forecast as it was made: where the value goes, with four chances in five inside low and high. */
const Course = z.object({
  madeAt: IsoTime,
  confidence: z.number().nullable().describe('That the level is reached within the horizon, 0 to 1'),
  reachesAt: IsoTime.nullable().describe('When the level is reached on this course; null = not within ten horizons'),
  rows: z.array(z.tuple([z.number(), z.number().nullable(), z.number(), z.number().nullable()])).describe('[epoch ms, low, expected, high]'),
})
export type Course = z.infer<typeof Course>

const Contribution = z.object({
  name: z.string().describe('Lens of the panel, or tag of the channel'),
  family: z.string().nullable().describe('What the lens looks at; null for a channel'),
  tag: Tag.nullable().describe('Of the channel; null for a lens'),
  share: z.number().describe('0 to 1; it shows the deviation, which need not be where the fault is'),
  change: z.number().nullable().describe('drift: by how much it changed itself within the window, in the unit of the point'),
})
export type Contribution = z.infer<typeof Contribution>

const Finding = z.object({
  finding: z.enum(instrumentFindings),
  since: IsoTime,
  value: z.number(),
  bar: z.number().describe('From this value on it is one'),
  unit: z.enum(['ms', 'times the usual noise', 'unit of the point']),
})

/** Why a rule found what it found: stored history once more through the same detector, which at each time knew only what was before it. */
export const ModelPicture = z.object({
  rule: RuleId,
  kind: z.enum(evidenceKinds),
  from: IsoTime,
  to: IsoTime,
  replayedFrom: IsoTime.describe('It was given the stored readings from here on, the first that there is of those asked for, and knew nothing of what was earlier'),
  readings: z.number().int().describe('So many of them'),
  at: IsoTime.nullable().describe('The time to which contributions and findings belong; null = nothing was said in this range'),
  score: z.object({
    meaning: z.enum(['surprise', 'distance', 'change', 'confidence', 'deviation', 'none']),
    alarmAt: z.number().nullable(),
    rows: z.array(z.tuple([z.number(), z.number()])).describe('[epoch ms, score]'),
  }),
  expectedBy: z.enum(['recent', 'time_of_day', 'baseline', 'sibling', 'channels', 'noise', 'none']).describe('What the expected band is made of'),
  level: z.number().nullable().describe('forecast: the level that is foretold'),
  series: z.array(PictureSeries).describe('The point itself first, then its sibling, or the channels that contribute most'),
  contributions: z.array(Contribution).describe('The largest share first'),
  findings: z.array(Finding),
  courses: z.array(Course).describe('forecast: as made at `at`, then the last one in the range'),
})
export type ModelPicture = z.infer<typeof ModelPicture>

export interface PictureQuestion {
  rule: string
  /** Epoch ms, from inclusive, to exclusive. */
  from: number
  to: number
  /** Epoch ms of what is asked about, as the onset of an alarm; left out = where the score is highest. */
  at?: number | undefined
}

/** Port: pictures of what detectors expected. Throws HazardError `not_found`, `rule_impossible` (a kind that expects nothing), `bad_request` (too many readings), `busy`, `store_unavailable`. */
export interface ModelPictures {
  picture(question: PictureQuestion): Promise<ModelPicture>
  /** @returns how far the evidence rules on a point have come; live, from what they remember. */
  warmUps(enterprise: string, tag: string): Promise<WarmUp[]>
}
