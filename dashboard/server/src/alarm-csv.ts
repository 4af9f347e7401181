import type { Alarm } from '@hazardwatch/shared/alarm'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { nameOf, type Language } from '@hazardwatch/shared/words'

type Names = Pick<Ledger, 'enterprise' | 'source' | 'point'>
type Cell = string | number | boolean | null | undefined

const columns = [
  'raisedAt', 'onsetAt', 'clearedAt', 'priority', 'kind', 'enterprise', 'enterpriseName', 'source', 'sourceName', 'point', 'pointName', 'value', 'limit', 'unit', 'state',
  'acknowledgedAt', 'acknowledgedBy', 'confirmedAt', 'confirmedBy', 'assignee', 'reason', 'useful', 'markedBy', 'comments', 'firstOut', 'late', 'dryRun', 'rule', 'id',
] as const

/** What an alarm has not as a field of its own. */
const named = ({ enterprise, source, point, mark }: Alarm, names: Names, language: Language) => {
  const name = (item: Parameters<typeof nameOf>[0] | undefined): string | undefined => item && nameOf(item, language)
  return {
    enterpriseName: name(names.enterprise(enterprise)),
    sourceName: name(names.source(enterprise, source)),
    pointName: name(names.point(enterprise, point)),
    useful: mark?.useful,
    markedBy: mark?.by,
  }
}

/** The first line, with the mark by which spreadsheets know that the text is UTF-8. */
export const csvHead = `\uFEFF${columns.join(',')}\r\n`

/** A line of the table (RFC 4180). Names are in the language where the ledger has it; everything else is as the JSON of an alarm says it, times in UTC; what is not there is empty. */
export const csvLine = (alarm: Alarm, names: Names, language: Language): string => {
  const cells = { ...alarm, ...named(alarm, names, language) }
  return `${columns.map((column) => write(cells[column])).join(',')}\r\n`
}

/** Names and reasons are anybody's text: a spreadsheet must not take them for a formula. */
const FORMULA = /^[=+\-@\t\r]/
const SPECIAL = /[",\r\n]/

const write = (cell: Cell): string => {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
