import { readTimestamp } from './read-timestamp.ts'

/** A fault of a table: what, in which line, and how to mend it. */
export class TableFault extends Error {}

/** The header of a table and which of its columns are wanted. */
export interface Header {
  readonly separator: string
  /** Names of the wanted columns and where they stand in a line. */
  readonly columns: readonly string[]
  readonly places: readonly number[]
  /** Cells that every line must have. */
  readonly cells: number
}

/** @throws {TableFault} when there is no header or a wanted column is not in it. */
export const readHeader = (line: string, wanted: readonly string[] | undefined): Header => {
  const text = line.startsWith('\uFEFF') ? line.slice(1) : line
  const separator = text.includes(';') ? ';' : ','
  const names = text.split(separator).map(unquote)
  if (names.length < 2) throw new TableFault('line 1: a header such as "timestamp,value" is wanted, with at least one column of numbers; columns are separated by "," or ";"')
  if (!Number.isNaN(readTimestamp(names[0]!))) throw new TableFault(`line 1: the header is missing (the line begins with the time ${names[0]}); put a first line such as "timestamp,value"`)
  const columns = wanted ?? names.slice(1)
  const places = columns.map((column) => names.indexOf(column, 1))
  const unknown = columns.find((_, c) => places[c] === -1)
  if (unknown !== undefined) throw new TableFault(`line 1: there is no column "${unknown}"; the columns are: ${names.slice(1).join(', ')}`)
  return { separator, columns, places, cells: names.length }
}

/**
 * Reads one line of numbers; an empty cell, NaN and the like are missing values (NaN).
 * @returns the time in local ms; the timestamp's text is `timestampOf(line, header)`
 * @throws {TableFault}
 */
export const readRow = (line: string, number: number, header: Header, values: Float64Array): number => {
  const cells = line.split(header.separator)
  if (cells.length < header.cells) throw new TableFault(`line ${number}: ${cells.length} cells, but the header has ${header.cells} columns; complete the line or take it out`)
  const time = readTimestamp(unquote(cells[0]!))
  if (Number.isNaN(time)) throw new TableFault(`line ${number}: "${unquote(cells[0]!)}" is not a time; write YYYY-MM-DD HH:MM:SS, ISO 8601, or an epoch in s or ms`)
  for (let c = 0; c < header.places.length; c++) values[c] = readNumber(cells[header.places[c]!]!, number, header, c)
  return time
}

/** @returns the first cell exactly as it stands. */
export const timestampOf = (line: string, header: Header): string => line.slice(0, line.indexOf(header.separator))

const readNumber = (cell: string, line: number, header: Header, c: number): number => {
  const text = unquote(cell)
  if (MISSING.has(text.toLowerCase())) return Number.NaN
  const value = Number(header.separator === ';' ? text.replace(',', '.') : text)
  if (!Number.isNaN(value)) return value
  throw new TableFault(`line ${line}: "${text}" in column "${header.columns[c]}" is not a number; mend it, leave the cell empty (a missing value), or choose columns with --columns`)
}

const MISSING = new Set(['', 'nan', 'na', 'n/a', 'null', 'none'])

const unquote = (cell: string): string => {
  const text = cell.trim()
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}
