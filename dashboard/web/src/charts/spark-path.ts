import type { FeedReading } from '@hazardwatch/shared/feed-message'
import { valueOf } from './join-readings.ts'

export interface Spark {
  /** SVG path of the curve; gaps are gaps. Empty when there is nothing to draw. */
  curve: string
  /** Height of the limit, px from the top; null when it has none or lies outside. */
  limitY: number | null
  /** End of the curve, px; null when the newest reading has no value. */
  end: { x: number; y: number } | null
}

const PAD = 2
const fixed = (px: number): string => px.toFixed(1)

/**
 * The trend of a row, scaled so that the limit is in sight: what matters is how the value stands to it.
 * @param from epoch ms of the left edge, `to` of the right
 */
export const sparkPath = (readings: readonly FeedReading[], limit: number | null, from: number, to: number, width: number, height: number): Spark => {
  const seen = readings.filter(([time]) => time >= from && time <= to)
  const values = seen.map(valueOf).filter((value) => value !== null)
  if (values.length === 0 || to <= from) return { curve: '', limitY: null, end: null }
  const [low, high] = [Math.min(...values, limit ?? Infinity), Math.max(...values, limit ?? -Infinity)]
  const x = (time: number): number => PAD + ((time - from) / (to - from)) * (width - 2 * PAD)
  const y = (value: number): number => (high === low ? height / 2 : PAD + ((high - value) / (high - low)) * (height - 2 * PAD))
  let curve = ''
  let pen = 'M'
  for (const reading of thin(seen, width)) {
    const value = valueOf(reading)
    if (value === null) {
      pen = 'M'
      continue
    }
    curve += `${pen}${fixed(x(reading[0]))} ${fixed(y(value))}`
    pen = 'L'
  }
  const last = seen.at(-1)
  const lastValue = last === undefined ? null : valueOf(last)
  return { curve, limitY: limit === null ? null : y(limit), end: last === undefined || lastValue === null ? null : { x: x(last[0]), y: y(lastValue) } }
}

/** At most two readings a pixel: the smallest and the largest of each stretch, so that a spike stays in sight. */
const thin = (readings: readonly FeedReading[], width: number): readonly FeedReading[] => {
  if (readings.length <= 2 * width) return readings
  const size = Math.ceil(readings.length / width)
  const kept: FeedReading[] = []
  for (let start = 0; start < readings.length; start += size) {
    const stretch = readings.slice(start, start + size)
    const byValue = [...stretch].sort((a, b) => (valueOf(a) ?? 0) - (valueOf(b) ?? 0))
    const ends = [byValue[0], byValue.at(-1)].filter((reading) => reading !== undefined)
    kept.push(...new Set(ends.sort((a, b) => a[0] - b[0])))
  }
  return kept
}
