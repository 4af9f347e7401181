import { z } from 'zod'
import { chineseOf } from './schema-words.ts'
import type { Words } from './words.ts'

type Issue = z.core.$ZodIssue
/** With this, zod raises its own issues in Chinese. */
export const chinese = z.locales.zhCN().localeError

/** The Chinese of an issue that was raised in Chinese. Our own checks carry theirs, or have it in the table of fixed texts; zod has the rest. */
export const chineseIssue = (issue: Issue): string => {
  const own: unknown = issue.code === 'custom' ? issue.params?.['zh'] : undefined
  return typeof own === 'string' ? own : chineseOf(issue.message) ?? issue.message
}

/**
 * What a schema says first of a value that it refuses, in both languages. The value is judged once more, in Chinese: it is for what is told to somebody.
 * @param issue the first that the schema found with the value
 */
export const issueWords = (schema: z.ZodType, value: unknown, issue: Issue): Words =>
  ({ en: issue.message, zh: chineseIssue(schema.safeParse(value, { error: chinese }).error?.issues[0] ?? issue) })
