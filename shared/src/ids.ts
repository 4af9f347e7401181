import { z } from 'zod'
import { patternWords } from './schema-words.ts'

/** Ledger code of an enterprise: a topic level and a path segment, so letters, digits, `-`, `_` and `.` only. */
export const EnterpriseCode = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, patternWords.code.en).brand<'EnterpriseCode'>()
export type EnterpriseCode = z.infer<typeof EnterpriseCode>

/** Code of a hazard source within its enterprise. */
export const SourceCode = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, patternWords.code.en).brand<'SourceCode'>()
export type SourceCode = z.infer<typeof SourceCode>

/** Tag of a point within its enterprise. Slashes are allowed (Sparkplug metrics have them); control characters are not. */
export const Tag = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\u0000-\u001f\u007f]*$/, patternWords.tag.en)
  .brand<'Tag'>()
export type Tag = z.infer<typeof Tag>

/** A rule's identity. It survives edits; alarm state hangs on it. */
export const RuleId = z.string().min(1).max(200).brand<'RuleId'>()
export type RuleId = z.infer<typeof RuleId>

/** Occurrence id: hash of (rule, point, onset in event time). */
export const AlarmId = z.string().regex(/^[0-9a-f]{32}$/).brand<'AlarmId'>()
export type AlarmId = z.infer<typeof AlarmId>

/** Administrative division code: six digits; 100000 is the whole country. */
export const Adcode = z.string().regex(/^\d{6}$/, patternWords.adcode.en).brand<'Adcode'>()
export type Adcode = z.infer<typeof Adcode>

/** The name of a point outside its enterprise: `ENT/TAG`. The enterprise code has no slash, so the first one separates. */
export const pointKey = (enterprise: string, tag: string): string => `${enterprise}/${tag}`

/** @returns the two parts of `ENT/TAG`, or undefined when there is no slash. */
export const splitPointKey = (key: string): { enterprise: string; tag: string } | undefined => {
  const slash = key.indexOf('/')
  return slash <= 0 || slash === key.length - 1 ? undefined : { enterprise: key.slice(0, slash), tag: key.slice(slash + 1) }
}
