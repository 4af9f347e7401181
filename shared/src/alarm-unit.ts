import type { AlarmRule } from './alarm-rule.ts'
import type { RuleKind } from './rule-parameters.ts'

/** What the value and the limit of an alarm are measured in, where that is not the unit of its point. */
const own: Partial<Record<RuleKind, string>> = { silence: 's', gateway: 's', accumulated: 's', count: '1', multivariate: '1', video: '1' }

/** Of seconds, the greatest unit of time that measures them in whole numbers. */
const times = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']] as const

/** @returns the window as a divisor in UCUM: `/min`, `/(5.min)` */
const perWindow = (seconds: number): string => {
  const [of, code] = times.find(([length]) => seconds % length === 0) ?? [1, 's']
  const count = seconds / of
  return count === 1 ? `/${code}` : `/(${count}.${code})`
}

/**
 * The unit (UCUM) of an alarm's value and limit: a silence is counted in seconds, a rate is a change per window (`m/min`), a share of the reference in per cent,
 * and a count is a plain number. Whatever shows the reading itself is in the unit of the point.
 */
export const alarmUnit = ({ kind, percent, windowS }: Pick<AlarmRule, 'kind' | 'percent' | 'windowS'>, pointUnit: string): string => {
  if (kind === 'rate' && windowS !== undefined) return `${pointUnit === '' ? '1' : pointUnit}${perWindow(windowS)}`
  if (kind === 'deviation' && percent === true) return '%'
  return own[kind] ?? pointUnit
}
