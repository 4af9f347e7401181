import { z } from 'zod'
import { EnterpriseCode } from './ids.ts'
import { CalendarDay } from './plant-event.ts'
import { rejectionReasons, type RejectionReason } from './rejection.ts'
import { IsoTime } from './time.ts'

const Count = z.number().int().min(0)

/** Counted since midnight in China, or over one day of China. */
const counts = {
  messages: Count,
  readings: Count.describe('Accepted; one that is sent twice counts twice'),
  refused: Count,
  refusedByReason: z.partialRecord(z.enum(rejectionReasons), Count),
  duplicates: Count.describe('Readings that were stored already: same point and time. Counted when they reach the store'),
  outOfOrder: Count.describe('Older than the newest of their point when they came'),
  late: Count.describe('More than 5 minutes old when they came, or marked by their sender as from its buffer'),
  corrected: Count.describe('Readings whose time was corrected by the profile'),
  onlineS: z.number().min(0),
  disconnects: Count,
  observedS: z.number().min(0).describe('How long this service was there to see it: what the online rate is a share of'),
  onlineRate: z.number().min(0).max(1).nullable(),
  expected: Count.describe('Readings that were due by expectedIntervalS of the points'),
  received: Count.describe('Of those, what came, also from a buffer later'),
  completeness: z.number().min(0).max(1).nullable().describe('received / expected; null: no point has an interval'),
}

/** One day of a gateway, or of a whole enterprise. */
export const StatisticsDay = z.object({ day: CalendarDay, ...counts })
export type StatisticsDay = z.infer<typeof StatisticsDay>

/** How it stands now: the day that runs, rates of the last minute, and what was heard last. */
export const LiveStatistics = z.object({
  enterprise: EnterpriseCode,
  gateway: z.string().nullable().describe('Code of the gateway; `native` = the native topics and HTTP; null = the enterprise as a whole'),
  lastMessageAt: IsoTime.nullable(),
  messagesPerS: z.number().min(0).describe('Mean of the last minute'),
  readingsPerS: z.number().min(0).describe('Mean of the last minute'),
  online: z.boolean().nullable().describe('Heard within offlineAfterS, and it has not said that it leaves; null: never heard'),
  since: IsoTime.nullable().describe('Since when it is so'),
  offlineAfterS: z.number().describe('Silence after which it counts as offline: three of the shortest intervals of the points, at least 60 s; 300 s without any interval'),
  clockSkewMs: z.number().nullable().describe('How far its clock is behind ours (negative: ahead), without the quickest way here; null: not known yet'),
  networkDelayMs: z.number().nullable().describe('Typical delay beyond the quickest way'),
  clockSetAt: IsoTime.nullable().describe('When its clock was last seen to jump'),
  clockCorrection: z.string().describe('off, measured, or the fixed number of ms, as the profile says'),
  correctionMs: z.number().describe('Added to the times of its readings now'),
  pointsWithInterval: Count.describe('What completeness is made of'),
  pointsWithoutInterval: Count.describe('Not in completeness: nobody knows what is to be expected'),
  pointsNeverHeard: Count.describe('Of those with an interval'),
  today: StatisticsDay,
})
export type LiveStatistics = z.infer<typeof LiveStatistics>

/** The live figures and the days asked for, newest first. A day on which the service did not run is missing. */
export const GatewayStatistics = LiveStatistics.extend({ days: z.array(StatisticsDay) })
export type GatewayStatistics = z.infer<typeof GatewayStatistics>

export const EnterpriseStatistics = GatewayStatistics.extend({ gateways: z.array(LiveStatistics) })
export type EnterpriseStatistics = z.infer<typeof EnterpriseStatistics>

/** Since this process started, for /metrics: they only grow. */
export interface SenderTotals {
  messages: number
  readings: number
  duplicates: number
  outOfOrder: number
  late: number
  disconnects: number
  refusedByReason: Partial<Record<RejectionReason, number>>
}

/** Port: what enterprises and their gateways are scored on. Days are China's, `YYYY-MM-DD`, both ends included. */
export interface StatisticsBook {
  /** Every enterprise of the ledger, or those of these codes, as a whole, each followed by its gateways: those with a profile, and those that were heard. */
  live(enterprises?: readonly string[]): LiveStatistics[]
  /** @throws HazardError `not_found` for an enterprise that is not in the ledger. */
  enterprise(code: string, from: string, to: string): Promise<EnterpriseStatistics>
  /** @throws HazardError `not_found` for a gateway that neither has a profile nor was heard. */
  gateway(enterprise: string, code: string, from: string, to: string): Promise<GatewayStatistics>
  /** Of every gateway. */
  totals(): { enterprise: string; gateway: string; totals: SenderTotals }[]
}
