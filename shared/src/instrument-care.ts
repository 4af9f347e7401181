import { z } from 'zod'
import { EnterpriseCode, Tag } from './ids.ts'
import type { Page } from './list-page.ts'
import { IsoTime } from './time.ts'

const Person = z.string().trim().min(1).max(120)
const Reference = z.string().trim().min(1).max(200)

/** Longest interval of a calibration. */
const MOST_DAYS = 3_650

/** The calibration of a point as it stands: when it was done last, and how often it is to be. */
export const Calibration = z.object({
  enterprise: EnterpriseCode,
  tag: Tag,
  calibratedAt: IsoTime.nullable().describe('When it was calibrated last; null = never recorded, and then it counts as overdue'),
  intervalDays: z.number().positive().max(MOST_DAYS).describe('Days from one to the next. [M] 365 for combustible and toxic gas detectors (JJG 693, JJG 695, JJG 915); verify against the instrument'),
  by: Person.nullable().describe('Who calibrated it'),
  reference: Reference.nullable().describe('Number of the certificate or of the record'),
  result: z.enum(['passed', 'adjusted', 'failed']).nullable().describe('passed: as found in order; adjusted: in order after adjustment; failed: not in order, which counts as overdue; null = not recorded'),
})
export type Calibration = z.infer<typeof Calibration>

export const CalibrationView = Calibration.extend({
  dueAt: IsoTime.nullable().describe('When the next is due; null = now, because none is recorded or the last one failed'),
  overdue: z.boolean().describe('A rule of kind health on the point alarms, and its source is unknown'),
})
export type CalibrationView = z.infer<typeof CalibrationView>

/** One record of a calibration, as it was written. */
export const CalibrationRecord = Calibration.extend({ recordedAt: IsoTime, retired: z.boolean().describe('The point is not calibrated any more') })
export type CalibrationRecord = z.infer<typeof CalibrationRecord>

/** Longest bump test: so long nobody hears what the point finds. */
export const LONGEST_BUMP_S = 1_800
export const DEFAULT_BUMP_S = 600
/** After the gas was taken away the alarms of the point stay suppressed for so long, never beyond the longest time of the test. */
export const BUMP_RECOVERY_S = 120

/** How a bump test is asked for. */
export const BumpTestRequest = z.strictObject({
  enterprise: EnterpriseCode,
  tag: Tag,
  gas: z.string().trim().min(1).max(60).describe('Test gas, for example methane or ammonia'),
  concentration: z.number().describe('Of the test gas, in the unit of the point'),
  expectedT90S: z.number().positive().max(600).optional().describe('Longest time to 90 % that passes; left out = that of the preset of the gas, else 60 s'),
  maxS: z.number().min(30).max(LONGEST_BUMP_S).default(DEFAULT_BUMP_S).describe('It ends by itself after so many seconds, and the alarms of the point are heard again'),
  by: Person,
  reference: Reference.optional().describe('Number of the gas bottle or of the work order'),
})
export type BumpTestRequest = z.infer<typeof BumpTestRequest>

export const BumpTest = z.object({
  id: z.string(),
  enterprise: EnterpriseCode,
  tag: Tag,
  gas: z.string(),
  concentration: z.number(),
  unit: z.string(),
  expectedT90S: z.number(),
  by: z.string(),
  reference: z.string().nullable(),
  startedAt: IsoTime,
  appliedAt: IsoTime.describe('When the gas was applied; until somebody says so, the start'),
  removedAt: IsoTime.nullable(),
  endsAt: IsoTime.describe('It ends by itself then'),
  suppressedUntil: IsoTime.nullable().describe('Alarms of the point are suppressed by design until then; null = not any more'),
  state: z.enum(['running', 'passed', 'failed', 'cancelled']),
  reason: z.enum(['passed', 'no_response', 'low_response', 'slow']).nullable().describe('Why it passed or failed; null while it runs and when it was cancelled'),
  t90S: z.number().nullable().describe('Seconds from the application until the reading had covered 90 % of the way; no finer than the interval of the readings; null = never'),
  reached: z.number().nullable().describe('Highest share of the way that was covered'),
})
export type BumpTest = z.infer<typeof BumpTest>

/** What is usual for a test gas. */
export interface BumpPreset {
  gas: string
  expectedT90S: number
  calibrationDays: number
  standard: string
}

/** All [M], from memory: verify against the certificate of the instrument and the edition in force. */
export const bumpPresets: readonly BumpPreset[] = [
  { gas: 'methane', expectedT90S: 30, calibrationDays: 365, standard: 'GB 15322.1-2019 / JJG 693-2011 [M]' },
  { gas: 'isobutane', expectedT90S: 30, calibrationDays: 365, standard: 'GB 15322.1-2019 / JJG 693-2011 [M]' },
  { gas: 'hydrogen', expectedT90S: 30, calibrationDays: 365, standard: 'GB 15322.1-2019 / JJG 693-2011 [M]' },
  { gas: 'carbon monoxide', expectedT90S: 60, calibrationDays: 365, standard: 'GB 12358-2006 / JJG 915-2008 [M]' },
  { gas: 'hydrogen sulfide', expectedT90S: 60, calibrationDays: 365, standard: 'GB 12358-2006 / JJG 695-2019 [M]' },
  { gas: 'ammonia', expectedT90S: 60, calibrationDays: 365, standard: 'GB 12358-2006 / JJG 1105-2015 [M]' },
  { gas: 'oxygen', expectedT90S: 60, calibrationDays: 365, standard: 'JJG 365-2008 [M]' },
]
/** [M] Where no preset fits. */
export const USUAL_T90_S = 60

/** What the care of an instrument says of it: two reasons why a rule of kind health alarms, and whether it is being tested. Times are epoch ms. */
export interface InstrumentCare {
  /** Number of the point. */
  point: number
  overdue: boolean
  bumpFailed: boolean
  /** Alarms of the point are suppressed by design until then, with the reason that is shown; null = they are not. */
  test: { until: number; by: string; reason: string; /** The gas has been taken away, and the result is known. */ recovering: boolean } | null
}

/**
 * Port: how instruments are looked after. Reads are from memory; writes resolve when durable and in force. Throws HazardError `not_found`, `unknown_reference` (a point
 * that is not registered), `already_exists` (a calibration, or a test that runs on the point), `alarm_state` (a test that has ended), `rule_impossible` (a concentration that cannot be told from the reading).
 */
export interface InstrumentBook {
  calibrations(): Calibration[]
  calibration(enterprise: string, tag: string): Calibration | undefined
  view(calibration: Calibration): CalibrationView
  createCalibrations(items: readonly Calibration[]): Promise<void>
  replaceCalibration(item: Calibration): Promise<void>
  retireCalibration(enterprise: string, tag: string): Promise<void>
  /** Every record of a point, the newest first. */
  calibrationHistory(enterprise: string, tag: string): Promise<CalibrationRecord[]>
  /** Begins a test; alarms of the point are suppressed when this resolves. */
  startTest(request: BumpTestRequest): Promise<BumpTest>
  /** The gas is applied now. */
  applyGas(id: string): Promise<BumpTest>
  /** The gas is taken away now: the response is measured. */
  endTest(id: string): Promise<BumpTest>
  /** Ends a test without a result. */
  cancelTest(id: string): Promise<BumpTest>
  findTest(id: string): Promise<BumpTest | undefined>
  /** The newest first. @param cursor `next` of the page before */
  listTests(filter: { enterprise?: string | undefined; tag?: string | undefined; limit: number; cursor?: string | undefined }): Promise<Page<BumpTest>>
}
