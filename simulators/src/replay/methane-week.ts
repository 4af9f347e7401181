import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** One recorded minute: value by tag. A gap in the measurement is a tag left out. */
export type RecordedRow = Readonly<Record<string, number>>

export interface Recording {
  /** Epoch ms of the first row. */
  startsAt: number
  rows: readonly RecordedRow[]
}

const file = new URL('../../data/metec_aded2022_ch4/ch4_ppm_1min.csv.gz', import.meta.url)
const MINUTE_MS = 60_000

/** Column of the file to tag of the point; the file's other columns are not replayed. */
const tagOf = (column: string): string | undefined => (column === 'wind_speed' ? 'WS-01' : column.startsWith('ch4_') ? `CH4-${column.slice(4)}` : undefined)

/** Reads the methane week (10,080 rows; ppm, wind in m/s). The file has neither quotes nor commas within a field. */
export const readMethaneWeek = (): Recording => {
  const [header = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split(/\r?\n/)
  const tags = header.split(',').map(tagOf)
  const rows = lines.map((line): RecordedRow => {
    const row: Record<string, number> = {}
    line.split(',').forEach((cell, column) => {
      const tag = tags[column]
      if (tag !== undefined && cell !== '') row[tag] = Number(cell)
    })
    return row
  })
  return { startsAt: Date.parse(lines[0]?.split(',')[0] ?? ''), rows }
}

/** Index of the row of a recorded time (epoch ms). */
export const rowAt = (recording: Recording, time: number): number => Math.round((time - recording.startsAt) / MINUTE_MS)

/**
 * Where the demo begins: ten minutes before the plume of the release of 2022-05-15 02:50-10:50 (948 g/h) meets the eastern fence.
 * From here the first H alarm is raised in row 12 (12 s after the start at 60 times real time) and the first HH in row 37.
 */
export const DEMO_BEGINS = Date.UTC(2022, 4, 15, 4, 36)
