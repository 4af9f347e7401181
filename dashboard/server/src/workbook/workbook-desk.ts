import { HazardError } from '@hazardwatch/shared/error-codes'
import { QuestionThread } from '@hazardwatch/shared/node/question-thread'
import type { SheetCell } from '@hazardwatch/shared/rule-sheet'
import type { WorkbookQuestion } from './workbook-worker.ts'

/** Workbooks at a time: each takes a core for a second or more. */
const AT_ONCE = 4
/** More rows than this are no table for a person, and take more memory than the service may. */
export const MOST_ROWS = 100_000

/** Excel workbooks, written and read in threads of their own: packing thousands of rows must not hold up an alarm. */
export interface WorkbookDesk {
  /** @param parts rows, some at a time @throws HazardError `busy` */
  write(parts: AsyncIterable<SheetCell[][]>): Promise<Buffer>
  /** @throws HazardError `bad_request` when it is no workbook, `busy` */
  read(file: Uint8Array): Promise<unknown[][]>
}

export const createWorkbookDesk = (): WorkbookDesk => {
  let working = 0
  const inThread = async <Answer>(work: (thread: QuestionThread<WorkbookQuestion, unknown>) => Promise<Answer>): Promise<Answer> => {
    if (working >= AT_ONCE) {
      throw new HazardError('busy', { en: `${working} workbooks are being written or read; ask again in a few seconds`, zh: `正在读写 ${working} 个工作簿；请过几秒再试` })
    }
    working++
    const thread = new QuestionThread<WorkbookQuestion, unknown>(new URL('./workbook-worker.ts', import.meta.url), null)
    try {
      return await work(thread)
    } finally {
      working--
      await thread.close()
    }
  }
  return {
    write: (parts) => inThread(async (thread) => {
      for await (const rows of parts) await thread.ask({ rows })
      return Buffer.from(await thread.ask('write') as Uint8Array)
    }),
    read: (file) => inThread(async (thread) => await thread.ask({ read: file }).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      throw new HazardError('bad_request', { en: `the body is no Excel workbook (.xlsx): ${why}`, zh: `请求体不是 Excel 工作簿（.xlsx）：${why}` })
    }) as unknown[][]),
  }
}
