import { z } from 'zod'
import { RuleId, Tag } from './ids.ts'
import { IsoTime } from './time.ts'

/** Fewest rows of an agreed healthy window: a plant has them, and a model of fewer knows too little of what is ordinary. */
export const FEWEST_HEALTHY_ROWS = 2_000
/** Most rows of one: beyond that learning takes minutes and gains nothing. */
export const MOST_HEALTHY_ROWS = 50_000

/** Why a channel takes no part in a model: it stood still, or was hardly there. */
export const ChannelRole = z.enum(['used', 'constant', 'missing'])
export type ChannelRole = z.infer<typeof ChannelRole>

const Numbers = z.array(z.number())
/** Numbers of single precision, little-endian, in base64. */
const Packed = z.string().regex(/^[A-Za-z0-9+/]*=*$/)

/** What was learnt of a source on an agreed healthy window, as a rule of kind multivariate keeps it. `used` channels have an entry in each column, in their order. */
export const StoredModel = z.object({
  version: z.literal(1),
  learntFrom: IsoTime.describe('The agreed healthy window: from inclusive, to exclusive'),
  learntTo: IsoTime,
  rows: z.number().int().describe('Complete rows in it'),
  tags: z.array(Tag).min(1).describe('The channels: the rule\'s point and its others, in their order'),
  units: z.array(z.string()).optional().describe('Units of the channels as they were learnt; missing in models from before it was kept'),
  intervalMs: z.number().positive(),
  roles: z.array(ChannelRole).min(1).describe('Of the channels'),
  mean: Numbers,
  deviation: Numbers,
  spread: Numbers,
  drifting: z.array(z.boolean()),
  stuckAfter: z.array(z.number().nullable()),
  forecast: Packed,
  precision: Packed,
  median: z.number().positive(),
  limit: z.number().positive(),
  release: z.number().positive(),
  settings: z.record(z.string(), z.number()),
})
export type StoredModel = z.infer<typeof StoredModel>

/** Work on a source. */
const Maintained = z.object({
  at: IsoTime.describe('When it was done, or its last reading'),
  tag: Tag,
  by: z.enum(['calibration', 'readings']).describe('calibration: recorded in the book of instruments; readings: the gateway marked them as calibration or maintenance'),
})
export type Maintained = z.infer<typeof Maintained>

/** What a person wants to know of a model. */
export const ModelSummary = z.object({
  rule: RuleId,
  learntFrom: IsoTime,
  learntTo: IsoTime,
  rows: z.number().int(),
  limit: z.number().describe('Of the averaged distance; the signal of the rule is in these'),
  intervalS: z.number().describe('Seconds between its rows'),
  maintained: Maintained.nullable().describe('The last work on a channel that was recorded after the window: what was learnt may be of another source now, and is learnt again when somebody vouches for a window after it; null = none'),
  score: z.number().nullable().describe('At present, in limits; null before the first row'),
  channels: z.array(z.object({
    tag: Tag,
    role: ChannelRole,
    drifting: z.boolean().describe('Its level wanders: only its distance from its own recent past counts'),
    share: z.number().describe('What it contributes to the score at present, 0 to 1: it shows the fault, which need not be where the fault is'),
    stuck: z.boolean().describe('Left out at present: it repeats one value far longer than it ever did'),
  })),
})
export type ModelSummary = z.infer<typeof ModelSummary>

export interface LearnRequest {
  rule: string
  /** Epoch ms, from inclusive, to exclusive. */
  from: number
  to: number
  /** Who vouches for it, and why it is learnt (again). */
  by?: string | undefined
  reason?: string | undefined
}

/** Port: learns a source on a window that somebody vouches for, and gives the model to its rule. Nothing is ever learnt again by itself. */
export interface SourceLearner {
  /** Throws HazardError: `not_found`, or `rule_impossible` with the reason why the window does not do. */
  learn(request: LearnRequest): Promise<ModelSummary>
  /** @returns the models of all rules that have one. */
  list(): ModelSummary[]
}
