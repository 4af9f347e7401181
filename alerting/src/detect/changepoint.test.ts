import { describe, expect, it } from 'vitest'
import { playTable, type Told } from '../testing/play-rule.ts'
import { createNormal } from '../testing/test-pump.ts'

/** A reading a minute of a plant that stands at 20, give or take one. */
const minutes = (seed: number, count: number, at: (minute: number, noise: number) => number) => {
  const normal = createNormal(seed)
  return Array.from({ length: count }, (_, minute) => [minute * 60, at(minute, normal())] as const)
}
const play = (seed: number, at: (minute: number, noise: number) => number, more: object = {}): Told[] => playTable({ kind: 'changepoint', ...more }, minutes(seed, 1500, at))
const steady = (_: number, noise: number) => 20 + noise

describe('change of regime', () => {
  it.each<[string, (minute: number, noise: number) => number]>([
    ['a step upwards', (minute, noise) => (minute < 1000 ? 20 : 24) + noise],
    ['a step downwards', (minute, noise) => (minute < 1000 ? 20 : 16) + noise],
    ['three times as restless', (minute, noise) => 20 + (minute < 1000 ? 1 : 3) * noise],
  ])('%s is raised within three quarters of an hour and stands for 60 readings', (_, at) => {
    const [raised, cleared, ...more] = play(1, at)
    expect(raised?.[0]).toBe('raised')
    expect(raised?.[1]).toBeGreaterThan(1000 * 60)
    expect(raised?.[1]).toBeLessThan(1045 * 60)
    expect(cleared).toEqual(['cleared', (raised?.[1] ?? 0) + 60 * 60])
    expect(more).toEqual([])
  })

  it.each<[string, (minute: number, noise: number) => number]>([
    ['nothing', steady],
    ['single wild readings', (minute, noise) => (minute % 300 === 299 ? 500 : 20 + noise)],
    ['a slow wave', (minute, noise) => 20 + 5 * Math.sin(minute / 240) + noise],
    ['a change in the first 220 readings', (minute, noise) => (minute < 50 ? 20 : 24) + noise],
  ])('%s is none', (_, at) => { expect(play(2, at)).toEqual([]) })

  it('asks for as much confidence as the rule says', () => {
    const uncertain = (minute: number, noise: number) => (minute < 1000 ? 20 : 22) + noise
    const when = (confidence: number) => play(3, uncertain, { confidence })[0]?.[1] ?? Number.POSITIVE_INFINITY
    expect(when(0.6)).toBeLessThanOrEqual(when(0.9))
    expect(when(0.9)).toBeLessThanOrEqual(when(0.99))
    // More than can be shown while the regime is new would never be reached: it counts as that.
    expect(when(0.999)).toBe(when(0.99))
    expect(when(0.999)).toBeLessThan(1060 * 60)
  })
})
