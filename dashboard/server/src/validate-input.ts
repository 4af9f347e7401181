import { HazardError } from '@hazardwatch/shared/error-codes'
import type { FastifySchemaCompiler } from 'fastify'
import { z } from 'zod'
import type { InputFault } from './problem-details.ts'

/** Input that does not match its schema, with every fault. */
export class InputError extends HazardError {
  readonly faults: readonly InputFault[]

  constructor(faults: readonly InputFault[]) {
    super('bad_request', faults.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('; '))
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
  throw new InputError(result.error.issues.flatMap(withinUnion).slice(0, MAX_FAULTS).map((issue) => faultOf(issue, value, where, schema)))
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

/** "One or an array" fails in every branch: the branch that got past the outermost type is the one that was meant. */
const withinUnion = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find((branch) => branch.length > 0 && !branch.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0))
  return meant === undefined ? [issue] : meant.flatMap((inner) => withinUnion({ ...inner, path: [...issue.path, ...inner.path] }))
}

const faultOf = (issue: Issue, value: unknown, where: string, schema: z.ZodType): InputFault => {
  const path = issue.path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`), where)
  if (issue.code === 'unrecognized_keys') return { path, message: `${issue.message}${allowedKeys(schema)}` }
  const given = issue.path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value)
  return { path, message: given === undefined ? `${issue.message}; nothing was given` : `${issue.message}; given: ${shown(given)}` }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? typeof value
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

const allowedKeys = (schema: z.ZodType): string => (schema instanceof z.ZodObject ? `; allowed: ${Object.keys(schema.shape).join(', ')}` : '')
