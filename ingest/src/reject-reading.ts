import type { Clock } from '@hazardwatch/shared/clock'
import type { RejectionNotice } from '@hazardwatch/shared/rejection'
import { isoTime } from '@hazardwatch/shared/time'
import { rejectionsTopic } from '@hazardwatch/shared/topics'
import type { IngestStats } from './ingest-stats.ts'
import type { Refusals } from './refusals.ts'

/** A gateway that sends nothing but rubbish is told ten times a second; what it was not told is counted into its next notice. */
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

export const createRejectReadings = (publish: (topic: string, payload: string) => void, clock: Clock, stats: IngestStats): RejectReadings => {
  const windows = new Map<string, Window>()

  return (enterprise, topic, refusals) => {
    if (refusals.count === 0 || !topicLevel.test(enterprise)) return
    const at = clock()
    const window = currentWindow(windows, enterprise, at)
    const sent = window.sent < NOTICES_PER_SECOND
    stats.countNotice(sent)
    if (!sent) {
      window.withheld += refusals.count
      return
    }
    window.sent++
    const notice: RejectionNotice = { at: isoTime(at), topic, refused: refusals.count + window.withheld, rejections: refusals.listed }
    window.withheld = 0
    publish(rejectionsTopic(enterprise), JSON.stringify(notice))
  }
}

const currentWindow = (windows: Map<string, Window>, enterprise: string, at: number): Window => {
  const known = windows.get(enterprise) ?? { startedAt: at, sent: 0, withheld: 0 }
  // A clock set back must not silence the notices until it has caught up.
  if (at - known.startedAt >= WINDOW_MS || at < known.startedAt) Object.assign(known, { startedAt: at, sent: 0 })
  windows.delete(enterprise)
  windows.set(enterprise, known)
  if (windows.size > REMEMBERED_MAX) {
    const [oldest] = windows.keys()
    if (oldest !== undefined) windows.delete(oldest)
  }
  return known
}
