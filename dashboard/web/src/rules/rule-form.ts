import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { gateFields } from '@hazardwatch/shared/rule-gate'
import { kindParameters, type RuleKind } from '@hazardwatch/shared/rule-parameters'
import { rationaleFields } from '@hazardwatch/shared/rule-rationale'
import { z } from 'zod'
import { draftOf, isUnset, type RuleDraft, type RuleField } from './rule-draft.ts'
import { formFault, schemaFaults, type FaultWord, type FieldFault } from './rule-faults.ts'

/** How a field is written. */
export type FieldInput = 'number' | 'text' | 'lines' | 'choice' | 'boolean' | 'choices' | 'point' | 'points' | 'rules' | 'schedule' | 'stateLimits' | 'stage' | 'condition' | 'model'

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

const identity: readonly RuleField[] = ['id', 'enterprise', 'point']
const shape: Readonly<Record<string, z.core.$ZodType>> = AlarmRule.shape

/** Fields with a control of their own. */
const structured: { readonly [Field in RuleField]?: FieldInput } = {
  sibling: 'point', others: 'points', suppressedBy: 'rules', schedule: 'schedule', stateLimits: 'stateLimits', activeWhile: 'stage', when: 'condition', model: 'model',
}

/** The value behind defaults, optional and nullable. */
const bare = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable ? bare(schema.unwrap()) : schema

const inputOf = (name: RuleField): Pick<FormField, 'input' | 'options'> => {
  const own = structured[name]
  if (own !== undefined) return { input: own, options: [] }
  const schema = bare(shape[name] ?? z.string())
  if (schema instanceof z.ZodNumber) return { input: 'number', options: [] }
  if (schema instanceof z.ZodBoolean) return { input: 'boolean', options: ['true', 'false'] }
  if (schema instanceof z.ZodEnum) return { input: 'choice', options: schema.options.map(String) }
  if (schema instanceof z.ZodArray) {
    const element = bare(schema.element)
    if (element instanceof z.ZodEnum) return { input: 'choices', options: element.options.map(String) }
  }
  return { input: name in rationaleFields ? 'lines' : 'text', options: [] }
}

/** @returns the fields that a rule of this kind has, in the order of the form. */
export const fieldsOf = (kind: RuleKind): FormField[] => {
  const { limit, required, optional } = kindParameters[kind]
  const field = (group: FieldGroup, needed: boolean) => (name: RuleField): FormField => ({ name, group, required: needed, ...inputOf(name) })
  const gates = (Object.keys(gateFields) as RuleField[]).filter((name) => limit !== 'none' || name !== 'stateLimits')
  const rationale = Object.keys(rationaleFields) as RuleField[]
  return [
    ...(['kind', 'priority', 'enabled'] as const).map(field('what', true)),
    ...(['dryRun', 'allowNoPoints'] as const).map(field('what', false)),
    ...(limit === 'none' ? [] : [field('condition', limit === 'required')('limit')]),
    ...required.map(field('condition', true)),
    ...optional.map(field('condition', false)),
    ...(['deadband', 'unit'] as const).map(field('condition', false)),
    ...(['onDelayS', 'offDelayS', 'ackRequired', 'latching', 'reAlarmS'] as const).map(field('timing', false)),
    ...[...gates, 'suppressedBy' as const, 'alsoQualities' as const].map(field('armed', false)),
    ...rationale.map(field('rationale', false)),
  ]
}

/** Here blanks alone are nothing; a tag may be one. */
const typed: ReadonlySet<FieldInput> = new Set(['number', 'text', 'lines'])

type Numbers = { text: string; path: readonly string[] }
type Fail = (fault: Numbers) => unknown

const readNumber = (text: string, fail: Fail, path: readonly string[] = []): unknown => (Number.isFinite(Number(text)) ? Number(text) : fail({ text, path }))
const bound = (text: string, fail: Fail, path: string): unknown => (text.trim() === '' ? null : readNumber(text.trim(), fail, [path]))

/** Of the fields with a control of their own; everything else is kept as it is written. */
const readStructured: { readonly [Field in RuleField]?: (value: never, fail: Fail) => unknown } = {
  schedule: (windows: NonNullable<RuleDraft['schedule']>) => windows.map(({ days, from, to }) => ({ ...(days.length > 0 && { days }), from, to })),
  stateLimits: (limits: NonNullable<RuleDraft['stateLimits']>, fail) =>
    Object.fromEntries(Object.entries(limits).filter(([, text]) => text.trim() !== '').map(([state, text]) => [state, readNumber(text.trim(), fail, [state])])),
  activeWhile: ({ point, low, high }: NonNullable<RuleDraft['activeWhile']>, fail) => ({ point, low: bound(low, fail, 'low'), high: bound(high, fail, 'high') }),
}

const readField = ({ name, input }: FormField, value: unknown, fail: Fail): unknown => {
  const read = readStructured[name] as ((given: unknown, wrong: Fail) => unknown) | undefined
  if (read !== undefined) return read(value, fail)
  if (typeof value !== 'string') return value
  if (input === 'number') return readNumber(value.trim(), fail)
  return input === 'boolean' ? value === 'true' : value
}

/** The rule, or every fault of it. */
export type ReadDraft = { rule: AlarmRule; faults: [] } | { rule: undefined; faults: FieldFault[] }

/** Reads the form. Fields that the kind does not have are left out; every fault is told with its field. */
export const readDraft = (draft: RuleDraft): ReadDraft => {
  const written: Record<string, unknown> = {}
  for (const name of identity) written[name] = draft[name]
  const kind = AlarmRule.shape.kind.safeParse(draft.kind).data ?? 'H'
  const faults: FieldFault[] = []
  for (const field of fieldsOf(kind)) {
    const value = draft[field.name]
    if (isUnset(value) || (typed.has(field.input) && typeof value === 'string' && value.trim() === '')) continue
    written[field.name] = readField(field, value, ({ text, path }) => {
      faults.push(formFault(field.name, 'noNumber', text, path))
      return 0
    })
  }
  if (written.id === undefined || written.id === '') written.id = `${draft.enterprise ?? ''}/${draft.point ?? ''}/${kind}`
  // A point that is not chosen yet must not hide what else is missing.
  if (isUnset(draft.point)) {
    faults.push(formFault('point', 'noPoint'))
    written.point = '?'
  }
  const parsed = AlarmRule.safeParse(written)
  const found = parsed.success ? [] : schemaFaults(parsed.error.issues)
  const all = [...faults, ...found.filter(({ field }) => !faults.some((fault) => fault.field === field))].filter(isFirst)
  return parsed.success && all.length === 0 ? { rule: parsed.data, faults: [] } : { rule: undefined, faults: all }
}

/** One fault at each place is enough. */
const isFirst = (fault: FieldFault, index: number, all: readonly FieldFault[]): boolean => all.findIndex(({ field, path }) => field === fault.field && path.join('.') === fault.path.join('.')) === index

const empty = new Set<FaultWord | undefined>(['missing', 'noPoint', 'oneReference'])

/** @returns faults that are worth showing before anybody has tried to save: what is merely still empty is not one. */
export const urgentFaults = (faults: readonly FieldFault[]): FieldFault[] => faults.filter(({ words }) => !empty.has(words?.word))

/** @returns the form of a new rule, with what most rules have. */
export const newDraft = (enterprise: string): RuleDraft => ({ ...draftOf({ kind: 'H', priority: 'yellow', enabled: true, ackRequired: true }), enterprise })
