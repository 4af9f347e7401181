import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitSource } from './fit-source.ts'
import { ADAPTING_MULTIVARIATE, SHIPPED_MULTIVARIATE, type MultivariateSettings } from './source-model.ts'
import { SourceScorer } from './source-scorer.ts'

const CHANNELS = 3

/** A linear congruential generator, and from it a sum of twelve: near enough to a normal one. */
const noise = (seed: number): (() => number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
  return () => {
    let sum = -6
    for (let k = 0; k < 12; k++) sum += next()
    return sum
  }
}

/** Three channels that share a load; from `from` on, every channel is wider by `widen` and the first is higher by `lift`. */
const plant = (seed: number, rows: number, from = Infinity, widen = 1, lift = 0): Float64Array => {
  const draw = noise(seed)
  const values = new Float64Array(rows * CHANNELS)
  for (let row = 0; row < rows; row++) {
    const load = draw()
    for (let i = 0; i < CHANNELS; i++) values[row * CHANNELS + i] = (row >= from ? widen : 1) * (0.5 * load + draw()) + (row >= from && i === 0 ? lift : 0)
  }
  return values
}

const model = (settings: MultivariateSettings) =>
  fitSource({ channels: CHANNELS, times: Float64Array.from({ length: 600 }, (_, row) => row * 1_000), values: plant(1, 600) }, settings)

const follow = (settings: MultivariateSettings, values: Float64Array) => {
  const scorer = new SourceScorer(model(settings))
  const cells = new Float64Array(scorer.size).fill(Number.NaN)
  const rows = values.length / CHANNELS
  return Array.from({ length: rows }, (_, row) => {
    const score = scorer.step(cells, (1_000 + row) * 1_000, values.subarray(row * CHANNELS, (row + 1) * CHANNELS))
    return { score, alarm: scorer.inAlarm(cells), adapted: cells.slice(scorer.size - 2 * CHANNELS) }
  })
}
const alarms = (settings: MultivariateSettings, values: Float64Array): number => follow(settings, values).filter(({ alarm }) => alarm).length

describe('getting used to what goes on undisturbed', () => {
  it('is off where a hazard is guarded: the shipped setting does not know it', () => {
    expect([SHIPPED_MULTIVARIATE.adapt, ADAPTING_MULTIVARIATE.adapt > 0]).toEqual([0, true])
    const values = plant(2, 800, 400, 1.3)
    const still = follow({ ...ADAPTING_MULTIVARIATE, adapt: 1e-12 }, values)
    for (const [row, { score }] of follow(SHIPPED_MULTIVARIATE, values).entries()) expect(score).toBeCloseTo(still[row]?.score ?? Number.NaN, 6)
  })

  it('takes away false alarms where the noise has grown a little, and none of those of a fault', () => {
    const wider = plant(3, 3_000, 0, 1.12)
    expect(alarms(ADAPTING_MULTIVARIATE, wider)).toBeLessThan(alarms(SHIPPED_MULTIVARIATE, wider))
    const fault = plant(4, 600, 300, 1, 8)
    expect(follow(ADAPTING_MULTIVARIATE, fault).slice(320).every(({ alarm }) => alarm)).toBe(true)
  })

  it('stands still while the score is beyond the gate', () => {
    const rows = follow(ADAPTING_MULTIVARIATE, plant(5, 800, 300, 1, 6))
    // The score is in limits, and so is the gate. It is that before the row which opens it.
    const moved = rows.filter(({ adapted }, row) => {
      const before = rows[row - 1]
      return before !== undefined && before.score >= ADAPTING_MULTIVARIATE.gate && adapted.some((cell, index) => cell !== before.adapted[index])
    })
    expect(moved).toEqual([])
    expect(rows.some(({ score }) => score >= ADAPTING_MULTIVARIATE.gate)).toBe(true)
  })

  it('is never NaN, whatever comes', () => {
    const wild = fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(Number.NaN, 1e30, -1e30, 0, Number.POSITIVE_INFINITY))
    fc.assert(fc.property(fc.array(wild, { minLength: 3, maxLength: 300 }), (cells) => {
      const values = Float64Array.from(cells.slice(0, cells.length - cells.length % CHANNELS))
      for (const { score, adapted } of follow(ADAPTING_MULTIVARIATE, values)) {
        expect(Number.isFinite(score)).toBe(true)
        expect(adapted.every(Number.isFinite)).toBe(true)
      }
    }), { numRuns: 40 })
  })
})
