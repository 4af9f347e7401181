import { z } from 'zod'
import type { RuleKind } from './rule-parameters.ts'

/** What can be wrong with an instrument, as its rules find it. */
export const instrumentFindings = ['stuck', 'noisy', 'saturated', 'over_range', 'under_range', 'drifting', 'fault', 'silent', 'calibration_overdue', 'bump_failed'] as const
export const InstrumentFinding = z.enum(instrumentFindings)
export type InstrumentFinding = z.infer<typeof InstrumentFinding>

/** Kinds whose alarm is about the instrument and not about what it measures; null = its memory says which finding it is. */
const ofKinds: Partial<Record<RuleKind, InstrumentFinding | null>> = { health: null, flatline: 'stuck', drift: 'drifting', fault: 'fault', silence: 'silent' }

/** @returns whether an alarm of this kind says that the instrument is not to be trusted. */
export const isOfInstrument = (kind: RuleKind): boolean => ofKinds[kind] !== undefined

/** @returns what an alarm of this kind has found, where the kind alone says it; null otherwise. */
export const findingOfKind = (kind: RuleKind): InstrumentFinding | null => ofKinds[kind] ?? null
