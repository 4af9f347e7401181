import { z } from 'zod'
import { HidingState } from './alarm.ts'
import { IsoTime } from './time.ts'

/**
 * What hides the alarm of one rule on one point, whether or not an occurrence is there: underneath, everything goes on unannounced.
 * Shelved and out of service exclude each other; suppression comes and goes by itself beneath them.
 */
export const AlarmOverlay = z.object({
  enterprise: z.string(),
  point: z.string().describe('Tag within the enterprise'),
  rule: z.string(),
  state: HidingState,
  since: IsoTime,
  until: IsoTime.nullable().describe('When shelving ends by itself; null for the others'),
  oneShot: z.boolean().describe('Shelved until the alarm has cleared once, at the latest until `until`'),
  by: z.string().nullable().describe('Who did it; null when it was by design'),
  reason: z.string(),
  causes: z.record(z.string(), z.string()).describe('What suppresses it, each with its reason; empty for the others'),
})
export type AlarmOverlay = z.infer<typeof AlarmOverlay>
