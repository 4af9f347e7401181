import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { gridSize, putInGrid } from '../detect/multivariate/row-grid.ts'
import { SourceScorer } from '../detect/multivariate/source-scorer.ts'
import type { SourceModel } from '../detect/multivariate/source-model.ts'
import type { Onlooker } from './look-on.ts'

/** Channels beyond these contribute little and would make the picture small. */
const SHOWN = 4
const LEAST_SHARE = 0.05
const NEARLY_ALL = 2.576

/** The joint state of a source: each channel beside what its past and the other channels imply. */
export const lookOnSource = (rule: AlarmRule, model: SourceModel, limit: number): Onlooker => {
  const scorer = new SourceScorer(model)
  const everyMs = (rule.everyS ?? Number.NaN) * 1000
  const tags = [rule.point, ...rule.others ?? []]
  const cells = new Float64Array(scorer.size + gridSize(tags.length)).fill(Number.NaN)
  const row = new Float64Array(tags.length)
  const shares = new Float64Array(tags.length)
  return {
    meaning: 'distance',
    alarmAt: () => limit,
    take: (input, time, value) => {
      const at = putInGrid(cells, scorer.size, everyMs, input, time, value, row)
      if (Number.isNaN(at)) return undefined
      const score = scorer.step(cells, at, row)
      const bands = tags.map((_, channel) => {
        const expected = scorer.impliedValue(channel)
        const width = NEARLY_ALL * scorer.impliedDeviation(channel)
        return { low: expected - width, expected, high: expected + width }
      })
      return { time: at, values: [...row], bands, score }
    },
    reason: () => {
      if (scorer.hasSeen(cells)) scorer.blame(cells, shares)
      const contributions = tags.map((tag, channel) => ({ channel, contribution: { name: tag, family: null, tag, share: shares[channel] ?? 0, change: null } }))
        .filter(({ contribution }) => contribution.share > 0).sort((a, b) => b.contribution.share - a.contribution.share)
      const shown = contributions.filter(({ contribution }) => contribution.share >= LEAST_SHARE).slice(0, SHOWN).map(({ channel }) => channel)
      return {
        contributions: contributions.map(({ contribution }) => contribution), findings: [], course: null,
        series: [0, ...shown.filter((channel) => channel !== 0)], expectedBy: 'channels',
      }
    },
  }
}
