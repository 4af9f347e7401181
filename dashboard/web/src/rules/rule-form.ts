import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { gateFields } from '@hazardwatch/shared/rule-gate'
import { kindParameters, type RuleKind } from '@hazardwatch/shared/rule-parameters'
import { rationaleFields } from '@hazardwatch/shared/rule-rationale'
import { z } from 'zod'

export type RuleField = keyof AlarmRule

/** How a field is written: a list is separated by commas, `choices` are several of a set, `json` has a form of its own, `kept` is not written by hand. */
export type FieldInput = 'number' | 'text' | 'choice' | 'boolean' | 'list' | 'choices' | 'json' | 'kept'

export const fieldGroups = ['what', 'condition', 'timing', 'armed', 'rationale'] as const
export type FieldGroup = (typeof fieldGroups)[number]

export interface FormField {
  name: RuleField
  group: FieldGroup
  input: FieldInput
  required: boolean
  /** Of a choice. */
  options: readonly string[]
}

/** What stands in the form, as texts. An empty text is a field that is left out. */
export type RuleDraft = Readonly<Partial<Record<RuleField, string>>>

export interface FieldFault {
  /** Null: about the rule as a whole. */
  field: RuleField | null
  message: string
}

const identity: readonly RuleField[] = ['id', 'enterprise', 'point']
const shape: Readonly<Record<string, z.core.$ZodType>> = AlarmRule.shape

/** The value behind defaults, optional and nullable. */
const bare = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable ? bare(schema.unwrap()) : schema

const inputOf = (name: RuleField): Pick<FormField, 'input' | 'options'> => {
  if (name === 'model') return { input: 'kept', options: [] }
  const schema = bare(shape[name] ?? z.string())
  if (schema instanceof z.ZodNumber) return { input: 'number', options: [] }
  if (schema instanceof z.ZodBoolean) return { input: 'boolean', options: ['true', 'false'] }
  if (schema instanceof z.ZodEnum) return { input: 'choice', options: schema.options.map(String) }
  if (schema instanceof z.ZodArray) {
    const element = bare(schema.element)
    if (element instanceof z.ZodEnum) return { input: 'choices', options: element.options.map(String) }
    return { input: element instanceof z.ZodString ? 'list' : 'json', options: [] }
  }
  return { input: schema instanceof z.ZodString ? 'text' : 'json', options: [] }
}

/** @returns the fields that a rule of this kind has, in the order of the form. */
export const fieldsOf = (kind: RuleKind): FormField[] => {
  const { limit, required, optional } = kindParameters[kind]
  const field = (group: FieldGroup, needed: boolean) => (name: RuleField): FormField => ({ name, group, required: needed, ...inputOf(name) })
  const gates = Object.keys(gateFields) as RuleField[]
  const rationale = Object.keys(rationaleFields) as RuleField[]
  return [
    ...(['kind', 'priority', 'enabled'] as const).map(field('what', true)),
    field('what', false)('dryRun'),
    ...(limit === 'none' ? [] : [field('condition', limit === 'required')('limit')]),
    ...required.map(field('condition', true)),
    ...optional.map(field('condition', false)),
    ...(['deadband', 'unit'] as const).map(field('condition', false)),
    ...(['onDelayS', 'offDelayS', 'ackRequired', 'latching', 'reAlarmS'] as const).map(field('timing', false)),
    ...[...gates, 'suppressedBy' as const, 'alsoQualities' as const].map(field('armed', false)),
    ...rationale.map(field('rationale', false)),
  ]
}

/** @returns a value of a rule as it is written in the form and shown in a change. */
export const fieldText = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** @returns the form filled with a rule. */
export const draftOf = (rule: Partial<AlarmRule>): RuleDraft => Object.fromEntries(Object.entries(rule).map(([name, value]) => [name, fieldText(value)]))

const WRONG = Symbol('wrong')

const readField = (input: FieldInput, text: string): unknown => {
  switch (input) {
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : WRONG
    case 'boolean':
      return text === 'true'
    case 'list':
    case 'choices':
      return text.split(',').map((part) => part.trim()).filter((part) => part !== '')
    case 'json':
    case 'kept':
      return readJson(text)
    case 'text':
    case 'choice':
      return text.trim()
    default:
      return input satisfies never
  }
}

/** The id of another rule may stand for a whole condition, without the marks of JSON. */
const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return /^[[{"]/.test(text.trim()) ? WRONG : text.trim()
  }
}

/** The rule, or every fault of it. */
export type ReadDraft = { rule: AlarmRule; faults: [] } | { rule: undefined; faults: FieldFault[] }

/** Reads the form. Fields that the kind does not have are left out; every fault is told with its field. */
export const readDraft = (draft: RuleDraft): ReadDraft => {
  const written: Record<string, unknown> = {}
  for (const name of identity) written[name] = draft[name]?.trim()
  const kind = AlarmRule.shape.kind.safeParse(draft.kind).data ?? 'H'
  const faults: FieldFault[] = []
  for (const { name, input } of fieldsOf(kind)) {
    const text = draft[name]?.trim() ?? ''
    if (text === '') continue
    const value = readField(input, text)
    if (value === WRONG) faults.push({ field: name, message: input === 'number' ? `"${text}" is not a number` : 'this is not JSON' })
    else written[name] = value
  }
  if (written.id === undefined || written.id === '') written.id = `${draft.enterprise ?? ''}/${draft.point ?? ''}/${kind}`
  const parsed = AlarmRule.safeParse(written)
  const found = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => ({ field: fieldNamed(path[0]), message }))
  // Nothing is chosen yet: that is no fault of form.
  if (written.point === undefined || written.point === '') faults.push({ field: 'point', message: 'choose the point that the rule watches' })
  const all = [...faults, ...found.filter(({ field }) => !faults.some((fault) => fault.field === field))]
  return parsed.success && all.length === 0 ? { rule: parsed.data, faults: [] } : { rule: undefined, faults: all }
}

const fieldNamed = (name: unknown): RuleField | null => (typeof name === 'string' && name in shape ? (name as RuleField) : null)

/** @returns the faults that the service has found, `body.limit` or `body.0.limit`, at their fields. */
export const serviceFaults = (faults: readonly { path: string; message: string }[]): FieldFault[] =>
  faults.map(({ path, message }) => ({ field: fieldNamed(path.replace(/^body\.(?:\d+\.)?/, '').split('.')[0]), message }))
