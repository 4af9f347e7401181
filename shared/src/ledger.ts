import { z } from 'zod'
import { Adcode, EnterpriseCode, SourceCode, Tag } from './ids.ts'
import { RiskLevel } from './risk.ts'

/** WGS84 degrees. */
export const Location = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
export type Location = z.infer<typeof Location>

const Name = z.string().min(1).max(120)

export const industries = ['chemical', 'ammonia_refrigeration', 'dust', 'metallurgy', 'gas', 'confined_space', 'other'] as const

export const Enterprise = z.object({
  code: EnterpriseCode,
  name: Name.describe('Name in Chinese'),
  nameEn: Name.optional().describe('Name in English; the page falls back to `name`'),
  region: Adcode.describe('County (adcode) it lies in'),
  industry: z.enum(industries),
  location: Location,
})
export type Enterprise = z.infer<typeof Enterprise>

export const sourceKinds = ['tank_farm', 'warehouse', 'production_unit', 'machine_room', 'dust_collector', 'gas_site', 'furnace', 'confined_space', 'other'] as const

/** A hazard source as it is written to the ledger. `inherentLevel` is its rated risk, apart from the live one. */
export const Source = z.object({
  enterprise: EnterpriseCode,
  code: SourceCode,
  name: Name,
  nameEn: Name.optional(),
  kind: z.enum(sourceKinds),
  location: Location,
  inherentLevel: RiskLevel.exclude(['unknown']),
})
export type Source = z.infer<typeof Source>

/** A hazard source as it is read: with its live level. */
export const SourceView = Source.extend({ liveLevel: RiskLevel })
export type SourceView = z.infer<typeof SourceView>

const PointFields = z.object({
  enterprise: EnterpriseCode,
  tag: Tag,
  source: SourceCode,
  name: Name,
  nameEn: Name.optional(),
  quantity: z.string().min(1).max(60).describe('What is measured: temperature, pressure, level, concentration, …'),
  unit: z.string().max(30).describe('UCUM unit; "1" for a ratio or a state'),
  rangeLow: z.number().nullable(),
  rangeHigh: z.number().nullable(),
  expectedIntervalS: z.number().positive().nullable().describe('Seconds between readings; null = no regular interval, never silent'),
  maxRatePerS: z.number().positive().nullish().describe('How fast it can change, units a second: a faster step is not physical and is marked. Null = not checked'),
  location: Location.nullable(),
})

/** One instrument signal of an enterprise, known outside as `ENT/TAG`. */
export const Point = PointFields.refine((point) => point.rangeLow === null || point.rangeHigh === null || point.rangeLow < point.rangeHigh, {
  message: 'rangeLow must be below rangeHigh',
  params: { zh: 'rangeLow 须小于 rangeHigh' },
  path: ['rangeLow'],
})
export type Point = z.infer<typeof Point>

/** A point with the number under which its readings are stored and judged. */
export interface NumberedPoint extends Point {
  readonly number: number
}
