import type { ExpectedRow, ModelPicture } from '@hazardwatch/shared/model-picture'
import type { EChartsOption } from 'echarts'
import { formatLimit } from '../format/number.ts'
import { type Trend, trendOption } from './trend-option.ts'

/** Names of the lines, for the hint under the pointer. */
export type PictureWords = Readonly<Record<'actual' | 'expected' | 'sibling' | 'course' | 'score', string>>

/** A limit further from the curve than this share of what is in sight would flatten the picture; the trend of an alarm of that limit has it. */
const NEAR = 0.6
const STRIP_PX = 40

/** The parts of the plain trend that the picture builds on. */
interface PlainTrend {
  series: object[]
  grid: object
  xAxis: object
  yAxis: { min: number; max: number }
}

type Cell = number | null
type Point = [time: number, value: Cell]

/** What is drawn of a band that is open on one side begins at the edge of the picture. */
const bandSeries = (rows: readonly (readonly [time: number, low: Cell, high: Cell])[], bottom: number, top: number, stack: string, colour: string, opacity: number) => {
  const line = { type: 'line' as const, stack, stackStrategy: 'all' as const, showSymbol: false, silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false }, connectNulls: false, z: 1 }
  const known = rows.map(([time, low, high]) => [time, low === null && high === null ? null : low ?? bottom, low === null && high === null ? null : high ?? top] as const)
  return [
    { ...line, id: `${stack}-low`, data: known.map(([time, low]): Point => [time, low]) },
    { ...line, id: `${stack}-height`, data: known.map(([time, low, high]): Point => [time, low === null || high === null ? null : high - low]), areaStyle: { color: colour, opacity } },
  ]
}

const isOutside = ([, value, low, , high]: ExpectedRow): boolean => value !== null && ((low !== null && value < low) || (high !== null && value > high))

/** @returns every number that must be in sight: what was expected, and where a forecast goes until its level. */
const reachOf = ({ series, courses, level }: ModelPicture, from: number, to: number): number[] => [
  ...(series[0]?.rows ?? []).filter(([time]) => time >= from && time <= to).flatMap(([, , low, expected, high]) => [low, expected, high]),
  ...series.filter(({ role }) => role === 'sibling').flatMap(({ rows }) => rows.map(([, value]) => value)),
  ...(level === null ? [] : [level, ...courses.flatMap(({ rows }) => rows.filter(([time]) => time <= to).map(([, , expected]) => expected))]),
].filter((value) => value !== null)

const spanOf = (values: readonly number[]): [number, number] => [values.reduce((least, value) => Math.min(least, value), Infinity), values.reduce((most, value) => Math.max(most, value), -Infinity)]

/** The trend with what the detector expected at each time, where the value left it, the course of a forecast, and the score below. */
export const pictureOption = (trend: Trend, picture: ModelPicture, words: PictureWords): EChartsOption => {
  const { palette } = trend
  const [own] = picture.series
  const rows = own?.rows ?? []
  const reach = reachOf(picture, trend.from, trend.to)
  const [low, high] = spanOf([...reach, ...trend.readings.flatMap(([, value]) => (value === null ? [] : [value]))])
  const air = NEAR * (high - low)
  const limits = trend.limits.filter(({ limit }) => limit >= low - air && limit <= high + air && limit !== picture.level)
  const base = trendOption({ ...trend, limits, reach }) as unknown as PlainTrend
  const strip = picture.score.rows.length > 0
  const line = (id: string, name: string, data: Point[], style: object) => ({ id, name, type: 'line' as const, data, showSymbol: false, silent: true, connectNulls: false, lineStyle: { width: 1.2, ...style }, itemStyle: { color: palette.soft }, z: 2 })
  const [curve] = base.series
  return {
    ...base,
    grid: strip ? [{ ...base.grid, bottom: STRIP_PX + 42 }, { left: 52, right: 72, height: STRIP_PX, bottom: 24 }] : [base.grid],
    xAxis: strip ? [{ ...base.xAxis, axisLabel: { show: false } }, { ...base.xAxis, gridIndex: 1 }] : [base.xAxis],
    yAxis: strip ? [base.yAxis, scoreAxis(picture, palette.line, palette.soft)] : [base.yAxis],
    series: [
      ...bandSeries(rows.map(([time, , low_, , high_]) => [time, low_, high_]), base.yAxis.min, base.yAxis.max, 'band', palette.soft, 0.2),
      line('expected', words.expected, rows.map(([time, , , expected]) => [time, expected]), { color: palette.soft, type: 'dashed' }),
      ...picture.series.filter(({ role }) => role === 'sibling').map(({ tag, rows: other }) => line(`sibling ${tag}`, `${words.sibling} ${tag}`, other.map(([time, value]) => [time, value]), { color: palette.faint })),
      ...picture.courses.flatMap((course, index) => [
        ...bandSeries(course.rows.map(([time, low_, , high_]) => [time, low_, high_]), base.yAxis.min, base.yAxis.max, `course${index}`, palette.faint, 0.16),
        line(`course${index}`, words.course, course.rows.map(([time, , expected]) => [time, expected]), { color: palette.text, type: 'dashed', width: 1.4 }),
      ]),
      { ...curve, name: words.actual, z: 3 },
      { id: 'outside', type: 'scatter' as const, data: rows.filter(isOutside).map(([time, value]) => [time, value]), symbolSize: 5, silent: true, itemStyle: { color: palette.redText }, tooltip: { show: false }, z: 4 },
      ...(picture.level === null ? [] : [levelLine(picture.level, palette.redText)]),
      ...(strip ? [scoreSeries(picture, words.score, palette.text, palette.soft)] : []),
    ],
  } as EChartsOption
}

const levelLine = (level: number, colour: string) => ({
  id: 'level', type: 'line' as const, data: [],
  markLine: { silent: true, symbol: 'none', data: [{ yAxis: level, lineStyle: { color: colour, type: 'solid' as const, width: 1 }, label: { show: true, position: 'end' as const, formatter: formatLimit(level), color: colour, fontSize: 11 } }] },
})

/** Half as high again as its alarm, so that the distance to it is seen; higher where the score went higher. */
const scoreAxis = ({ score }: ModelPicture, lineColour: string, textColour: string) => {
  const most = score.rows.reduce((highest, [, value]) => Math.max(highest, value), (score.alarmAt ?? 0) * 1.5)
  return {
    type: 'value' as const, gridIndex: 1, min: Math.min(0, ...score.rows.map(([, value]) => value)), max: most || 1, splitNumber: 1, splitLine: { show: false },
    axisLine: { show: false }, axisLabel: { show: false }, axisTick: { show: false }, nameTextStyle: { color: textColour }, minorSplitLine: { lineStyle: { color: lineColour } },
  }
}

const scoreSeries = ({ score }: ModelPicture, name: string, colour: string, soft: string) => ({
  id: 'score', name, type: 'line' as const, xAxisIndex: 1, yAxisIndex: 1, data: score.rows, showSymbol: false, silent: true, step: 'end' as const,
  lineStyle: { color: colour, width: 1 }, itemStyle: { color: colour }, areaStyle: { color: soft, opacity: 0.25 },
  markLine: score.alarmAt === null ? undefined : {
    silent: true, symbol: 'none',
    data: [{ yAxis: score.alarmAt, lineStyle: { color: soft, type: 'dashed' as const, width: 1 }, label: { show: true, position: 'end' as const, formatter: `${name} ${formatLimit(Number(score.alarmAt.toPrecision(3)))}`, color: soft, fontSize: 11 } }],
  },
})
