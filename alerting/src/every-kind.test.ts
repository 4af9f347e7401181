import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { qualities } from '@hazardwatch/shared/quality'
import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { ruleKinds, type RuleKind } from '@hazardwatch/shared/rule-parameters'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKillableEngine, type Line } from './testing/killable-engine.ts'
import { testModel } from './testing/test-model.ts'

const START = 1_800_000_000_000

/** One rule of each kind, small enough that random streams make it alarm. */
const settings: Partial<Record<RuleKind, object>> = {
  LL: { limit: 1 },
  L: { limit: 3, deadband: 1, onDelayS: 2 },
  H: { limit: 7, deadband: 1, onDelayS: 3, offDelayS: 2 },
  HH: { limit: 9 },
  rate: { limit: 4, windowS: 20, deadband: 1 },
  deviation: { limit: 4, sibling: 'P1', onDelayS: 2 },
  baseline: { limit: 4, warmUpS: 60, riseS: 3600, fallS: 3600 },
  anomaly: {},
  flatline: { windowS: 4, minReadings: 3, tolerance: 1 },
  silence: { afterS: 12 },
  fault: { onDelayS: 2 },
  range: { low: 1, high: 8, deadband: 1 },
  count: { limit: 2, level: 7, windowS: 15, offDelayS: 3 },
  accumulated: { limit: 5, level: 6, windowS: 20, deadband: 1 },
  twa: { limit: 5, windowS: 30, deadband: 1 },
  drift: { limit: 3, windowS: 30, sibling: 'P1' },
  forecast: { limit: 8, horizonS: 30, windowS: 30, confidence: 0.6 },
  health: { low: 1, high: 9, windowS: 20, minReadings: 5 },
  combination: { when: { and: ['H', { not: 'LL' }] } },
  multivariate: { limit: 0.9, deadband: 0.02, others: ['P1', 'P2'], everyS: 2, model: testModel(['P0', 'P1', 'P2'], 2) },
  vote: { level: 6, others: ['P1', 'P2'], need: 2, afterS: 15, deadband: 1 },
}
const ruleOf = (kind: RuleKind): AlarmRule => AlarmRule.parse({ id: kind, enterprise: 'E', point: 'P0', kind, priority: 'red', ...settings[kind] })
/** Cameras have no readings: their rules stand in gate-rules.test.ts. */
const readingKinds = ruleKinds.filter((kind) => kind !== 'video')
const kinds = ruleKinds.filter((kind) => settings[kind] !== undefined)
const rules = kinds.map(ruleOf)

interface Row { point: number; time: number; value: number | null; quality: (typeof qualities)[number] }
/** Readings that arrive together, after a pause of so many seconds; each as old on arrival as it says. */
interface Arrival { pauseS: number; rows: { point: number; ageS: number; value: number | null; quality: (typeof qualities)[number] }[] }

const value = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 10 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e30, -1e30, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const quality = fc.oneof({ weight: 12, arbitrary: fc.constant('good' as const) }, { weight: 1, arbitrary: fc.constantFrom(...qualities) })
const reading = (ages: fc.Arbitrary<number>) => fc.record({ point: fc.constantFrom(1, 1, 1, 2, 3), ageS: ages, value, quality })
const stream = (ages: fc.Arbitrary<number>): fc.Arbitrary<Arrival[]> =>
  fc.array(fc.record({ pauseS: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.integer({ min: 5, max: 40 }) }), rows: fc.array(reading(ages), { minLength: 1, maxLength: 4 }) }), { minLength: 1, maxLength: 60 })

/** The stream as batches. A reading is older the further down it stands, so that no two of one arrival have one time by accident. */
const batchesOf = (arrivals: readonly Arrival[]): { at: number; rows: Row[] }[] => {
  let at = START
  return arrivals.map(({ pauseS, rows }) => {
    at += pauseS * 1000
    return { at, rows: rows.map(({ ageS, ...row }) => ({ ...row, time: at - ageS * 1000 })) }
  })
}
const batch = (at: number, rows: readonly Row[]): ReadingBatch => batchOf(at, rows)

type Play = (engine: ReturnType<typeof createKillableEngine>, at: number, rows: readonly Row[]) => void
const play = (arrivals: readonly Arrival[], each: Play, of: readonly AlarmRule[] = rules): Line[] => {
  const engine = createKillableEngine(of, START)
  for (const { at, rows } of batchesOf(arrivals)) {
    engine.wait(at)
    each(engine, at, rows)
  }
  return engine.told
}
const straight: Play = (engine, at, rows) => { engine.judge(batch(at, rows)) }
const live = (lines: readonly Line[]): Line[] => lines.filter((line) => line.startsWith('live'))
/** Each rule tells two courses of events, the live and the late one: which of several is told first says nothing. Of the late one that it began: it may be told again, and where it is the live occurrence itself its end is not told. */
const courses = (lines: readonly Line[]): Line[][] =>
  ['live', 'late'].flatMap((course) => ruleKinds.map((kind) => {
    const ofRule = lines.filter((line) => line.startsWith(`${course} ${kind} `))
    return course === 'live' ? ofRule : [...new Set(ofRule.filter((line) => line.includes('raised')))]
  }))
const inTime = fc.constant(0)
const anyAge = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 2 }) }, { weight: 1, arbitrary: fc.integer({ min: 3, max: 400 }) })

/** Hours without an event, then one: in random streams nothing is unusual. */
const excursion = Array.from({ length: 1600 }, (_, i): Arrival => ({ pauseS: 2, rows: [{ point: 1, ageS: 0, value: i >= 900 && i < 910 ? 60 : 5 + Math.sin(i * i), quality: 'good' }] }))

describe('every kind of rule', () => {
  it('is here', () => { expect(kinds).toEqual(readingKinds) })

  it('alarms in such streams, so that the rest of these tests can fail', () => {
    // In one piece: a baseline is learnt only from many readings.
    const lines = [fc.sample(stream(inTime), { numRuns: 60, seed: 1 }).flat(), excursion].flatMap((arrivals) => play(arrivals, straight))
    const seen = new Set(lines.map((line) => line.split(' ').slice(1, 3).join(' ')))
    expect([...seen].sort()).toEqual(kinds.flatMap((kind) => [`${kind} cleared`, `${kind} raised`]).sort())
  })

  it('finds the same wherever a batch is split', () => {
    fc.assert(fc.property(stream(anyAge), (arrivals) => {
      const split: Play = (engine, at, rows) => { for (const row of rows) engine.judge(batch(at, [row])) }
      expect(courses(play(arrivals, split))).toEqual(courses(play(arrivals, straight)))
    }), { numRuns: 100 })
  })

  it('finds the same whenever it is killed: nothing live is lost, nothing told twice, nothing late invented', () => {
    fc.assert(fc.property(stream(anyAge), fc.array(fc.constantFrom('kill', 'keep', 'go on'), { minLength: 60, maxLength: 60 }), (arrivals, fates) => {
      let step = 0
      const killed: Play = (engine, at, rows) => {
        engine.judge(batch(at, rows))
        const fate = fates[step++]
        if (fate === 'keep') engine.keepClocks()
        if (fate === 'kill') engine.kill()
      }
      const [told, expected] = [play(arrivals, killed), play(arrivals, straight)]
      expect(courses(live(told))).toEqual(courses(live(expected)))
      expect(expected).toEqual(expect.arrayContaining(told.filter((line) => line.startsWith('late') && line.includes('raised'))))
    }), { numRuns: 150 })
  })

  it('is not moved by what is delivered again', () => {
    fc.assert(fc.property(stream(inTime), (arrivals) => {
      const again: Play = (engine, at, rows) => {
        engine.judge(batch(at, rows))
        engine.judge(batch(at, rows))
      }
      expect(play(arrivals, again)).toEqual(play(arrivals, straight))
    }), { numRuns: 60 })
  })

  it('keeps its live state whatever comes late', () => {
    fc.assert(fc.property(stream(inTime), fc.array(fc.tuple(fc.integer({ min: 301, max: 9_000 }), value), { maxLength: 20 }), (arrivals, old) => {
      let next = 0
      const disturbed: Play = (engine, at, rows) => {
        const [ageS, late] = old[next++ % Math.max(1, old.length)] ?? [400, 9]
        engine.judge(batch(at, [{ point: 1, time: at - ageS * 1000, value: late, quality: 'good' }]))
        engine.judge(batch(at, rows))
      }
      expect(live(play(arrivals, disturbed))).toEqual(live(play(arrivals, straight)))
    }), { numRuns: 60 })
  })

  it('never says anything but finite times', () => {
    fc.assert(fc.property(stream(anyAge), (arrivals) => {
      for (const line of play(arrivals, straight)) expect(Number.isFinite(Number(line.split(' ').at(-1))), line).toBe(true)
    }), { numRuns: 60 })
  })
})
