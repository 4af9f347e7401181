import { expect, it } from 'vitest'
import { z } from 'zod'
import { mergePatch, patchOf } from './merge-patch.ts'

const fields = { name: z.string(), nameEn: z.string().optional(), deadband: z.number().default(0), rangeLow: z.number().nullable() }
const current = { name: 'a', nameEn: 'A', deadband: 2, rangeLow: 1 }

it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['a field', { name: 'b' }, { ...current, name: 'b' }],
  ['nothing: a default does not undo what is set', {}, current],
  ['null clears an optional field', { nameEn: null }, { name: 'a', deadband: 2, rangeLow: 1 }],
  ['null is a value where the schema says so', { rangeLow: null }, { ...current, rangeLow: null }],
  ['null where it cannot be stays for validation to refuse', { name: null }, { ...current, name: null }],
])('%s', (_name, patch, merged) => {
  expect(mergePatch(fields, current, patch)).toEqual(merged)
})

it.each<[string, unknown, boolean]>([
  ['empty', {}, true], ['one field', { deadband: 1 }, true], ['clearing', { nameEn: null }, true],
  ['wrong type', { deadband: 'x' }, false], ['unknown field', { nmae: 'x' }, false], ['null for a required field', { name: null }, false],
])('the schema of a patch: %s', (_name, patch, valid) => {
  const result = patchOf(fields).safeParse(patch)
  expect(result.success ? result.data : 'refused').toEqual(valid ? patch : 'refused')
})
