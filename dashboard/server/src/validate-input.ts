import { chinese, chineseIssue } from '@hazardwatch/shared/chinese-issue'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Words } from '@hazardwatch/shared/words'
import type { FastifySchemaCompiler } from 'fastify'
import { z } from 'zod'

/** One fault of the input: where it is, what was given and what is allowed. */
export interface SaidFault {
  path: string
  message: Words
}

/** Input that does not match its schema, with every fault. */
export class InputError extends HazardError {
  readonly faults: readonly SaidFault[]

  constructor(faults: readonly SaidFault[]) {
    const first = faults.slice(0, 3)
    super('bad_request', {
      en: first.map(({ path, message }) => `${path}: ${message.en}`).join('; '),
      zh: first.map(({ path, message }) => `${path}：${message.zh}`).join('；'),
    })
    this.name = 'InputError'
    this.faults = faults
  }
}

type Issue = z.core.$ZodIssue
/** Longest piece of the input that a fault repeats. */
const SHOWN_CHARACTERS = 80
/** A bulk import that is wrong throughout need not be told a million times. */
const MAX_FAULTS = 50

/** @returns the value, or throws an InputError that says for each fault where it is, what was given and what is allowed. */
export const parseInput = <Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const found = issuesOf(result.error)
  const inChinese = issuesOf(schema.safeParse(value, { error: chinese }).error)
  throw new InputError(found.map((issue, index) => faultOf(issue, inChinese[index] ?? issue, value, where, schema)))
}

/** @returns for Fastify: the check of one part of a request against its schema. */
export const inputValidator = (schema: z.ZodType, httpPart: string | undefined) => (value: unknown) => {
  try {
    return { value: parseInput(schema, value, httpPart === 'querystring' ? 'query' : (httpPart ?? 'input')) }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}

export const validateInput: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => inputValidator(schema, httpPart)

const issuesOf = (error: z.ZodError | undefined): Issue[] => (error?.issues ?? []).flatMap(withinUnion).slice(0, MAX_FAULTS)

/** "One or an array" fails in every branch: the branch that got past the outermost type is the one that was meant. */
const withinUnion = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find((branch) => branch.length > 0 && !branch.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0))
  return meant === undefined ? [issue] : meant.flatMap((inner) => withinUnion({ ...inner, path: [...issue.path, ...inner.path] }))
}

const faultOf = (issue: Issue, inChinese: Issue, value: unknown, where: string, schema: z.ZodType): SaidFault => {
  const path = issue.path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`), where)
  const said = { en: issue.message, zh: chineseIssue(inChinese) }
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys(schema)
    return { path, message: allowed === undefined ? said : { en: `${said.en}; allowed: ${allowed}`, zh: `${said.zh}；可用：${allowed}` } }
  }
  const given = issue.path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value)
  const what = given === undefined ? { en: 'nothing was given', zh: '未给出' } : { en: `given: ${shown(given)}`, zh: `给出的是：${shown(given)}` }
  return { path, message: { en: `${said.en}; ${what.en}`, zh: `${said.zh}；${what.zh}` } }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? typeof value
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

const allowedKeys = (schema: z.ZodType): string | undefined => (schema instanceof z.ZodObject ? Object.keys(schema.shape).join(', ') : undefined)
