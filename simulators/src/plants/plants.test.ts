import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulatedEnterprises } from '../demo/demo-province.ts'
import { createRng } from '../rng.ts'
import { ammoniaRefrigeration } from './ammonia-refrigeration.ts'
import { dustCollector } from './dust-collector.ts'
import { startTank, stepTank, type TankDesign } from './storage-tank.ts'
import { ammonia, ethanol, methanol, saturationKPa } from './vapour.ts'

const NOON = Date.UTC(2025, 5, 1, 4)
const named = simulatedEnterprises.map((simulated) => ({ code: simulated.ledger.enterprise.code as string, ...simulated }))

describe.each(named)('$code', ({ ledger, run }) => {
  const series = (seed: number, steps: number, dtS: number, at: number): Record<string, number>[] => {
    const advance = run(at, seed)
    return Array.from({ length: steps }, (_, step) => advance(dtS, at + (step + 1) * dtS * 1000))
  }

  it('the same seed gives the same series, another seed another', () => {
    expect(series(1, 600, 1, NOON)).toEqual(series(1, 600, 1, NOON))
    expect(series(1, 600, 1, NOON)).not.toEqual(series(2, 600, 1, NOON))
  })

  it('measures exactly the points that the ledger expects readings of', () => {
    const expected = ledger.points.filter(({ expectedIntervalS }) => expectedIntervalS !== null).map(({ tag }) => tag as string)
    expect(Object.keys(series(1, 1, 1, NOON)[0] ?? {}).toSorted()).toEqual(expected.toSorted())
  })

  it('stays finite and within the range of every instrument, at any seed, hour and step', () => {
    const ranges = ledger.points.map(({ tag, rangeLow, rangeHigh }) => ({ tag: tag as string, low: rangeLow ?? -Infinity, high: rangeHigh ?? Infinity }))
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 86_400 }), fc.constantFrom(0.5, 1, 5), (seed, second, dtS) => {
      const outside = series(seed, 1500, dtS, NOON + second * 1000).flatMap((values) => ranges.flatMap(({ tag, low, high }) => {
        const value = values[tag]
        return value === undefined || (value >= low && value <= high) ? [] : [`${tag} = ${value}`]
      }))
      expect(outside).toEqual([])
    }), { numRuns: 15 })
  })
})

describe('physics', () => {
  it.each([
    { name: 'ammonia at its boiling point', substance: ammonia, celsius: -33.3, kPa: 101.3 },
    { name: 'ammonia at 35 °C', substance: ammonia, celsius: 35, kPa: 1350 },
    { name: 'methanol at its boiling point', substance: methanol, celsius: 64.6, kPa: 101.3 },
    { name: 'ethanol at its boiling point', substance: ethanol, celsius: 78.3, kPa: 101.3 },
  ])('$name: $kPa kPa', ({ substance, celsius, kPa }) => {
    expect(Math.abs(saturationKPa(substance, celsius) / kPa - 1)).toBeLessThan(0.03)
  })

  it('the running compressor pulls the suction pressure down and drives the discharge pressure up', () => {
    const rng = createRng(1)
    let state = { ...ammoniaRefrigeration.start(NOON, rng), running: false, evaporatingC: -20, condensingC: 25, roomC: -16 }
    const before = ammoniaRefrigeration.measure(state, rng)
    for (let second = 1; second <= 120; second++) state = ammoniaRefrigeration.step(state, 1, NOON + second * 1000, rng)
    const after = ammoniaRefrigeration.measure(state, rng)
    expect(state.running).toBe(true)
    expect(after['PT-101']).toBeLessThan(before['PT-101'] ?? 0)
    expect(after['PT-102']).toBeGreaterThan(before['PT-102'] ?? 0)
  })

  it('pulse cleaning keeps the pressure drop between its two set points while the airlock is free', () => {
    const rng = createRng(1)
    let state = dustCollector.start(NOON, rng)
    const drops: number[] = []
    for (let second = 1; second <= 3600; second++) {
      state = { ...dustCollector.step(state, 1, NOON + second * 1000, rng), airlockBlocked: { leftS: 0, waitS: 1e9, size: 0 } }
      drops.push(dustCollector.measure(state, rng)['DC01.DP'] ?? 0)
    }
    expect(Math.min(...drops.slice(600))).toBeGreaterThan(1050)
    expect(Math.max(...drops)).toBeLessThan(1550)
  })

  const design: TankDesign = { volumeM3: 20, product: methanol, fillM3h: 45, drawM3h: 30, thermalTauS: 10_800, idleS: [60, 61] }
  const around = { outdoorC: 20, sunshine: 0, deliveryC: 20, breatherStuck: false }
  const filling = { ...startTank(50, 20, 0), phase: 'filling' as const, targetPct: 80 }

  it('five minutes of filling raise the level by the pumped volume', () => {
    let tank = filling
    const rng = createRng(1)
    for (let second = 0; second < 300; second++) tank = { ...stepTank(tank, design, around, 1, rng), phase: 'filling', targetPct: 80 }
    expect(tank.levelPct).toBeCloseTo(50 + (100 * 45 * (300 / 3600)) / 20, 6)
  })

  it.each([
    { name: 'a free breather holds the pressure below the H limit', breatherStuck: false, low: 0.8, high: 1.2 },
    { name: 'a stuck one lets it rise to the emergency vent', breatherStuck: true, low: 1.6, high: 2 },
  ])('$name', ({ breatherStuck, low, high }) => {
    let tank = { ...filling, levelPct: 60 }
    const rng = createRng(1)
    for (let second = 0; second < 240; second++) tank = { ...stepTank(tank, design, { ...around, breatherStuck }, 1, rng), phase: 'filling', targetPct: 80 }
    expect(tank.gaugeKPa).toBeGreaterThan(low)
    expect(tank.gaugeKPa).toBeLessThan(high)
  })

  it('warm product warms the tank', () => {
    const next = stepTank(filling, design, { ...around, deliveryC: 50 }, 5, createRng(1))
    expect(next.celsius).toBeGreaterThan(filling.celsius)
  })
})
