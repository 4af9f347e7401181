import type { Alarm } from '@hazardwatch/shared/alarm'
import type { Ledger } from '@hazardwatch/shared/ledger-port'

type Names = Pick<Ledger, 'enterprise' | 'source' | 'point'>
type Cell = string | number | boolean | null | undefined

/** Words of both languages where the ledger has them; everything else is as the JSON of an alarm says it. */
export type CsvLanguage = 'zh' | 'en'

const columns: Readonly<Record<string, (alarm: Alarm, names: Names, language: CsvLanguage) => Cell>> = {
  raisedAt: ({ raisedAt }) => raisedAt,
  onsetAt: ({ onsetAt }) => onsetAt,
  clearedAt: ({ clearedAt }) => clearedAt,
  priority: ({ priority }) => priority,
  kind: ({ kind }) => kind,
  enterprise: ({ enterprise }) => enterprise,
  enterpriseName: ({ enterprise }, names, language) => nameOf(names.enterprise(enterprise), language),
  source: ({ source }) => source,
  sourceName: ({ enterprise, source }, names, language) => nameOf(names.source(enterprise, source), language),
  point: ({ point }) => point,
  pointName: ({ enterprise, point }, names, language) => nameOf(names.point(enterprise, point), language),
  value: ({ value }) => value,
  limit: ({ limit }) => limit,
  unit: ({ unit }) => unit,
  state: ({ state }) => state,
  acknowledgedAt: ({ acknowledgedAt }) => acknowledgedAt,
  acknowledgedBy: ({ acknowledgedBy }) => acknowledgedBy,
  confirmedAt: ({ confirmedAt }) => confirmedAt,
  confirmedBy: ({ confirmedBy }) => confirmedBy,
  assignee: ({ assignee }) => assignee,
  reason: ({ reason }) => reason,
  useful: ({ mark }) => mark?.useful,
  markedBy: ({ mark }) => mark?.by,
  comments: ({ comments }) => comments,
  firstOut: ({ firstOut }) => firstOut,
  late: ({ late }) => late,
  dryRun: ({ dryRun }) => dryRun,
  rule: ({ rule }) => rule,
  id: ({ id }) => id,
}

/** The first line, with the mark by which spreadsheets know that the text is UTF-8. */
export const csvHead = `\uFEFF${Object.keys(columns).join(',')}\r\n`

/** A line of the table (RFC 4180). Times are ISO 8601 UTC, as in the JSON; what is not there is empty. */
export const csvLine = (alarm: Alarm, names: Names, language: CsvLanguage): string =>
  `${Object.values(columns).map((cell) => write(cell(alarm, names, language))).join(',')}\r\n`

/** Names and reasons are anybody's text: a spreadsheet must not take them for a formula. */
const FORMULA = /^[=+\-@\t\r]/
const SPECIAL = /[",\r\n]/

const write = (cell: Cell): string => {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const nameOf = (item: { name: string; nameEn?: string | undefined } | undefined, language: CsvLanguage): string | undefined =>
  language === 'en' ? item?.nameEn ?? item?.name : item?.name
