import { FEWEST_HEALTHY_ROWS, MOST_HEALTHY_ROWS } from '@hazardwatch/shared/source-model'

/** A stretch of time in which a source ran well, epoch ms. */
export interface LearnWindow { from: number; to: number }

export type LearnWindowFault = 'empty' | 'tooFew' | 'tooMany'

/** More than the fewest, so that a few incomplete rows do not matter. */
const WITH_SPARE = 1.1
const MINUTE_MS = 60_000

/** @returns rows that the window has room for, and what is wrong with it. */
export const judgeWindow = ({ from, to }: LearnWindow, everyS: number): { rows: number; fault: LearnWindowFault | null } => {
  const rows = Math.floor((to - from) / (everyS * 1000))
  if (!Number.isFinite(rows)) return { rows: 0, fault: 'empty' }
  return { rows: Math.max(0, rows), fault: rows < FEWEST_HEALTHY_ROWS ? 'tooFew' : rows > MOST_HEALTHY_ROWS ? 'tooMany' : null }
}

/** The newest stretch that does, to the minute. */
export const newestWindow = (everyS: number, now: number): LearnWindow => {
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS
  return { from: to - Math.ceil((FEWEST_HEALTHY_ROWS * WITH_SPARE * everyS * 1000) / MINUTE_MS) * MINUTE_MS, to }
}

/** What has run since work on the source, as far as it can be learnt. */
export const windowSince = (at: number, everyS: number, now: number): LearnWindow => {
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS
  return { from: Math.max(Math.ceil(at / MINUTE_MS) * MINUTE_MS, to - Math.floor((MOST_HEALTHY_ROWS * everyS * 1000) / MINUTE_MS) * MINUTE_MS), to }
}

/** A moment as a field of date and time takes it, on this machine's clock; '' for none. */
export const fieldTime = (epochMs: number): string => {
  if (!Number.isFinite(epochMs)) return ''
  const local = new Date(epochMs - new Date(epochMs).getTimezoneOffset() * MINUTE_MS)
  return local.toISOString().slice(0, 16)
}

/** @returns epoch ms of what stands in such a field; NaN for none. */
export const readFieldTime = (text: string): number => (text === '' ? Number.NaN : new Date(text).getTime())
