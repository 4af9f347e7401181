import { z } from 'zod'
import { Adcode } from './ids.ts'

export const regionLevels = ['country', 'province', 'city', 'county'] as const

/** A node of the jurisdiction tree (adcode tree): the axis of roll-up, access and routing. */
export const Region = z.object({
  adcode: Adcode,
  parent: Adcode.nullable(),
  level: z.enum(regionLevels),
  name: z.string(),
  nameEn: z.string(),
})
export type Region = z.infer<typeof Region>
