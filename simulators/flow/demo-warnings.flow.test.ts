import { isLimit } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { configureRule } from '../../alerting/src/configure-rule.ts'
import { otherInputs } from '../../alerting/src/detect/all-detectors.ts'
import { advanceEngine, judgeBatch } from '../../alerting/src/engine.ts'
import { createEngine, takeChanges } from '../../alerting/src/engine-state.ts'
import { simulatedEnterprises, troubleStream, type SimulatedEnterprise } from '../src/demo/demo-province.ts'
import { createPlantFeed } from '../src/demo/reading-feed.ts'
import { planTroubles } from '../src/plants/troubles.ts'

const START = Date.UTC(2026, 0, 1, 4)
const MINUTE = 60_000
const LASTS = 75 * MINUTE

/** Plays an enterprise of the demo through the engine as it runs live, faster than time. @returns every alarm raised, oldest first. */
const play = ({ ledger, run }: SimulatedEnterprise, seed: number) => {
  const engine = createEngine()
  const points = new Map(ledger.points.map((point, at) => [point.tag as string, { ...point, number: at + 1, retired: false }]))
  for (const rule of ledger.rules) {
    const point = points.get(rule.point)
    if (point !== undefined) configureRule(engine, rule, point, START, otherInputs(rule).map((tag) => points.get(tag)))
  }
  const intervals = new Map(ledger.points.flatMap(({ tag, expectedIntervalS }): [string, number][] => (expectedIntervalS === null ? [] : [[tag, expectedIntervalS]])))
  const feed = createPlantFeed(ledger.enterprise.code, run(START, seed), intervals, START)
  for (let now = START; now <= START + LASTS; now += 1000) {
    for (const { ts, values } of feed.due(now)) {
      judgeBatch(engine, batchOf(now, Object.entries(values).map(([tag, value]) => ({ point: points.get(tag)?.number ?? -1, time: ts, value, quality: 'good' as const }))))
    }
    advanceEngine(engine, now)
  }
  return takeChanges(engine).transitions.filter(({ event }) => event === 'raised').map(({ alarm, at }) => ({ ...alarm, at }))
}

const troubled = simulatedEnterprises.filter(({ troubles }) => troubles.length > 0).map((simulated) => ({ code: simulated.ledger.enterprise.code as string, simulated }))

describe.each([1, 2, 3])('the demo, seed %i', (seed) => {
  it.each(troubled)('$code: each slow trouble is found before its limit is reached, and nothing is found before it begins', ({ code, simulated }) => {
    const raised = play(simulated, seed)
    const warnings = raised.filter(({ kind }) => !isLimit(kind))
    for (const { kind, tag, from, until } of planTroubles(simulated.troubles, START, troubleStream(seed, code))) {
      const warning = warnings.find(({ point }) => point === tag)
      const limit = raised.find(({ point, kind: of, at }) => point === tag && isLimit(of) && at >= from)
      const minutes = (at: number | undefined): string => (at === undefined ? 'never' : `${((at - from) / MINUTE).toFixed(1)} min`)
      const lead = warning === undefined ? 0 : (limit?.at ?? until) - warning.at
      process.stdout.write(`seed ${seed} ${code}/${tag} ${kind}: found by ${warning?.kind ?? 'nothing'} after ${minutes(warning?.at)}, limit ${minutes(limit?.at)}, lead ${minutes(from + lead)}${limit === undefined ? ' until it was mended' : ''}\n`)
      expect(warning?.at).toBeGreaterThan(from)
      expect(lead).toBeGreaterThan(2 * MINUTE)
    }
    expect(warnings.filter(({ at }) => at < START + 3 * MINUTE)).toEqual([])
    expect(warnings.length).toBeLessThan(7)
  })
})
