import type { EChartsOption } from 'echarts'
import type { RuleKind } from '@hazardwatch/shared/rule-parameters'
import type { FeedReading } from '@hazardwatch/shared/feed-message'
import { formatTimeOfDay } from '../format/duration.ts'
import { formatLimit, formatValue } from '../format/number.ts'
import type { Palette } from '../theme/palette.ts'
import { valueOf } from './join-readings.ts'

export interface TrendLimit {
  kind: RuleKind
  limit: number
}

/** When an alarm of this point was raised or returned. */
export interface TrendMoment {
  at: number
  what: 'raised' | 'cleared'
  /** The limit, or what else has alarmed, in the language of the page. */
  name: string
}

export interface Trend {
  readings: readonly FeedReading[]
  limits: readonly TrendLimit[]
  moments: readonly TrendMoment[]
  /** Further numbers that must be in sight. */
  reach?: readonly number[]
  /** Epoch ms. */
  from: number
  to: number
  palette: Palette
}

/** More groups of moments than this are drawn without their words. */
const MOST_LABELS = 6
/** Share of the time in sight within which moments share one label, so that no two lie on each other. */
const GROUPED = 0.13

/**
 * Bounds of the value axis: all values and all limits in sight, with air above and below; from zero when the values come near it.
 * @returns [low, high] in the unit of the point
 */
export const valueBounds = (values: readonly number[], limits: readonly number[]): [number, number] => {
  const all = [...values, ...limits]
  if (all.length === 0) return [0, 1]
  const low = all.reduce((least, value) => Math.min(least, value))
  const high = all.reduce((most, value) => Math.max(most, value))
  const span = high - low || Math.abs(high) || 1
  const bottom = low >= 0 && low < span * 0.6 ? 0 : low - span * 0.1
  return [bottom, high + span * 0.15]
}

const limitLine = ({ kind, limit }: TrendLimit, palette: Palette) => ({
  yAxis: limit,
  lineStyle: { color: palette.faint, type: 'dashed' as const, width: 1 },
  label: { show: true, position: 'end' as const, formatter: `${kind} ${formatLimit(limit)}`, color: palette.soft, fontSize: 11 },
})

const labelOf = (group: readonly TrendMoment[]): string => {
  const raised = new Set(group.filter(({ what }) => what === 'raised').map(({ name }) => name))
  return `${formatTimeOfDay(group[0]?.at ?? 0)} ${raised.size === 0 ? '✓' : [...raised].join(' ')}`
}

/** One label for moments that are close together: the time of the first, and which limits were passed; ✓ when all have only returned. */
export const labelMoments = (moments: readonly TrendMoment[], spanMs: number): { moment: TrendMoment; label: string }[] => {
  const groups: TrendMoment[][] = []
  for (const moment of [...moments].sort((a, b) => a.at - b.at)) {
    const group = groups.at(-1)
    if (group?.[0] !== undefined && moment.at - group[0].at < spanMs * GROUPED) group.push(moment)
    else groups.push([moment])
  }
  return groups.flatMap((group) => group.map((moment, index) => ({ moment, label: index === 0 && groups.length <= MOST_LABELS ? labelOf(group) : '' })))
}

const momentLine = ({ moment: { at, what }, label }: { moment: TrendMoment; label: string }, palette: Palette) => ({
  xAxis: at,
  lineStyle: { color: what === 'raised' ? palette.redText : palette.faint, type: 'dotted' as const, width: 1.5 },
  label: { show: label !== '', position: 'end' as const, color: what === 'raised' ? palette.redText : palette.soft, fontSize: 11, formatter: label },
})

/** Time from left to right and the value upwards; the ends of the value axis are no round numbers and stay unlabelled. */
const axesOf = (from: number, to: number, min: number, max: number, palette: Palette) => {
  const text = { color: palette.soft, fontSize: 11 }
  return {
    xAxis: {
      type: 'time' as const,
      min: from,
      max: to,
      axisLabel: { ...text, hideOverlap: true },
      splitNumber: 5,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisPointer: { label: { show: false } },
    },
    yAxis: {
      type: 'value' as const,
      min,
      max,
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } },
      axisLabel: { ...text, showMaxLabel: false, showMinLabel: min === 0, formatter: (value: number) => formatLimit(value) },
    },
  }
}

/** The curve of a point with its limits, and marks where an alarm was raised or returned. Gaps stay gaps. */
export const trendOption = ({ readings, limits, moments, reach = [], from, to, palette }: Trend): EChartsOption => {
  const data = readings.map((reading) => [reading[0], valueOf(reading)])
  const values = data.map(([, value]) => value).filter((value) => typeof value === 'number')
  const wanted = [...limits.map(({ limit }) => limit), ...reach]
  const [min, max] = valueBounds(values, wanted)
  const inSight = moments.filter(({ at }) => at >= from && at <= to)
  const last = data.at(-1)
  return {
    animation: false,
    grid: { left: 52, right: 72, top: 30, bottom: 26 },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 12 },
      valueFormatter: (value) => (typeof value === 'number' ? formatValue(value) : '—'),
    },
    ...axesOf(from, to, min, max, palette),
    series: [
      {
        id: 'curve',
        type: 'line',
        data,
        showSymbol: readings.length < 3,
        symbolSize: 4,
        connectNulls: false,
        lineStyle: { color: palette.curve, width: 1.5 },
        itemStyle: { color: palette.curve },
        markLine: {
          silent: true,
          symbol: 'none',
          data: [...limits.map((limit) => limitLine(limit, palette)), ...labelMoments(inSight, to - from).map((moment) => momentLine(moment, palette))],
        },
        markPoint: {
          silent: true,
          symbol: 'circle',
          symbolSize: 7,
          itemStyle: { color: palette.text },
          label: { show: false },
          data: last === undefined || typeof last[1] !== 'number' ? [] : [{ name: 'latest', coord: [last[0] ?? 0, last[1]] }],
        },
      },
    ],
  }
}
