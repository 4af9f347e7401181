import type { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { AlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { QuestionThread } from '@hazardwatch/shared/node/question-thread'
import { actorKey, findKpis, type KpiOccurrence, type KpiQuestion } from './kpis.ts'

export type FiguresQuestion = Omit<KpiQuestion, 'occurrences'> & {
  /** Counties; undefined = all. */
  counties: string[] | undefined
}

export interface Figures {
  kpis: AlarmKpis
  /** Those of the chattering rules listed, for their deadbands. */
  chatter: KpiOccurrence[]
}

/** Port: the figures of the alarm system in a time. */
export interface AlarmFigures {
  find(question: FiguresQuestion): Promise<Figures>
}

/** Questions that may wait: a month of a country takes seconds. */
const QUEUED = 8

/** @param records answer where they are: see `openFigures` for those of a country. */
export const figuresFrom = (records: Pick<AlarmRecords, 'kpiRows'>): AlarmFigures => ({
  find: async ({ counties, ...question }) => {
    const occurrences = await records.kpiRows(question.from, question.to, counties)
    const kpis = findKpis({ ...question, occurrences })
    const listed = new Set(kpis.chattering.map(actorKey))
    return { kpis, chatter: occurrences.filter((each) => listed.has(actorKey(each))) }
  },
})

/**
 * The same in a thread of its own: a month of a country is hundreds of thousands of occurrences, and no alarm may wait for their figures.
 * @param file of the record store, which is open @throws HazardError `busy` while too many wait
 */
export const openFigures = (file: string): AlarmFigures & { close: () => Promise<void> } => {
  const thread = new QuestionThread<FiguresQuestion, Figures>(new URL('./figures-worker.ts', import.meta.url), file)
  return {
    find: async (question) => {
      if (thread.waiting >= QUEUED) {
        throw new HazardError('busy', { en: `the figures of ${thread.waiting} questions are still being found; ask again in a few seconds`, zh: `还有 ${thread.waiting} 个指标查询正在计算；请过几秒再试` })
      }
      return thread.ask(question)
    },
    close: () => thread.close(),
  }
}
