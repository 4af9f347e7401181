import { AlarmRule } from './alarm-rule.ts'
import { alarmUnit } from './alarm-unit.ts'
import { chinese, chineseIssue } from './chinese-issue.ts'
import { parametersOf, ruleParameters } from './rule-parameters.ts'
import { rationaleFields } from './rule-rationale.ts'
import { isWords, type Words } from './words.ts'

/**
 * The master alarm database as a sheet: a row a rule, a column a field. `parameters` holds what only some kinds have, as JSON.
 * `limitUnit` and `pointName` are for the reader and ignored when they come back.
 */
const common = ['id', 'enterprise', 'point', 'kind', 'limit', 'deadband', 'onDelayS', 'offDelayS', 'priority', 'enabled', 'ackRequired', 'latching', 'reAlarmS'] as const
const rationale = Object.keys(rationaleFields) as (keyof typeof rationaleFields)[]
export const sheetColumns = [...common, ...rationale, 'parameters', 'limitUnit', 'pointName'] as const
/** For the reader. */
const readOnly: readonly string[] = ['limitUnit', 'pointName']
export type SheetCell = string | number | boolean | null
type Column = (typeof sheetColumns)[number]

/** A fault of a sheet. Rows are counted as a spreadsheet shows them: 1 is the header. */
export interface SheetFault {
  row: number
  column: string | null
  message: Words
}

/** @returns the row of a rule, in the order of {@link sheetColumns}. @param point undefined where it watches none of the ledger's points */
export const sheetRow = (rule: AlarmRule, point: { name: string; unit: string } | undefined): SheetCell[] => {
  const parameters = Object.fromEntries(Object.entries(parametersOf(rule)).filter(([name]) => !(name in rationaleFields)))
  const fields: Record<string, SheetCell> = {}
  for (const column of [...common, ...rationale]) fields[column] = rule[column] ?? null
  return sheetColumns.map((column) => {
    if (column === 'parameters') return Object.keys(parameters).length === 0 ? null : JSON.stringify(parameters)
    if (column === 'limitUnit') return alarmUnit(rule, point?.unit ?? '')
    return column === 'pointName' ? point?.name ?? '' : fields[column] ?? null
  })
}

export interface ReadSheet {
  /** With the row each stands in. */
  rules: { row: number; rule: AlarmRule }[]
  faults: SheetFault[]
}

/** Reads a sheet with a header. Every fault is told with its row; rows without one are read all the same. Columns may stand in any order, and be left out where a rule has a default. */
export const readRuleSheet = (rows: readonly (readonly unknown[])[]): ReadSheet => {
  const [header = [], ...lines] = rows
  const names = header.map((cell) => textOf(cell).trim())
  const faults = headerFaults(names)
  if (faults.length > 0) return { rules: [], faults }
  const read: ReadSheet = { rules: [], faults: [] }
  const seen = new Map<string, number>()
  lines.forEach((cells, index) => {
    if (cells.every((cell) => cell === null || cell === undefined || cell === '')) return
    readLine(names, cells, index + 2, seen, read)
  })
  return read
}

/** What a spreadsheet shows of a cell. */
const textOf = (cell: unknown): string => {
  if (typeof cell === 'string') return cell
  return cell === null || cell === undefined ? '' : JSON.stringify(cell)
}

const headerFaults = (names: readonly string[]): SheetFault[] => {
  const missing = (['enterprise', 'point', 'kind', 'priority'] as const).filter((name) => !names.includes(name))
  const unknown = names.filter((name) => name !== '' && !sheetColumns.some((column) => column === name))
  return [
    ...missing.map((name) => ({ row: 1, column: name, message: { en: `the header lacks the column ${name}`, zh: `表头缺少 ${name} 列` } })),
    ...unknown.map((name) => ({
      row: 1, column: name, message: { en: `there is no column ${name}; the columns are ${sheetColumns.join(', ')}`, zh: `没有 ${name} 这一列；可用的列：${sheetColumns.join(', ')}` },
    })),
  ]
}

const readLine = (names: readonly string[], cells: readonly unknown[], row: number, seen: Map<string, number>, read: ReadSheet): void => {
  const fields: Record<string, unknown> = {}
  names.forEach((name, index) => {
    const cell = cells[index]
    if (name === '' || readOnly.includes(name) || cell === null || cell === undefined || cell === '') return
    fields[name] = readCell(name as Column, cell)
  })
  const parameters = readParameters(fields.parameters)
  if (isWords(parameters)) {
    read.faults.push({ row, column: 'parameters', message: parameters })
    return
  }
  delete fields.parameters
  const written = { ...fields, ...parameters }
  const id = fields.id ?? [fields.enterprise, fields.point, fields.kind].map(textOf).join('/')
  const parsed = AlarmRule.safeParse({ ...written, id })
  if (!parsed.success) {
    const inChinese = AlarmRule.safeParse({ ...written, id }, { error: chinese }).error?.issues ?? []
    read.faults.push(...parsed.error.issues.map((issue, index) => ({
      row, column: issue.path.length === 0 ? null : issue.path.join('.'), message: { en: issue.message, zh: chineseIssue(inChinese[index] ?? issue) },
    })))
    return
  }
  const before = seen.get(parsed.data.id)
  if (before !== undefined) {
    read.faults.push({ row, column: 'id', message: { en: `the rule ${parsed.data.id} stands in row ${before} too`, zh: `规则 ${parsed.data.id} 在第 ${before} 行也有` } })
    return
  }
  seen.set(parsed.data.id, row)
  read.rules.push({ row, rule: parsed.data })
}

const truths: Readonly<Record<string, boolean>> = { true: true, yes: true, 是: true, '1': true, false: false, no: false, 否: false, '0': false }

/** Spreadsheets give texts where they please: numbers and truths are read from them too. */
const readCell = (column: Column, cell: unknown): unknown => {
  if (column === 'enabled' || column === 'ackRequired' || column === 'latching') return truths[textOf(cell).trim().toLowerCase()] ?? cell
  const numeric = column === 'limit' || column === 'deadband' || column === 'onDelayS' || column === 'offDelayS' || column === 'reAlarmS' || column === 'responseS'
  if (numeric) return typeof cell === 'string' && cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell
  return textOf(cell).trim()
}

const NO_OBJECT: Words = { en: 'write the parameters as a JSON object, for example {"windowS": 60}', zh: '把参数写成 JSON 对象，例如 {"windowS": 60}' }

const readParameters = (cell: unknown): Record<string, unknown> | Words => {
  if (cell === undefined) return {}
  try {
    const parsed: unknown = JSON.parse(textOf(cell))
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return NO_OBJECT
    const unknown = Object.keys(parsed).filter((name) => !(name in ruleParameters))
    return unknown.length === 0 ? { ...parsed } : { en: `there is no parameter ${unknown.join(', ')}`, zh: `没有参数 ${unknown.join(', ')}` }
  } catch {
    return NO_OBJECT
  }
}
