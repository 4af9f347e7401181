import { parseZonedTime } from '@hazardwatch/shared/time'
import { z } from 'zod'

/** A time in a query: ISO 8601 with a zone, or epoch ms. Read as epoch ms. */
export const queryTime = z.string().max(40).transform((text, context): number => {
  const epochMs = /^\d{1,15}$/.test(text) ? Number(text) : parseZonedTime(text)
  if (epochMs !== undefined) return epochMs
  // A "+" that was not encoded arrives as a space: the most frequent mistake, so it is named.
  context.addIssue({
    code: 'custom', message: 'use ISO 8601 with a zone (2026-01-31T08:00:00Z, or +08:00 written as %2B08:00) or epoch ms',
    params: { zh: '请用带时区的 ISO 8601（2026-01-31T08:00:00Z，或将 +08:00 写作 %2B08:00），或 epoch 毫秒' },
  })
  return z.NEVER
})

export const queryFlag = z.enum(['true', 'false']).transform((text) => text === 'true')

/** A field that may be repeated (`state=a&state=b`) or hold a comma list (`state=a,b`); each value must be one of those given. */
export const queryList = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')).map((text) => text.trim()).filter((text) => text !== ''))
    .pipe(z.array(z.enum(values)).min(1))
    .describe(`Repeatable, or a comma list of: ${values.join(', ')}`)
