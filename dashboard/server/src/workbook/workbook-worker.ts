import { answerQuestions } from '@hazardwatch/shared/node/question-thread'
import type { SheetCell } from '@hazardwatch/shared/rule-sheet'
import { readWorkbook, writeWorkbook } from './sheet-file.ts'

/** Rows to be written come in parts; then the workbook is asked for. */
export type WorkbookQuestion = { rows: SheetCell[][] } | 'write' | { read: Uint8Array }

const rows: SheetCell[][] = []

answerQuestions((question: WorkbookQuestion) => {
  if (question === 'write') return writeWorkbook(rows)
  if ('read' in question) return readWorkbook(question.read)
  rows.push(...question.rows)
  return null
})
