import { z } from 'zod'
import type { RuleKind } from './rule-parameters.ts'
import { IsoTime } from './time.ts'

/** Kinds whose alarm is evidence: it may be a hint that helps, or one that wastes time. Limits are never up for a vote. */
export const evidenceKinds = ['anomaly', 'multivariate', 'drift', 'forecast', 'baseline', 'health', 'changepoint'] as const satisfies readonly RuleKind[]

export type EvidenceKind = (typeof evidenceKinds)[number]

/** @returns whether an alarm of this kind can be marked. */
export const isEvidence = (kind: RuleKind): kind is EvidenceKind => (evidenceKinds as readonly RuleKind[]).includes(kind)

/** What an operator says of an early warning; the last word counts, all of them are in the journal. */
export const AlarmMark = z.object({ useful: z.boolean(), at: IsoTime, by: z.string() })
export type AlarmMark = z.infer<typeof AlarmMark>

/** How the operators find the alarms of one kind of detector. */
export const DetectorReport = z.object({
  kind: z.enum(evidenceKinds),
  alarms: z.number().int().describe('Occurrences, without those found in late data'),
  useful: z.number().int().describe('Of these, marked useful'),
  notUseful: z.number().int().describe('Of these, marked not useful'),
  usefulShare: z.number().min(0).max(1).nullable().describe('Useful among the marked; null while none is marked'),
})
export type DetectorReport = z.infer<typeof DetectorReport>
