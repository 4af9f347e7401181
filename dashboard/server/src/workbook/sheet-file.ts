import { sheetColumns, type SheetCell } from '@hazardwatch/shared/rule-sheet'
import { readSheet } from 'read-excel-file/node'
import writeSheet from 'write-excel-file/node'

/** Widths in characters, where the default would hide what matters. */
const widths: Readonly<Record<string, number>> = { id: 30, consequence: 40, cause: 30, operatorAction: 40, priorityReason: 30, citation: 24, consequenceEn: 40, causeEn: 30, operatorActionEn: 40, priorityReasonEn: 30, citationEn: 24, parameters: 30, pointName: 24 }

/** The rows as an Excel workbook, with a header that stays in sight. */
export const writeWorkbook = (rows: readonly (readonly SheetCell[])[]): Promise<Uint8Array> => {
  const header = sheetColumns.map((column) => ({ value: column, fontWeight: 'bold' as const }))
  const cells = rows.map((row) => row.map((value) => (value === null ? null : { value, type: typeOf(value) })))
  return writeSheet([header, ...cells], { columns: sheetColumns.map((column) => ({ width: widths[column] ?? 14 })), stickyRowsCount: 1, sheet: 'alarms' }).toBuffer()
}

const typeOf = (value: string | number | boolean): StringConstructor | NumberConstructor | BooleanConstructor => {
  if (typeof value === 'number') return Number
  return typeof value === 'boolean' ? Boolean : String
}

/** Rejects when it is no workbook. */
export const readWorkbook = (file: Uint8Array): Promise<unknown[][]> => readSheet(Buffer.from(file))
