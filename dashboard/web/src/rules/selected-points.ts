import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Point } from '@hazardwatch/shared/ledger'
import { looksLikeSelector, parseSelector, selects, type selectorAttributes } from '@hazardwatch/shared/point-selector'
import { notForMany, partOn } from '@hazardwatch/shared/rule-part'
import { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { isWords, type Words } from '@hazardwatch/shared/words'
import type { RuleDraft } from './rule-draft.ts'

type Attribute = (typeof selectorAttributes)[number]

/** Which points a selector means. */
export interface SelectedPoints {
  /** Why the selector cannot be read; null when it can. */
  fault: Words | null
  watched: readonly Point[]
  /** Meant, but what the rule says does not fit them. */
  excluded: readonly { point: Point; reason: Words }[]
}

/** @returns whether the points of an enterprise are named by a selector; a registered tag that reads so is a tag. */
export const namesMany = (text: string | undefined, points: readonly Point[]): boolean => text !== undefined && looksLikeSelector(text) && !points.some(({ tag }) => tag === text)

/** @returns the points of an enterprise that a selector means, in the order of their tags. @param rule as it reads in the form, where it can be read */
export const selectedPoints = (text: string, points: readonly Point[], rule: AlarmRule | undefined): SelectedPoints => {
  const selector = parseSelector(text)
  if (isWords(selector)) return { fault: selector, watched: [], excluded: [] }
  const meant = points.filter((point) => selects(selector, point)).sort((one, other) => one.tag.localeCompare(other.tag, 'en', { numeric: true }))
  const judged = meant.map((point) => ({ point, part: rule === undefined ? undefined : partOn(rule, point) }))
  return {
    fault: null, watched: judged.filter(({ part }) => !isWords(part)).map(({ point }) => point),
    excluded: judged.flatMap(({ point, part }) => (isWords(part) ? [{ point, reason: part }] : [])),
  }
}

/** @returns whether a rule of a kind can be on many points at all. */
export const mayBeOnMany = (kind: RuleKind): boolean => notForMany({ kind } as AlarmRule) === undefined

/** What a rule watches: what can be chosen for one is nothing that the other could watch. */
const watchedBy = (kind: RuleKind): string => (kind === 'video' || kind === 'gateway' ? kind : 'point')

/** @returns the form after its kind was changed: what it watched is taken back where a rule of the new kind cannot watch it. */
export const repointed = (draft: RuleDraft, before: RuleDraft, points: readonly Point[]): RuleDraft => {
  const [kind, old] = [RuleKind.safeParse(draft.kind).data, RuleKind.safeParse(before.kind).data]
  if (kind === undefined || old === undefined || kind === old) return draft
  return watchedBy(kind) === watchedBy(old) && (mayBeOnMany(kind) || !namesMany(draft.point, points)) ? draft : { ...draft, point: undefined }
}

export interface AttributeValue {
  attribute: Exclude<Attribute, 'tag'>
  value: string
  count: number
}

/** @returns what the points of an enterprise can be told apart by, the most frequent first. */
export const attributeValues = (points: readonly Point[]): AttributeValue[] =>
  (['quantity', 'source', 'unit'] as const).flatMap((attribute) => {
    const counts = new Map<string, number>()
    for (const point of points) counts.set(point[attribute], (counts.get(point[attribute]) ?? 0) + 1)
    // One value for all tells nothing apart.
    return counts.size < 2 ? [] : [...counts].map(([value, count]) => ({ attribute, value, count })).sort((one, other) => other.count - one.count)
  })

/** @returns the selector with one more condition. */
export const withCondition = (text: string, attribute: Attribute, value: string): string => {
  const condition = `${attribute}=${value === '' || /[,"{}*]|^\s|\s$/.test(value) ? `"${value}"` : value}`
  const bare = text.trim()
  if (!bare.endsWith('}')) return `${bare}{${condition}}`
  const inner = bare.slice(0, -1)
  return inner.endsWith('{') ? `${inner}${condition}}` : `${inner}, ${condition}}`
}
