import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Tag } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { looksLikeSelector, parseSelector, selects } from '@hazardwatch/shared/point-selector'
import { partOn } from '@hazardwatch/shared/rule-part'
import { isWords } from '@hazardwatch/shared/words'

/** As many as show how several stand in one message. */
const SAMPLES_MAX = 3

export interface SampleReading {
  tag: Tag
  value: number
}

/** Tags that are registered, each with a value inside its range and between its limits: whoever pastes the example must not raise an alarm. */
export const sampleReadings = (ledger: Pick<Ledger, 'points' | 'rules'>, enterprise: string): SampleReading[] => {
  const points = ledger.points(enterprise).sort((a, b) => (a.tag < b.tag ? -1 : 1)).slice(0, SAMPLES_MAX)
  const rules = points.length === 0 ? [] : ledger.rules({ enterprise })
  return points.map((point) => ({ tag: point.tag, value: quietValue(point, rules.flatMap((rule) => onPoint(rule, point) ?? [])) }))
}

/** The rule as it is on the point, if it is on it. */
const onPoint = (rule: AlarmRule, point: NumberedPoint): AlarmRule | undefined => {
  if (rule.point === point.tag) return rule
  const selector = looksLikeSelector(rule.point) ? parseSelector(rule.point) : undefined
  if (selector === undefined || isWords(selector) || !selects(selector, point)) return undefined
  const part = partOn(rule, point)
  return isWords(part) ? undefined : part
}

const quietValue = ({ rangeLow, rangeHigh }: NumberedPoint, rules: readonly AlarmRule[]): number => {
  const limits = (kinds: string[]): number[] => rules.flatMap(({ kind, limit }) => (kinds.includes(kind) && limit !== null ? [limit] : []))
  const low = Math.max(...limits(['L', 'LL']), rangeLow ?? Number.NEGATIVE_INFINITY)
  const high = Math.min(...limits(['H', 'HH']), rangeHigh ?? Number.POSITIVE_INFINITY)
  if (low === Number.NEGATIVE_INFINITY) return high > 0 ? 0 : high - 1
  return high === Number.POSITIVE_INFINITY ? low + 1 : rounded(low, high)
}

/** In the middle, with as few digits as stay between the two. */
const rounded = (low: number, high: number): number => {
  const middle = (low + high) / 2
  for (let digits = 0; digits < 6; digits++) {
    const value = Number(middle.toFixed(digits))
    if (value > low && value < high) return value
  }
  return middle
}
