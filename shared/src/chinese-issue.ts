import { z } from 'zod'
import { chineseOf } from './schema-words.ts'
import type { Words } from './words.ts'

type Issue = z.core.$ZodIssue
type Bound = { origin: string; inclusive?: boolean | undefined }

const ofZod = z.locales.zhCN().localeError
const types: Readonly<Record<string, string>> = {
  string: '文本', number: '数字', int: '整数', boolean: 'true 或 false', object: '对象', record: '对象', array: '列表', null: 'null', date: '日期', nan: 'NaN',
}
const typeName = (name: string): string => types[name] ?? name

/** With this, zod raises its own issues in Chinese: the frequent ones in words that fit into a form, the others in those of its own locale. */
export const chinese: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? `缺少：应为${typeName(issue.expected)}` : `类型不对：应为${typeName(issue.expected)}，收到的是${typeName(z.util.parsedType(issue.input))}`
    case 'too_small':
      return tooFew(issue)
    case 'too_big':
      return tooMany(issue)
    case 'invalid_value':
      return `取值不对：可用 ${issue.values.map(String).join('、')}`
    case 'unrecognized_keys':
      return `没有这样的字段：${issue.keys.join('、')}`
    case 'invalid_format': case 'not_multiple_of': case 'invalid_union': case 'invalid_key': case 'invalid_element': case 'custom':
      return ofZod(issue)
  }
}

const tooFew = ({ origin, minimum, inclusive }: Bound & { minimum: number | bigint }): string => {
  if (origin === 'string') return `太短：至少 ${minimum} 个字符`
  return origin === 'array' ? `太少：至少 ${minimum} 项` : `太小：应${inclusive === false ? '大于' : '不小于'} ${minimum}`
}

const tooMany = ({ origin, maximum, inclusive }: Bound & { maximum: number | bigint }): string => {
  if (origin === 'string') return `太长：至多 ${maximum} 个字符`
  return origin === 'array' ? `太多：至多 ${maximum} 项` : `太大：应${inclusive === false ? '小于' : '不大于'} ${maximum}`
}

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
