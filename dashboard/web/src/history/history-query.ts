import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { priorities } from '@hazardwatch/shared/alarm-rule'
import { formatPage } from '../place/page.ts'

/** How far back alarms are listed. */
export const historyRanges = ['watch', 'day', 'week', 'month', 'always'] as const
export type HistoryRange = (typeof historyRanges)[number]

/** Which of the records: what was told or hidden when it happened, what came late, what a dry run would have told. */
export const historyRecords = ['live', 'late', 'dry'] as const
export type HistoryRecord = (typeof historyRecords)[number]

export interface HistoryFilter {
  range: HistoryRange
  /** Adcode, with everything below it. */
  region: string
  record: HistoryRecord
  /** Empty: all of them. */
  priorities: readonly Priority[]
  /** Code of an enterprise, or ENT/TAG; empty: all of the region. */
  of: string
}

const HOUR_MS = 3_600_000
const hours: Readonly<Record<Exclude<HistoryRange, 'always'>, number>> = { watch: 8, day: 24, week: 168, month: 720 }
const ALL = 'all'

/** The address of the page with a filter, so that it can be kept and passed on. */
export const formatHistory = ({ range, region, record, priorities: chosen, of }: HistoryFilter): string =>
  formatPage('history', range, region, record, chosen.length === 0 ? ALL : chosen.join('+'), ...(of === '' ? [] : [of]))

/** The other way round; what is not there, or is none of the choices, is as the page opens with. @param home adcode */
export const parseHistory = ([range, region, record, chosen = ALL, of = '']: readonly string[], home: string): HistoryFilter => ({
  range: historyRanges.find((one) => one === range) ?? 'day',
  region: region ?? home,
  record: historyRecords.find((one) => one === record) ?? 'live',
  priorities: priorities.filter((one) => chosen.split('+').includes(one)),
  of,
})

/** The question to the server. @param now epoch ms */
export const historyQuery = ({ range, region, record, priorities: chosen, of }: HistoryFilter, now: number): string => {
  const query = new URLSearchParams({ region, ...(record === 'live' ? { late: 'false' } : record === 'late' ? { late: 'true' } : { dryRun: 'true' }) })
  if (range !== 'always') query.set('from', new Date(now - hours[range] * HOUR_MS).toISOString())
  if (chosen.length > 0) query.set('priority', chosen.join(','))
  if (of !== '') query.set(of.includes('/') ? 'point' : 'enterprise', of)
  return query.toString()
}

/** Where the whole of it is as a table. @param now epoch ms */
export const historyTable = (filter: HistoryFilter, now: number, language: 'zh' | 'en'): string => `/api/v1/alarms.csv?${historyQuery(filter, now)}&language=${language}`
