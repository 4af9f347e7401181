import { NAMED_EPISODES, type BacktestResult, type EpisodeView } from '@hazardwatch/shared/backtest'
import { isoTime } from '@hazardwatch/shared/time'
import { compareEpisodes, type Episode, type MovedEpisode } from './compare-occurrences.ts'

const HOUR_MS = 3_600_000

export interface BacktestFindings {
  readings: number
  points: number
  from: number
  to: number
  before: readonly Episode[]
  after: readonly Episode[]
}

/** What a backtest says: the difference between the two sides, and what each would ask of an operator. */
export const reportBacktest = ({ readings, points, from, to, before, after }: BacktestFindings): BacktestResult => {
  const diff = compareEpisodes(before, after)
  const figures = (side: readonly Episode[]) => ({
    alarms: side.length,
    perHour: round(side.length / Math.max(1 / 60, (to - from) / HOUR_MS)),
    activeS: round(side.reduce((sum, { raisedAt, clearedAt }) => sum + Math.max(0, (clearedAt ?? to) - raisedAt), 0) / 1_000),
  })
  return {
    readings, points, before: figures(before), after: figures(after), same: diff.same,
    added: listOf(diff.added), removed: listOf(diff.removed), earlier: movedOf(diff.earlier), later: movedOf(diff.later),
  }
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000

const listOf = (episodes: readonly Episode[]) => ({ count: episodes.length, items: episodes.slice(0, NAMED_EPISODES).map(view) })

const movedOf = (moved: readonly MovedEpisode[]) => ({
  count: moved.length,
  medianS: moved.length === 0 ? null : median(moved.map(({ movedMs }) => movedMs / 1_000)),
  items: moved.slice(0, NAMED_EPISODES).map(({ after, movedMs }) => ({ ...view(after), movedS: movedMs / 1_000 })),
})

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const [low = 0, high = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return (low + high) / 2
}

const view = ({ rule, point, onset, raisedAt, clearedAt }: Episode): EpisodeView =>
  ({ rule, point, onsetAt: isoTime(onset), raisedAt: isoTime(raisedAt), clearedAt: clearedAt === null ? null : isoTime(clearedAt) })
