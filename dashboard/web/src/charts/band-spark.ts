import type { ExpectedRow } from '@hazardwatch/shared/model-picture'

/** SVG paths of a small trend; empty where there is nothing to draw. */
export interface BandSpark {
  band: string
  curve: string
  /** Where the moment in question is, px from the left; null when it lies outside. */
  momentX: number | null
}

const PAD = 2
const fixed = (px: number): string => px.toFixed(1)

/** The small trend of a channel: its values, and the band in which they were expected. Gaps are gaps. */
export const bandSpark = (rows: readonly ExpectedRow[], at: number | null, width: number, height: number): BandSpark => {
  const numbers = rows.flatMap(([, value, low, , high]) => [value, low, high]).filter((number) => number !== null)
  const [first, last] = [rows[0]?.[0] ?? 0, rows.at(-1)?.[0] ?? 0]
  if (numbers.length === 0 || last <= first) return { band: '', curve: '', momentX: null }
  const least = numbers.reduce((low, number) => Math.min(low, number))
  const most = numbers.reduce((high, number) => Math.max(high, number))
  const x = (time: number): string => fixed(PAD + ((time - first) / (last - first)) * (width - 2 * PAD))
  const y = (value: number): string => fixed(most === least ? height / 2 : PAD + ((most - value) / (most - least)) * (height - 2 * PAD))
  return {
    curve: lineOf(rows, ([time, value]) => (value === null ? null : `${x(time)} ${y(value)}`)),
    band: stretchesOf(rows).map((stretch) => `M${stretch.map(([time, , , high]) => `${x(time)} ${y(high)}`).join('L')}L${[...stretch].reverse().map(([time, , low]) => `${x(time)} ${y(low)}`).join('L')}Z`).join(''),
    momentX: at === null || at < first || at > last ? null : Number(x(at)),
  }
}

const lineOf = (rows: readonly ExpectedRow[], place: (row: ExpectedRow) => string | null): string => {
  let path = ''
  let pen = 'M'
  for (const row of rows) {
    const at = place(row)
    if (at !== null) path += `${pen}${at}`
    pen = at === null ? 'M' : 'L'
  }
  return path
}

/** Runs of rows that have a band, at least two long. */
const stretchesOf = (rows: readonly ExpectedRow[]): [time: number, value: number | null, low: number, high: number][][] => {
  const stretches: [number, number | null, number, number][][] = [[]]
  for (const [time, value, low, , high] of rows) {
    if (low === null || high === null) stretches.push([])
    else stretches.at(-1)?.push([time, value, low, high])
  }
  return stretches.filter(({ length }) => length > 1)
}
