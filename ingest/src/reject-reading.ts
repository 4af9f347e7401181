import type { Clock } from '@hazardwatch/shared/clock'
import type { RejectionNotice } from '@hazardwatch/shared/rejection'
import { isoTime } from '@hazardwatch/shared/time'
import { rejectionsTopic } from '@hazardwatch/shared/topics'
import type { IngestStats } from './ingest-stats.ts'
import type { Refusals } from './refusals.ts'

/** A gateway that sends nothing but rubbish is told ten times a second; what it was not told is counted into its next notice, or into a summary. */
const NOTICES_PER_SECOND = 10
const WINDOW_MS = 1_000

/** Anyone can invent enterprise names: beyond this many, the ones heard of longest ago are forgotten (about 2 MB). */
const REMEMBERED_MAX = 10_000

/** What may stand as one level of a topic. Other names come by HTTP only, and have their answer there. */
const topicLevel = /^[^/+#\u0000]{1,256}$/

interface Window {
  startedAt: number
  sent: number
  /** Refusals of messages whose notice was withheld. */
  withheld: number
}

/** Tells the sender what was refused and why. */
export type RejectReadings = (enterprise: string, topic: string, refusals: Refusals) => void

export interface Rejections {
  reject: RejectReadings
  /** Tells those of whom something was withheld and who may be told again. Call it about once a second. */
  tellWithheld(): void
}

export const createRejectReadings = (publish: (topic: string, payload: string) => void, clock: Clock, stats: IngestStats): Rejections => {
  const windows = new Map<string, Window>()
  /** Of whom something is withheld. */
  const waiting = new Set<string>()

  const tell = (enterprise: string, window: Window, notice: Omit<RejectionNotice, 'at' | 'withheld'>): void => {
    const full: RejectionNotice = { at: isoTime(clock()), ...notice, refused: notice.refused + window.withheld, withheld: window.withheld }
    window.sent++
    window.withheld = 0
    waiting.delete(enterprise)
    publish(rejectionsTopic(enterprise), JSON.stringify(full))
  }
  return {
    reject: (enterprise, topic, refusals) => {
      if (refusals.count === 0 || !topicLevel.test(enterprise)) return
      const window = currentWindow(windows, enterprise, clock())
      const sent = window.sent < NOTICES_PER_SECOND
      stats.countNotice(sent)
      if (sent) return tell(enterprise, window, { topic, refused: refusals.count, rejections: refusals.listed })
      window.withheld += refusals.count
      waiting.add(enterprise)
    },
    tellWithheld: () => {
      for (const enterprise of waiting) {
        const window = windows.get(enterprise)
        if (window === undefined) waiting.delete(enterprise)
        else if (renewWindow(window, clock())) tell(enterprise, window, { topic: '', refused: 0, rejections: [] })
      }
    },
  }
}

/** @returns whether a new window has begun. A clock set back must not silence the notices until it has caught up. */
const renewWindow = (window: Window, at: number): boolean => {
  const over = at - window.startedAt >= WINDOW_MS || at < window.startedAt
  if (over) Object.assign(window, { startedAt: at, sent: 0 })
  return over
}

const currentWindow = (windows: Map<string, Window>, enterprise: string, at: number): Window => {
  const known = windows.get(enterprise) ?? { startedAt: at, sent: 0, withheld: 0 }
  renewWindow(known, at)
  windows.delete(enterprise)
  windows.set(enterprise, known)
  if (windows.size > REMEMBERED_MAX) {
    const [oldest] = windows.keys()
    if (oldest !== undefined) windows.delete(oldest)
  }
  return known
}
