import { z } from 'zod'

/** The schema of a patch: every field may be left out, and a default never fills it in (it would undo what is set). */
export const patchOf = (fields: z.ZodRawShape): z.ZodObject => {
  const entries = Object.entries(fields).map(([name, field]) => [name, patchField(field)])
  return z.strictObject(Object.fromEntries(entries) as z.ZodRawShape)
}

const patchField = (field: z.core.$ZodType): z.core.$ZodType => {
  if (field instanceof z.ZodDefault) return z.optional(field.def.innerType)
  return field instanceof z.ZodOptional ? z.nullish(field.def.innerType) : z.optional(field)
}

/** A record with the fields of a patch. `null` clears an optional field (RFC 7396); where null is a value of its own it is taken as such. */
export const mergePatch = (fields: z.ZodRawShape, current: object, patch: Record<string, unknown>): Record<string, unknown> => {
  const merged: Record<string, unknown> = { ...current, ...patch }
  for (const [name, value] of Object.entries(patch)) if (value === null && isCleared(fields[name])) delete merged[name]
  return merged
}

const isCleared = (field: z.core.$ZodType | undefined): boolean => field instanceof z.ZodOptional && !field.safeParse(null).success
