/**
 * The lenses of the panel: each looks at a series in its own way and yields one number a row.
 * A signed lens is read against its own slow mean, upwards and downwards; the others are distances (0 or more).
 * The cheap panel is the first 18; the full panel adds those that compare with thousands of earlier values.
 */
export interface Lens {
  readonly name: string
  readonly family: 'value' | 'level' | 'season' | 'spread' | 'shape' | 'novelty' | 'distribution'
  readonly signed: boolean
}

const lens = (family: Lens['family'], name: string, signed: boolean): Lens => ({ family, name, signed })

export const lenses: readonly Lens[] = [
  lens('value', 'value', true),
  lens('value', 'value-median30', true),
  lens('value', 'value-median200', true),
  lens('value', 'log-value-median30', true),
  lens('level', 'mean8', true),
  lens('level', 'mean60', true),
  lens('level', 'median25', true),
  lens('level', 'mean100-mean400', true),
  lens('season', 'time-of-day', true),
  lens('season', 'time-of-day-mean8', true),
  lens('season', 'seasonal-distance24', false),
  lens('season', 'seasonal-distance60', false),
  lens('season', 'seasonal-or-recent-distance8', false),
  lens('spread', 'deviation10', true),
  lens('spread', 'deviation30', true),
  lens('spread', 'step20', true),
  lens('spread', 'step60', true),
  lens('spread', 'log-deviation20', true),
  lens('shape', 'shape8x1', false),
  lens('shape', 'shape12x4', false),
  lens('shape', 'shape6x24', false),
  lens('shape', 'shape12x24', false),
  lens('novelty', 'nearest-value', false),
  lens('novelty', 'nearest-mean8', false),
  lens('distribution', 'entropy30', false),
  lens('distribution', 'repeats', false),
]

/** Number of lenses of the full panel, and of the cheap one. */
export const FULL = lenses.length
export const CHEAP = 18

/** Where the lenses of a family begin in a row of lens values. */
export const VALUE = 0
export const LEVEL = 4
export const SEASON = 8
export const SPREAD = 13
export const SHAPE = 18
export const NOVELTY = 22
export const DISTRIBUTION = 24

/** The signed lenses come first within the cheap panel or not at all beyond: histogram of lens l begins at `histogramOf[l]`, downwards next to it. */
export const histogramOf: readonly number[] = lenses.map((_, l) => lenses.slice(0, l).reduce((count, each) => count + (each.signed ? 2 : 1), 0))

/** @returns the number of histograms of the first `count` lenses. */
export const histograms = (count: number): number => lenses.slice(0, count).reduce((sum, each) => sum + (each.signed ? 2 : 1), 0)

/** Lenses whose value moves with the series itself (a level, not a difference): their slow mean moves when the origin is moved. */
export const levelLenses: readonly number[] = [VALUE, LEVEL, LEVEL + 1, LEVEL + 2]
