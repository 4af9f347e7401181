import { expect, it } from 'vitest'
import { z } from 'zod'
import { chinese, issueWords } from './chinese-issue.ts'

const first = (schema: z.ZodType, value: unknown): string | undefined => schema.safeParse(value, { error: chinese }).error?.issues[0]?.message

it.each<[z.ZodType, unknown, string]>([
  [z.number(), 'a', '类型不对：应为数字，收到的是文本'],
  [z.number(), null, '类型不对：应为数字，收到的是null'],
  [z.array(z.number()), {}, '类型不对：应为列表，收到的是对象'],
  [z.object({ a: z.string() }), {}, '缺少：应为文本'],
  [z.int(), 1.5, '类型不对：应为整数，收到的是数字'],
  [z.string().min(1), '', '太短：至少 1 个字符'],
  [z.string().max(2), 'abc', '太长：至多 2 个字符'],
  [z.array(z.number()).min(1), [], '太少：至少 1 项'],
  [z.array(z.number()).max(1), [1, 2], '太多：至多 1 项'],
  [z.number().min(3), 2, '太小：应不小于 3'],
  [z.number().positive(), 0, '太小：应大于 0'],
  [z.number().max(3), 4, '太大：应不大于 3'],
  [z.number().lt(3), 3, '太大：应小于 3'],
  [z.enum(['H', 'L']), 'X', '取值不对：可用 H、L'],
  [z.strictObject({ a: z.number() }), { a: 1, b: 2, c: 3 }, '没有这样的字段：b、c'],
  [z.iso.datetime(), 'x', '无效ISO日期时间'],
])('%#: %j', (schema, value, text) => {
  expect(first(schema, value)).toBe(text)
})

it('says the same in both languages', () => {
  const schema = z.number().max(1)
  const [issue] = schema.safeParse(93).error!.issues
  expect(issueWords(schema, 93, issue!)).toEqual({ en: 'Too big: expected number to be <=1', zh: '太大：应不大于 1' })
})
