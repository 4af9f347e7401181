import { z } from 'zod'
import { AlarmId } from './ids.ts'
import { InstrumentFinding } from './instrument-finding.ts'

/**
 * Four-colour risk, worst first (重大 / 较大 / 一般 / 低), and `unknown` where data is missing or an instrument is unhealthy.
 * `unknown` stands above blue: nothing unhealthy ever reads as normal.
 */
export const riskLevels = ['red', 'orange', 'yellow', 'unknown', 'blue'] as const

export const RiskLevel = z.enum(riskLevels)
export type RiskLevel = z.infer<typeof RiskLevel>

/** @returns the worse of two levels. */
export const worse = (a: RiskLevel, b: RiskLevel): RiskLevel => (riskLevels.indexOf(a) <= riskLevels.indexOf(b) ? a : b)

/** Sources of a region by live level. */
export const RiskCounts = z.object({ red: z.number(), orange: z.number(), yellow: z.number(), blue: z.number(), unknown: z.number() })
export type RiskCounts = z.infer<typeof RiskCounts>

/** Why a level is what it is: one named condition. */
export const RiskContribution = z.object({
  reason: z.enum(['active_alarm', 'hidden_alarm', 'unhealthy_instrument', 'out_of_service', 'silent_point', 'bad_quality', 'never_seen', 'no_points']),
  level: RiskLevel,
  enterprise: z.string(),
  source: z.string(),
  point: z.string(),
  alarm: AlarmId.nullable(),
  finding: InstrumentFinding.optional().describe('What is wrong with the instrument of the point; only for unhealthy_instrument'),
  since: z.string().nullable().describe('ISO 8601 UTC; null when it has always been so'),
})
export type RiskContribution = z.infer<typeof RiskContribution>

/** How many reasons are not listed: the worst are. Absent when all are. */
const more = z.number().int().positive().optional().describe('How many contributions there are besides those that are listed; absent when all are')

export const SourceRisk = z.object({ enterprise: z.string(), source: z.string(), level: RiskLevel, contributions: z.array(RiskContribution).describe('Worst first, the ten worst'), more })
export type SourceRisk = z.infer<typeof SourceRisk>

/** A region's level is the worst of its sources, never an average; `none` = no source lies in it. */
export const RegionRisk = z.object({
  region: z.string(),
  level: z.union([RiskLevel, z.literal('none')]),
  counts: RiskCounts,
})
export type RegionRisk = z.infer<typeof RegionRisk>

export const RegionRiskView = RegionRisk.extend({ children: z.array(RegionRisk), contributions: z.array(RiskContribution).describe('Worst first, the 200 worst, and ten of a source'), more })
export type RegionRiskView = z.infer<typeof RegionRiskView>
