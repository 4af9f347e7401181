import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Point } from '@hazardwatch/shared/ledger'

/** One of many that can be picked by its words. */
export interface PickChoice {
  value: string
  label: string
  /** Beside it, softly: unit, source, limit. */
  detail: string
}

/** More than anybody reads; more words find the rest. */
export const MOST_SHOWN = 40

/** @returns the choices that have all words of a text, the one that is spelt so first, then those that begin so; and how many were left off. */
export const findChoices = (choices: readonly PickChoice[], text: string): { found: PickChoice[]; more: number } => {
  const asked = text.trim().toLowerCase()
  const words = asked.split(/\s+/).filter((word) => word !== '')
  const rank = ({ value }: PickChoice): number => (value.toLowerCase() === asked ? 0 : value.toLowerCase().startsWith(asked) ? 1 : 2)
  const all = choices.filter(({ value, label, detail }) => words.every((word) => `${value} ${label} ${detail}`.toLowerCase().includes(word)))
  const found = asked === '' ? all : [...all].sort((one, other) => rank(one) - rank(other))
  return { found: found.slice(0, MOST_SHOWN), more: Math.max(0, found.length - MOST_SHOWN) }
}

/** What makes another point likely to be meant: that it measures the same (a sibling, a vote), or that it is of the same source (the state of a source). */
export type Likeness = 'measure' | 'source'

/** @returns the points of an enterprise to pick from, those that are like `like` first. */
export const pointChoices = (points: readonly Point[], like: Point | undefined, by: Likeness, words: { name(point: Point): string; unit(point: Point): string }): PickChoice[] => {
  const ofSource = by === 'source' ? 8 : 1
  const rank = (point: Point): number => (like === undefined ? 0 : (point.unit === like.unit ? 0 : 4) + (point.quantity === like.quantity ? 0 : 2) + (point.source === like.source ? 0 : ofSource))
  return points.filter(({ tag }) => tag !== like?.tag)
    .map((point) => ({ point, order: rank(point) }))
    .sort((one, other) => one.order - other.order || one.point.tag.localeCompare(other.point.tag, 'en', { numeric: true }))
    .map(({ point }) => ({ value: point.tag, label: words.name(point), detail: [words.unit(point), point.source].filter((part) => part !== '').join(' · ') }))
}

/** @returns the rules of an enterprise to pick from, but for the one that picks. */
export const ruleChoices = (rules: readonly AlarmRule[], own: string | undefined, words: { name(rule: AlarmRule): string; detail(rule: AlarmRule): string }): PickChoice[] =>
  rules.filter(({ id }) => id !== own).map((rule) => ({ value: rule.id, label: words.name(rule), detail: words.detail(rule) }))
