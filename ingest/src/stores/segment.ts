import { join } from 'node:path'
import { dayName, dayNamed } from './utc-day.ts'

/**
 * A part of one day's readings. No reading lies in two segments. A day has at most one `file` (Parquet, sorted by point and time, never
 * changed) and any number of `hot` tables in the database: rows in the order in which they came, only ever appended, dropped as a whole.
 */
export interface Segment {
  kind: 'hot' | 'file'
  day: number
  /** Counts up, so that no name is used for something else while a query may still read the old. */
  generation: number
  /** Of a file; a hot table is asked. */
  rows: number
  bytes: number
  /** Some of its readings have a mark. A file without has no such column; a hot table has one always. */
  marked: boolean
  /** Of a hot table: arrival of its first row, epoch ms. */
  since: number
}

/** What the table or the file of a segment is called after. */
export type Name = Pick<Segment, 'day' | 'generation'>

/** Quoted: the days before 1970 have a minus. */
export const tableOf = ({ day, generation }: Name): string => `hot_${day}_${generation}`

export const fileOf = ({ day, generation }: Name): string => `${dayName(day)}.${generation}.parquet`

/** @returns undefined for a name that {@link fileOf} does not make. */
export const nameFrom = (file: string): Name | undefined => {
  const [, name, generation] = /^((?:[+-]\d\d)?\d{4}-\d\d-\d\d)\.(\d+)\.parquet$/.exec(file) ?? []
  const day = name === undefined ? Number.NaN : dayNamed(name)
  return Number.isInteger(day) ? { day, generation: Number(generation) } : undefined
}

export const idOf = ({ kind, day, generation }: Segment): string => `${kind}/${day}/${generation}`

/** SQL for the rows (point, time, value, quality) of at least one segment. */
export const sourceSql = (segments: readonly Segment[], folder: string): string => unionSql(segments, folder, 'point, time, value, quality', '')

/** The same with how they came (mark): 0 for those of files that have no such column. */
export const markedSql = (segments: readonly Segment[], folder: string): string => unionSql(segments, folder, 'point, time, value, quality, mark', ', 0::UTINYINT AS mark')

const unionSql = (segments: readonly Segment[], folder: string, columns: string, instead: string): string => {
  const parts = segments.filter(({ kind }) => kind === 'hot').map((segment) => `SELECT ${columns} FROM "${tableOf(segment)}"`)
  const plain = instead === '' ? columns : `point, time, value, quality${instead}`
  for (const [marked, selected] of [[false, plain], [true, columns]] as const) {
    const files = segments.filter((segment) => segment.kind === 'file' && segment.marked === marked).map((segment) => sqlText(join(folder, fileOf(segment))))
    if (files.length > 0) parts.push(`SELECT ${selected} FROM read_parquet([${files.join(', ')}], hive_partitioning = false)`)
  }
  return `(${parts.join(' UNION ALL ')})`
}

export const sqlText = (text: string): string => `'${text.replaceAll('\'', '\'\'')}'`
