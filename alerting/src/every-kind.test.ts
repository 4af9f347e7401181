import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { qualities } from '@hazardwatch/shared/quality'
import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { ruleKinds, type RuleKind } from '@hazardwatch/shared/rule-parameters'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKillableEngine, type KillableEngine } from './testing/killable-engine.ts'
import type { Line } from './testing/occurrence-model.ts'
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
  drift: { limit: 3, windowS: 60, sibling: 'P1' },
  forecast: { limit: 8, horizonS: 30, windowS: 30, confidence: 0.6 },
  health: { low: 1, high: 9, windowS: 20, minReadings: 5 },
  combination: { when: { and: ['H', { not: 'LL' }] } },
  multivariate: { limit: 0.9, deadband: 0.02, others: ['P1', 'P2'], everyS: 2, model: testModel(['P0', 'P1', 'P2'], 2) },
  changepoint: {},
  vote: { level: 6, others: ['P1', 'P2'], need: 2, afterS: 15, deadband: 1 },
}
const ruleOf = (kind: RuleKind): AlarmRule => AlarmRule.parse({ id: kind, enterprise: 'E', point: 'P0', kind, priority: 'red', ...settings[kind] })
/** Cameras and gateways have no readings: their rules stand in gate-rules.test.ts and gateways/. */
const readingKinds = ruleKinds.filter((kind) => kind !== 'video' && kind !== 'gateway')
const kinds = ruleKinds.filter((kind) => settings[kind] !== undefined)
const rules = kinds.map(ruleOf)

interface Sent { point: number; value: number | null; quality: (typeof qualities)[number]; historical?: boolean }
type Row = Sent & { time: number }
/** Readings that arrive together, after a pause of so many seconds; each as old on arrival as it says. */
interface Arrival { pauseS: number; rows: (Sent & { ageS: number })[] }

const value = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 10 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e30, -1e30, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const quality = fc.oneof({ weight: 12, arbitrary: fc.constant('good' as const) }, { weight: 1, arbitrary: fc.constantFrom(...qualities) })
const reading = (ages: fc.Arbitrary<number>) => fc.record({ point: fc.constantFrom(1, 1, 1, 2, 3), ageS: ages, value, quality })
const scattered = (ages: fc.Arbitrary<number>): fc.Arbitrary<Arrival[]> =>
  fc.array(fc.record({ pauseS: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.integer({ min: 5, max: 40 }) }), rows: fc.array(reading(ages), { minLength: 1, maxLength: 4 }) }), { minLength: 1, maxLength: 60 })

/** The own point climbs steadily and then stays, as the others do: what scatters is never seen to drift. */
const leaning = (arrivals: readonly Arrival[]): Arrival[] => arrivals.map((arrival, index) => ({
  ...arrival, rows: arrival.rows.map((row) => (row.value !== null && row.value >= 0 && row.value <= 10 ? { ...row, value: (row.point === 1 ? Math.min(index, 24) / 3 : 0) + row.value / 20 } : row)),
}))
const stream = (ages: fc.Arbitrary<number>): fc.Arbitrary<Arrival[]> => fc.oneof({ weight: 3, arbitrary: scattered(ages) }, { weight: 1, arbitrary: scattered(ages).map(leaning) })

/** The same with what comes late by itself: out of order, marked by its sender, whole buffers oldest first, and all of it perhaps once more. */
const buffer: fc.Arbitrary<Arrival> = fc.record({
  ageS: fc.integer({ min: 20, max: 2_000 }), stepS: fc.integer({ min: 1, max: 4 }), marked: fc.boolean(),
  values: fc.array(fc.record({ point: fc.constantFrom(1, 1, 2, 3), value, quality }), { minLength: 4, maxLength: 20 }),
}).map(({ ageS, stepS, marked, values }) => ({ pauseS: 1, rows: values.map((sent, index) => ({ ...sent, ageS: ageS - index * stepS, historical: marked })).filter((row) => row.ageS >= 0) }))
const troubled: fc.Arbitrary<Arrival[]> = fc.array(fc.tuple(stream(fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 400 }) })), buffer, fc.constantFrom(0, 1, 2)), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.flatMap(([arrivals, late, times]) => [...arrivals.slice(0, 20), ...Array.from({ length: times }, () => late)]))

/** The stream as batches. A reading is older the further down it stands, so that no two of one arrival have one time by accident. */
const batchesOf = (arrivals: readonly Arrival[]): { at: number; rows: Row[] }[] => {
  let at = START
  return arrivals.map(({ pauseS, rows }) => {
    at += pauseS * 1000
    return { at, rows: rows.map(({ ageS, ...row }) => ({ ...row, time: at - ageS * 1000 })) }
  })
}
const batch = (at: number, rows: readonly Row[]): ReadingBatch => {
  const made = batchOf(at, rows)
  if (rows.some(({ historical }) => historical === true)) made.historical = Uint8Array.from(rows, ({ historical }) => Number(historical === true))
  return made
}

type Play = (engine: KillableEngine, at: number, rows: readonly Row[]) => void
/** @returns what is in the store at the end, when everything has run out. */
const play = (arrivals: readonly Arrival[], each: Play, of: readonly AlarmRule[] = rules): KillableEngine => {
  const engine = createKillableEngine(of, START)
  let end = START
  for (const { at, rows } of batchesOf(arrivals)) {
    each(engine, at, rows)
    end = at
  }
  engine.wait(end + 600_000)
  engine.commit()
  return engine
}
const straight: Play = (engine, at, rows) => {
  engine.wait(at - 1)
  engine.judge(batch(at, rows))
  engine.commit()
}
const live = (lines: readonly Line[]): Line[] => lines.filter((line) => line.startsWith('live'))
/** Each rule tells two courses of events, the live and the late one: which of several is told first says nothing. */
const courses = ({ told }: { told: readonly Line[] }): Line[][] => ['live', 'late'].flatMap((course) => ruleKinds.map((kind) => told.filter((line) => line.startsWith(`${course} ${kind} `))))
/** What is left in the end: each occurrence with its times. */
const left = (engine: KillableEngine): string[] =>
  engine.occurrences().map(({ id, rule, late, onsetAt, raisedAt, clearedAt }) => `${rule} ${late ? 'late' : 'live'} ${onsetAt} ${raisedAt} ${clearedAt ?? 'stands'} ${id}`).sort()
const inTime = fc.constant(0)
const anyAge = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 2 }) }, { weight: 1, arbitrary: fc.integer({ min: 3, max: 400 }) })

/** Hours without an event, then one, and then another level for good: in random streams nothing is unusual. */
const excursion = Array.from({ length: 1600 }, (_, i): Arrival => ({ pauseS: 2, rows: [{ point: 1, ageS: 0, value: i >= 900 && i < 910 ? 60 : (i < 1200 ? 5 : 9) + Math.sin(i * i), quality: 'good' }] }))

describe('every kind of rule', { timeout: 120_000 }, () => {
  it('is here', () => { expect(kinds).toEqual(readingKinds) })

  it('alarms in such streams, so that the rest of these tests can fail', () => {
    // In one piece: a baseline is learnt only from many readings.
    const apart = [1, 2, 3, 4, 5, 6].map((seed) => leaning(fc.sample(scattered(inTime), { numRuns: 6, seed }).flat()))
    const lines = [fc.sample(scattered(inTime), { numRuns: 60, seed: 1 }).flat(), excursion, ...apart].flatMap((arrivals) => play(arrivals, straight).told)
    const seen = new Set(lines.map((line) => line.split(' ').slice(1, 3).join(' ')))
    expect([...seen].sort()).toEqual(kinds.flatMap((kind) => [`${kind} cleared`, `${kind} raised`]).sort())
  })

  it('finds the same wherever a batch is split', () => {
    fc.assert(fc.property(stream(anyAge), (arrivals) => {
      const split: Play = (engine, at, rows) => { for (const row of rows) straight(engine, at, [row]) }
      expect(courses(play(arrivals, split))).toEqual(courses(play(arrivals, straight)))
    }), { numRuns: 100 })
  })

  it('finds the same however often it looks at the clock, and however much goes into one commit', () => {
    fc.assert(fc.property(troubled, fc.array(fc.constantFrom('wait', 'commit', 'neither', 'wait after'), { minLength: 70, maxLength: 70 }), (arrivals, fates) => {
      let step = 0
      const seldom: Play = (engine, at, rows) => {
        const fate = fates[step++]
        if (fate === 'wait') engine.wait(at - 1)
        engine.judge(batch(at, rows))
        if (fate === 'wait after') engine.wait(at + 900)
        if (fate === 'commit') engine.commit()
      }
      const [other, expected] = [play(arrivals, seldom), play(arrivals, straight)]
      expect(courses(other)).toEqual(courses(expected))
      expect(left(other)).toEqual(left(expected))
    }), { numRuns: 60 })
  })

  it('a silence breaks off nothing that had run out before it, also where one step made the next one due', () => {
    const of = rules.filter(({ kind }) => kind === 'count' || kind === 'silence')
    const sent = (pauseS: number, value: number): Arrival => ({ pauseS, rows: [{ point: 1, ageS: 0, value, quality: 'good' }] })
    const arrivals = [sent(2, 9), sent(1, 0), sent(8, 7), sent(13, 0)]
    const seldom: Play = (engine, at, rows) => { engine.judge(batch(at, rows)) }
    expect(play(arrivals, straight, of).told).toContain(`live count cleared ${START + 20_000}`)
    expect(courses(play(arrivals, seldom, of))).toEqual(courses(play(arrivals, straight, of)))
  })

  it('finds the same whenever it is killed, live and late: nothing is lost, nothing told twice, nothing invented', () => {
    fc.assert(fc.property(troubled, fc.array(fc.constantFrom('kill', 'kill before the commit', 'keep', 'commit', 'go on'), { minLength: 70, maxLength: 70 }), (arrivals, fates) => {
      let step = 0
      const killed: Play = (engine, at, rows) => {
        const fate = fates[step++]
        engine.wait(at - 1)
        engine.judge(batch(at, rows))
        if (fate === 'kill before the commit') engine.kill()
        if (fate === 'commit' || fate === 'kill') engine.commit()
        if (fate === 'keep') engine.keepClocks()
        if (fate === 'kill') engine.kill()
      }
      const [told, expected] = [play(arrivals, killed), play(arrivals, straight)]
      expect(courses(told)).toEqual(courses(expected))
      expect(left(told)).toEqual(left(expected))
    }), { numRuns: 60 })
  })

  it('is not moved by what is delivered again', () => {
    fc.assert(fc.property(stream(inTime), (arrivals) => {
      const again: Play = (engine, at, rows) => {
        straight(engine, at, rows)
        straight(engine, at, rows)
      }
      const [told, expected] = [play(arrivals, again), play(arrivals, straight)]
      expect(courses(told)).toEqual(courses(expected))
      expect(left(told)).toEqual(left(expected))
    }), { numRuns: 60 })
  })

  it('keeps its live state whatever comes late', () => {
    fc.assert(fc.property(stream(inTime), fc.array(fc.tuple(fc.integer({ min: 301, max: 9_000 }), value), { maxLength: 20 }), (arrivals, old) => {
      let next = 0
      const disturbed: Play = (engine, at, rows) => {
        const [ageS, late] = old[next++ % Math.max(1, old.length)] ?? [400, 9]
        straight(engine, at, [{ point: 1, time: at - ageS * 1000, value: late, quality: 'good' }])
        straight(engine, at, rows)
      }
      expect(live(play(arrivals, disturbed).told)).toEqual(live(play(arrivals, straight).told))
    }), { numRuns: 60 })
  })

  it('never says anything but finite times', () => {
    fc.assert(fc.property(stream(anyAge), (arrivals) => {
      for (const line of play(arrivals, straight).told) expect(Number.isFinite(Number(line.split(' ').at(-1))), line).toBe(true)
    }), { numRuns: 60 })
  })
})
