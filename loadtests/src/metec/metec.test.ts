import { describe, expect, it } from 'vitest'
import { METHANE_RULE } from './bench-metec.ts'
import { judgeWeek, readReleases, week, type RuleFields } from './judge-week.ts'
import { scoreReleases } from './score-releases.ts'

const MINUTE = 60_000
const minutes = (from: number, to: number) => ({ from: from * MINUTE, to: to * MINUTE })
const score = (fields: RuleFields) => scoreReleases(judgeWeek(fields), readReleases(), week())

describe('scoring alarms against releases', () => {
  it.each([
    ['nothing', [], { releases: 0, medianDelayMinutes: Number.POSITIVE_INFINITY, episodes: 0, falseEpisodes: 0, minutesOutside: 0 }],
    ['in time', [minutes(103, 110)], { releases: 1, medianDelayMinutes: 3, falseEpisodes: 0, minutesOutside: 0 }],
    ['standing before', [minutes(95, 110)], { releases: 1, medianDelayMinutes: 0, alreadyStanding: 1, falseEpisodes: 0, minutesOutside: 5 }],
    ['past the end, within the grace', [minutes(150, 175)], { releases: 1, falseEpisodes: 0, minutesOutside: 14, minutesOutsideAfterGrace: 4 }],
    ['in the grace only', [minutes(168, 172)], { releases: 0, falseEpisodes: 0, minutesOutside: 4, minutesOutsideAfterGrace: 1 }],
    ['elsewhere', [minutes(10, 20), minutes(15, 30)], { releases: 0, episodes: 1, falseEpisodes: 1, minutesOutside: 20 }],
    ['twice with a pause of 29 minutes', [minutes(10, 11), minutes(39, 40)], { episodes: 1, falseEpisodes: 1 }],
    ['twice with a pause of 30 minutes', [minutes(10, 11), minutes(40, 41)], { episodes: 2, falseEpisodes: 2 }],
  ])('%s', (_, alarms, expected) => {
    expect(scoreReleases(alarms, [minutes(100, 160)], minutes(0, 300))).toMatchObject(expected)
  })
})

describe('the methane week through the alarm engine', () => {
  it('finds every release soon, with little beside', () => {
    const { releases, medianDelayMinutes, falseEpisodes, minutesOutside } = score(METHANE_RULE)
    expect({ releases, falseEpisodes }).toEqual({ releases: 17, falseEpisodes: 4 })
    expect(medianDelayMinutes).toBeLessThanOrEqual(5)
    expect(minutesOutside).toBeLessThanOrEqual(800)
  })

  it.each<[string, RuleFields]>([
    ['a smaller limit', { limit: 0.75 }],
    ['a larger limit', { limit: 0.9 }],
    ['a smaller deadband', { deadband: 0.16 }],
    ['a larger deadband', { deadband: 0.32 }],
    ['a shorter off-delay', { offDelayS: 300 }],
    ['a longer off-delay', { offDelayS: 600 }],
    ['a baseline of eight hours', { riseS: 28_800 }],
    ['a baseline of a day', { riseS: 86_400, fallS: 43_200 }],
    ['a longer warm-up', { warmUpS: 3_600 }],
  ])('does not hang on the setting: %s', (_, change) => {
    const changed = score({ ...METHANE_RULE, ...change })
    expect(changed.releases).toBe(17)
    expect(changed.medianDelayMinutes).toBeLessThanOrEqual(5)
    expect(changed.falseEpisodes).toBeLessThanOrEqual(5)
    expect(changed.minutesOutside).toBeLessThanOrEqual(800)
  })

  it('is more than a fixed limit does', () => {
    expect(score({ kind: 'H', limit: 10, onDelayS: 120 }).releases).toBe(9)
  })
})
