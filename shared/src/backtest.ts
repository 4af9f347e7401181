import { z } from 'zod'
import { AlarmRule } from './alarm-rule.ts'
import { IsoTime } from './time.ts'

/** Most occurrences that are named of each list; `count` tells how many there are. */
export const NAMED_EPISODES = 1_000

/** What to try: rules as they would be. One with the id of a rule in force stands against that rule, any other against nothing. */
export const BacktestRequest = z.object({
  candidates: z.array(AlarmRule).min(1).max(100_000),
  /** Epoch ms, from inclusive, to exclusive. */
  from: z.number(),
  to: z.number(),
})
export type BacktestRequest = z.infer<typeof BacktestRequest>

const EpisodeView = z.object({ rule: z.string(), point: z.string().describe('ENT/TAG'), onsetAt: IsoTime, raisedAt: IsoTime, clearedAt: IsoTime.nullable() })
export type EpisodeView = z.infer<typeof EpisodeView>

const EpisodeList = z.object({ count: z.number().int(), items: z.array(EpisodeView) })
const MovedList = z.object({
  count: z.number().int(),
  medianS: z.number().nullable().describe('Median of how far they move, seconds; null when there are none'),
  items: z.array(EpisodeView.extend({ movedS: z.number().describe('Seconds; negative = earlier') })),
})

const SideFigures = z.object({
  alarms: z.number().int(),
  perHour: z.number().describe('Alarms an hour at one operator position that sees all of these points'),
  activeS: z.number().describe('Seconds in alarm, summed over all alarms'),
})

export const BacktestResult = z.object({
  readings: z.number().int(),
  points: z.number().int(),
  before: SideFigures,
  after: SideFigures,
  same: z.number().int().describe('Raised at the same time under both'),
  added: EpisodeList,
  removed: EpisodeList,
  earlier: MovedList,
  later: MovedList,
})
export type BacktestResult = z.infer<typeof BacktestResult>

export const backtestStates = ['queued', 'running', 'done', 'cancelled', 'failed'] as const

export const BacktestView = z.object({
  id: z.string(),
  state: z.enum(backtestStates),
  progress: z.number().min(0).max(1),
  from: IsoTime,
  to: IsoTime,
  rules: z.array(z.string()).describe('Ids of the candidates, at most 100 of them'),
  startedAt: IsoTime,
  endedAt: IsoTime.nullable(),
  problem: z.string().nullable().describe('Why it failed'),
  problemZh: z.string().nullable().describe('The same in Chinese'),
  result: BacktestResult.nullable(),
})
export type BacktestView = z.infer<typeof BacktestView>

/** Port: candidates against the rules in force, over stored history, through the same engine. Throws HazardError. */
export interface BacktestDesk {
  /** Queues it and returns at once. `unknown_reference` when no point of the candidates is in the ledger. */
  start(request: BacktestRequest): BacktestView
  find(id: string): BacktestView | undefined
  /** The newest first. */
  list(): BacktestView[]
  /** Ends it; a finished one is left as it is. `not_found`. */
  cancel(id: string): BacktestView
}
