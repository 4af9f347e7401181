import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { chineseIssue } from '@hazardwatch/shared/chinese-issue'
import { ruleFaultReasons, type RuleFaultReason } from '@hazardwatch/shared/rule-parameters'
import type { Words } from '@hazardwatch/shared/words'
import type { z } from 'zod'
import type { RuleField } from './rule-draft.ts'

/** What is wrong, in the words of the form. */
export type FaultWord = RuleFaultReason | 'atLeast' | 'moreThan' | 'atMost' | 'tooLong' | 'tooMany' | 'noNumber' | 'whole' | 'time' | 'noPoint' | 'taken' | 'selector'

export interface FieldFault {
  /** Null: about the rule as a whole. */
  field: RuleField | null
  /** Which part of the field: `['0', 'from']`; empty = the field itself. */
  path: readonly string[]
  /** Where the form has no words for it. */
  message: Words
  words?: { word: FaultWord; value: string }
}

const shape: Readonly<Record<string, unknown>> = AlarmRule.shape
const isField = (name: string | undefined): name is RuleField => name !== undefined && Object.hasOwn(shape, name)

/** @returns the fault at a path whose first part names the field. */
const faultAt = (path: readonly PropertyKey[], message: Words, words?: FieldFault['words']): FieldFault => {
  const [name, ...rest] = path.map(String)
  return { field: isField(name) ? name : null, path: rest, message, ...(words !== undefined && { words }) }
}

const same = (text: string): Words => ({ en: text, zh: text })

/** @returns a fault of the form itself. */
export const formFault = (field: RuleField, word: FaultWord, value = '', path: readonly string[] = []): FieldFault => ({ field, path, message: same(word), words: { word, value } })

type Issue = z.core.$ZodIssue

/** @returns what the schema found, each at its field and in words where there are some. */
export const schemaFaults = (issues: readonly Issue[]): FieldFault[] =>
  issues.flatMap(withinUnion).map((issue) => {
    const words = wordsOf(issue)
    return faultAt(issue.path, { en: issue.message, zh: chineseIssue(issue) }, words)
  })

/** A condition fails as each of its forms: the one that got past its outermost type is the one that was meant. */
const withinUnion = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find((branch) => branch.length > 0 && !branch.some((inner) => inner.path.length === 0 && (inner.code === 'invalid_type' || inner.code === 'unrecognized_keys')))
    ?? issue.errors.find((branch) => branch.some((inner) => inner.path.length > 0 && inner.code !== 'invalid_type'))
  return meant === undefined ? [issue] : meant.filter(({ code }) => code !== 'unrecognized_keys').flatMap((inner) => withinUnion({ ...inner, path: [...issue.path, ...inner.path] }))
}

const wordsOf = (issue: Issue): FieldFault['words'] => {
  if (issue.code === 'invalid_type') return { word: issue.expected === 'int' ? 'whole' : 'missing', value: '' }
  if (issue.code === 'too_small') return issue.origin === 'number' ? { word: issue.inclusive === false ? 'moreThan' : 'atLeast', value: String(issue.minimum) } : { word: 'missing', value: '' }
  if (issue.code === 'too_big') return { word: issue.origin === 'string' ? 'tooLong' : issue.origin === 'array' ? 'tooMany' : 'atMost', value: String(issue.maximum) }
  if (issue.code === 'invalid_format' && issue.path[0] === 'schedule') return { word: 'time', value: '' }
  return issue.code === 'custom' ? reasonOf(issue.params?.reason) : undefined
}

const reasonOf = (reason: unknown): FieldFault['words'] => {
  const word = ruleFaultReasons.find((known) => known === reason)
  return word === undefined ? undefined : { word, value: '' }
}

/** @returns the faults that the service has found (`body.limit`, `body[0].schedule[1].from`) at their fields; it has said them in the language of the page. */
export const serviceFaults = (faults: readonly { path: string; message: string }[]): FieldFault[] =>
  faults.map(({ path, message }) => {
    const [root, ...parts] = path.split(/[.[\]]+/).filter((part) => part !== '')
    const within = root === 'body' && /^\d+$/.test(parts[0] ?? '') ? parts.slice(1) : parts
    return faultAt(root === 'body' ? within : [], same(message))
  })

/** @returns the faults of one part of a field, and of what is in it. */
export const faultsWithin = (faults: readonly FieldFault[], ...path: readonly string[]): FieldFault[] =>
  faults.filter((fault) => path.every((part, index) => fault.path[index] === part)).map((fault) => ({ ...fault, path: fault.path.slice(path.length) }))
