import { printLine, round } from '../bench-line.ts'
import { judgeWeek, readReleases, week, type RuleFields } from './judge-week.ts'
import { scoreReleases } from './score-releases.ts'

/** The shipped rule, in ppm and seconds; how the baseline is learnt is the kind's own default. */
export const METHANE_RULE: RuleFields = { kind: 'baseline', limit: 0.8, deadband: 0.24, onDelayS: 120, offDelayS: 480 }

/** Metered releases found by the shipped rule through the alarm engine: one line, the counts in its fields. */
export const benchMetec = (): Promise<void> => {
  const score = scoreReleases(judgeWeek(METHANE_RULE), readReleases(), week())
  printLine({ bench: 'metec', value: score.releases, unit: `releases found of ${score.of}`, ...score, medianDelayMinutes: round(score.medianDelayMinutes, 1) })
  return Promise.resolve()
}
