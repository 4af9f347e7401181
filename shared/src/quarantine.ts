import { z } from 'zod'
import { patternWords } from './schema-words.ts'
import { IsoTime } from './time.ts'

/** What was heard of and is not registered: a tag of an enterprise, an enterprise, a device that speaks HJ 212. */
export const quarantineKinds = ['tag', 'enterprise', 'device'] as const
export type QuarantineKind = (typeof quarantineKinds)[number]

/** `id` is made of the four that follow it, so that it stays the same over restarts. */
export const QuarantineId = z.string().regex(/^[0-9a-f]{24}$/, patternWords.quarantineId.en).brand<'QuarantineId'>()
export type QuarantineId = z.infer<typeof QuarantineId>

/** One name that is seen but not registered. */
export const QuarantinedName = z.object({
  id: QuarantineId,
  kind: z.enum(quarantineKinds),
  enterprise: z.string().nullable().describe('Whose tag it is; null for an enterprise or a device'),
  gateway: z.string().nullable().describe('Code of the gateway that sent it; null = the native format'),
  name: z.string().describe('As the sender gives it: the tag, the code of the enterprise, the MN of the device'),
  topic: z.string().describe('Where it came last'),
  firstSeenAt: IsoTime,
  lastSeenAt: IsoTime,
  count: z.number().int().describe('How often, since firstSeenAt'),
  perMinute: z.number().int().describe('How often in the last full minute in which it came'),
  value: z.number().nullable().describe('Last value; null = none that could be read'),
  time: IsoTime.nullable().describe('Time of the last value'),
})
export type QuarantinedName = z.infer<typeof QuarantinedName>

/** Port: what was seen and is not registered. Bounded for each enterprise; what is registered in the meantime is not listed any more. */
export interface Quarantine {
  list(): QuarantinedName[]
  find(id: string): QuarantinedName | undefined
}
