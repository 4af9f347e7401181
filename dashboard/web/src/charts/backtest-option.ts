import type { BacktestResult, EpisodeView } from '@hazardwatch/shared/backtest'
import type { EChartsOption } from 'echarts'
import type { Palette } from '../theme/palette.ts'

export const differences = ['added', 'removed', 'earlier', 'later'] as const
export type Difference = (typeof differences)[number]

/** One alarm that is another under the candidate. Times are epoch ms. */
export interface DifferenceRow {
  what: Difference
  rule: string
  /** ENT/TAG. */
  point: string
  raisedAt: number
  /** Null: it still stood at the end. */
  clearedAt: number | null
  /** When the rule in force raised it; null when it did not. */
  wasRaisedAt: number | null
}

/** @returns every named difference, in the order of time. */
export const differenceRows = ({ added, removed, earlier, later }: BacktestResult): DifferenceRow[] => {
  const row = (what: Difference, { rule, point, raisedAt, clearedAt }: EpisodeView, wasRaisedAt: number | null): DifferenceRow =>
    ({ what, rule, point, raisedAt: Date.parse(raisedAt), clearedAt: clearedAt === null ? null : Date.parse(clearedAt), wasRaisedAt })
  const moved = (what: 'earlier' | 'later') => (episode: BacktestResult['earlier']['items'][number]) => row(what, episode, Date.parse(episode.raisedAt) - episode.movedS * 1_000)
  return [
    ...added.items.map((episode) => row('added', episode, null)),
    ...removed.items.map((episode) => row('removed', episode, Date.parse(episode.raisedAt))),
    ...earlier.items.map(moved('earlier')),
    ...later.items.map(moved('later')),
  ].sort((a, b) => a.raisedAt - b.raisedAt)
}

export interface BacktestChart {
  rows: readonly DifferenceRow[]
  /** Epoch ms. */
  from: number
  to: number
  words: Readonly<Record<Difference | 'before' | 'after', string>>
  palette: Palette
}

/** Shape and colour of each difference: the shape tells it without the colour, and no colour is one of risk. */
const marks: Readonly<Record<Difference, { symbol: string; tone: 'text' | 'soft' | 'faint' }>> = {
  added: { symbol: 'triangle', tone: 'text' }, removed: { symbol: 'emptyRect', tone: 'faint' }, earlier: { symbol: 'arrow', tone: 'text' }, later: { symbol: 'diamond', tone: 'soft' },
}
const BEFORE = 1
const AFTER = 0

/** Where the alarms of a difference stand: a removed one only in the row before, an added one only in the row after, a moved one in both. */
const momentsOf = ({ what, raisedAt, wasRaisedAt }: DifferenceRow): [number, number][] => [
  ...(wasRaisedAt === null ? [] : [[wasRaisedAt, BEFORE] as [number, number]]),
  ...(what === 'removed' ? [] : [[raisedAt, AFTER] as [number, number]]),
]

/** Air beside the first and the last difference, as a share of the time between them. */
const AIR = 0.06
const LEAST_AIR_MS = 60_000

/** @returns the part of the range in which differences are, epoch ms: two minutes of difference would be one dot in a week. */
export const chartWindow = (rows: readonly DifferenceRow[], from: number, to: number): [number, number] => {
  const times = rows.flatMap(({ raisedAt, clearedAt, wasRaisedAt }) => [raisedAt, clearedAt ?? to, wasRaisedAt ?? raisedAt])
  if (times.length === 0) return [from, to]
  const first = times.reduce((least, time) => Math.min(least, time))
  const last = times.reduce((most, time) => Math.max(most, time))
  const air = Math.max(LEAST_AIR_MS, (last - first) * AIR)
  return [Math.max(from, first - air), Math.min(to, last + air)]
}

/** The differences on a time axis: above as the rule is, below as it would be; a line joins what only moved. */
export const backtestOption = ({ rows, from, to, words, palette }: BacktestChart): EChartsOption => {
  const text = { color: palette.soft, fontSize: 11 }
  const [start, end] = chartWindow(rows, from, to)
  const used = differences.filter((what) => rows.some((row) => row.what === what))
  const points = used.map((what) => {
    const { symbol, tone } = marks[what]
    return {
      type: 'scatter' as const, id: what, name: words[what], symbol, symbolSize: 11, itemStyle: { color: palette[tone] },
      data: rows.filter((row) => row.what === what).flatMap(momentsOf),
    }
  })
  const moved = rows.filter(({ what, wasRaisedAt }) => wasRaisedAt !== null && what !== 'removed').flatMap((row) => [...momentsOf(row), [null, null]])
  const standing = rows.flatMap(({ what, raisedAt, clearedAt }) => {
    const side = what === 'removed' ? BEFORE : AFTER
    return [[raisedAt, side], [clearedAt ?? to, side], [null, null]]
  })
  const line = (id: string, data: (number | null)[][], width: number, type: 'solid' | 'dotted') =>
    ({ type: 'line' as const, id, data, showSymbol: false, silent: true, animation: false, lineStyle: { color: palette.faint, width, type } })
  return {
    animation: false,
    grid: { left: 70, right: 20, top: 12, bottom: 28 },
    xAxis: { type: 'time', min: start, max: end, axisLabel: { ...text, hideOverlap: true }, axisLine: { onZero: false, lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { show: false } },
    yAxis: {
      type: 'value', min: -0.5, max: 1.5, interval: 0.5, splitLine: { show: false }, axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { ...text, fontSize: 12, formatter: (value: number) => (value === BEFORE ? words.before : value === AFTER ? words.after : '') },
    },
    series: [line('standing', standing, 5, 'solid'), line('moved', moved, 1, 'dotted'), ...points],
  }
}
