import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fitSource } from '../../../alerting/src/detect/multivariate/fit-source.ts'
import { ADAPTING_MULTIVARIATE } from '../../../alerting/src/detect/multivariate/source-model.ts'
import { SourceScorer } from '../../../alerting/src/detect/multivariate/source-scorer.ts'
import { describedSource, type DescribedRow, type DescribedRun, type DescribedSettings } from './described-source.ts'
import { RIG_CHANNELS, rigRuns } from './rig-series.ts'

const described: DescribedSettings = { ...ADAPTING_MULTIVARIATE, limitFactor: 1.2, release: 0.9 }

/** The shipped fit and scorer, with median, limit and release of the description instead of those from left-out blocks, and no ceiling. */
const shipped = (table: number[][], times: Float64Array, fit: number, { median, limit }: DescribedRun): { variances: number[], rows: DescribedRow[] } => {
  const channels = table[0]?.length ?? 0
  const learnt = fitSource({ times: times.subarray(0, fit), values: Float64Array.from(table.slice(0, fit).flat()), channels }, ADAPTING_MULTIVARIATE)
  const scorer = new SourceScorer({ ...learnt, settings: { ...learnt.settings, ceiling: Number.POSITIVE_INFINITY }, median, limit, release: described.release * limit })
  const cells = new Float64Array(scorer.size).fill(Number.NaN)
  const shares = new Float64Array(channels)
  const rows = table.map((row, t) => {
    const score = scorer.step(cells, times[t]!, row) * limit
    if (t < fit) scorer.forgetAdaptation(cells)
    scorer.blame(cells, shares)
    return { score, alarm: scorer.inAlarm(cells), blame: [...shares] }
  })
  return { variances: [...learnt.errorVariance], rows }
}

const shareOf = (blame: number[]): number[] => {
  const sum = blame.reduce((all, share) => all + share, 0)
  return blame.map((share) => (sum > 0 ? share / sum : 0))
}

/** How far the shipped detector is from the described one, at most, and in how many rows their alarms differ. */
const compare = (table: number[][], times: Float64Array, fit: number) => {
  const wanted = describedSource(table, fit, described)
  const { variances, rows } = shipped(table, times, fit, wanted)
  const pairs = wanted.rows.slice(fit).map((row, t) => ({ row, other: rows[fit + t]! }))
  return {
    variance: Math.max(...variances.map((variance, i) => Math.abs(variance / wanted.variances[i]! - 1))),
    score: Math.max(...pairs.map(({ row, other }) => Math.abs(other.score / row.score - 1))),
    blame: Math.max(...pairs.flatMap(({ row, other }) => shareOf(row.blame).map((share, i) => Math.abs(other.blame[i]! - share)))),
    alarms: pairs.filter(({ row, other }) => row.alarm !== other.alarm).length,
    alarmed: pairs.filter(({ row }) => row.alarm).length,
  }
}

describe('the shipped multivariate detector is the described one, row by row', () => {
  const runs = rigRuns(1)
  it.each([0, 18, 22, 25, 31].map((index) => [runs[index]!.name, runs[index]!] as const))('rig run %s', (_, { times, values }) => {
    const { alarms, alarmed, ...apart } = compare(Array.from(times, (__, t) => [...values.subarray(t * RIG_CHANNELS.length, (t + 1) * RIG_CHANNELS.length)]), times, 400)
    expect(Math.max(...Object.values(apart))).toBeLessThan(1e-6)
    expect([alarms, alarmed > 50]).toEqual([0, true])
  })

  it('Tennessee Eastman, fault 5 after the fault-free run', () => {
    const read = (file: string): number[][] => gunzipSync(readFileSync(new URL(`../../data/tep-sample/${file}`, import.meta.url))).toString().trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number))
    const lines = read('d00.dat.gz')
    const healthy = (lines[0] ?? []).map((_, row) => lines.map((line) => line[row]!))
    const table = [...healthy, ...read('d05_te.dat.gz')]
    const { alarms, alarmed, ...apart } = compare(table, Float64Array.from(table, (_, row) => row * 180_000), healthy.length)
    expect(Math.max(...Object.values(apart))).toBeLessThan(1e-6)
    expect([alarms, alarmed > 50]).toEqual([0, true])
  })
})
