import { expect, it } from 'vitest'
import { z } from 'zod'
import { InputError, parseInput } from './validate-input.ts'

const Item = z.strictObject({ code: z.string().max(3), kind: z.enum(['H', 'L']), limit: z.number().min(0) })
const faultsOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof InputError ? error.faults.map(({ path, message }) => ({ path, message: message.en })) : error
  }
}
const OneOrMore = z.union([Item, z.array(Item).min(1)])

it.each<[string, z.ZodType, unknown, string, string]>([
  ['a wrong type', Item, { code: 'a', kind: 'H', limit: '5' }, 'body.limit', 'Invalid input: expected number, received string; given: "5"'],
  ['a value outside a list', Item, { code: 'a', kind: 'X', limit: 5 }, 'body.kind', 'Invalid option: expected one of "H"|"L"; given: "X"'],
  ['a missing field', Item, { code: 'a', kind: 'H' }, 'body.limit', 'Invalid input: expected number, received undefined; nothing was given'],
  ['an unknown field', Item, { code: 'a', kind: 'H', limit: 5, limti: 6 }, 'body', 'Unrecognized key: "limti"; allowed: code, kind, limit'],
  ['one of several', OneOrMore, [{ code: 'a', kind: 'H', limit: 5 }, { code: 'a', kind: 'H', limit: -1 }], 'body[1].limit',
    'Too small: expected number to be >=0; given: -1'],
  ['a single one where several are possible', OneOrMore, { code: 'a', kind: 'H', limit: -1 }, 'body.limit', 'Too small: expected number to be >=0; given: -1'],
  ['neither one nor several', OneOrMore, 7, 'body', 'Invalid input; given: 7'],
  ['a very long value', Item, { code: 'x'.repeat(500), kind: 'H', limit: 5 }, 'body.code',
    `Too big: expected string to have <=3 characters; given: "${'x'.repeat(79)}…`],
])('names where, what was given and what is allowed: %s', (_name, schema, value, path, message) => {
  expect(faultsOf(() => parseInput(schema, value, 'body'))).toEqual([{ path, message }])
})

it('lists every fault, up to fifty', () => {
  const wrong = Array.from({ length: 100 }, () => ({ code: 'a', kind: 'H', limit: -1 }))
  expect(faultsOf(() => parseInput(z.array(Item), wrong, 'body'))).toHaveLength(50)
})

const Plate = z.strictObject({ code: z.string().regex(/^[A-Z]+$/, 'control characters are not allowed'), low: z.number() }).superRefine(({ low }, context) => {
  if (low > 5) context.addIssue({ code: 'custom', path: ['low'], message: 'low must be below 5', params: { zh: 'low 必须小于 5' } })
})

it.each<[string, z.ZodType, unknown, string]>([
  ['what zod says', Item, { code: 'a', kind: 'H', limit: '5' }, '类型不对：应为数字，收到的是文本；给出的是："5"'],
  ['nothing', Item, { code: 'a', kind: 'H' }, '缺少：应为数字；未给出'],
  ['an unknown field', Item, { code: 'a', kind: 'H', limit: 5, limti: 6 }, '没有这样的字段：limti；可用：code, kind, limit'],
  ['a check of ours', Plate, { code: 'A', low: 6 }, 'low 必须小于 5；给出的是：6'],
  ['a fixed text of ours', Plate, { code: 'a', low: 1 }, '不能含有控制字符；给出的是："a"'],
  ['one of several', OneOrMore, [{ code: 'a', kind: 'X', limit: 5 }], '取值不对：可用 H、L；给出的是："X"'],
])('says the same in Chinese: %s', (_name, schema, value, message) => {
  let said: unknown
  try {
    parseInput(schema, value, 'body')
  } catch (error) {
    if (error instanceof InputError) said = error.faults.map((fault) => fault.message.zh)
  }
  expect(said).toEqual([message])
})
