import { z } from 'zod'
import { EnterpriseCode } from './ids.ts'
import { CalendarDay } from './plant-event.ts'
import { IsoTime } from './time.ts'

/** What online rates are made of: one day of an enterprise, in China. */
export const PresenceDay = z.object({ day: CalendarDay, onlineS: z.number().min(0), disconnects: z.number().int().min(0) })
export type PresenceDay = z.infer<typeof PresenceDay>

/** Whether the gateway of an enterprise is online, since when, and how it was on the days before, newest first. */
export const EnterprisePresence = z.object({
  enterprise: EnterpriseCode,
  online: z.boolean().nullable().describe('null: it has never said'),
  since: IsoTime.nullable(),
  days: z.array(PresenceDay).describe('Days on which it was online or disconnected'),
})
export type EnterprisePresence = z.infer<typeof EnterprisePresence>
