import { describe, expect, it } from 'vitest'
import { riskLevels } from '@hazardwatch/shared/risk'
import { type AreaLevel, displayLevels, glyphs, isAbnormal, levelRank, romans, worstLevel } from './level.ts'

describe('levels', () => {
  it('shows every level once, each with a shape and a numeral of its own', () => {
    expect([...displayLevels].sort()).toEqual([...riskLevels].sort())
    expect(new Set(Object.values(glyphs)).size).toBe(5)
    expect(new Set(Object.values(romans)).size).toBe(5)
  })

  it.each<[string, AreaLevel[], AreaLevel]>([
    ['nothing', [], 'none'],
    ['one low', ['blue'], 'blue'],
    ['unknown beside low', ['blue', 'unknown', 'none'], 'unknown'],
    ['yellow beside unknown', ['unknown', 'yellow'], 'yellow'],
    ['red among all', ['blue', 'orange', 'red', 'yellow'], 'red'],
  ])('the worst of %s', (_name, levels, worst) => {
    expect(worstLevel(levels)).toBe(worst)
  })

  it('never calls unknown normal', () => {
    expect(isAbnormal('unknown')).toBe(true)
    expect(isAbnormal('blue')).toBe(false)
    expect(levelRank('unknown')).toBeLessThan(levelRank('blue'))
  })
})
