import { chanceOf, type Chance } from '../chance.ts'

/** Series of many kinds with known faults in them, always the same for a seed: what a detector must hold on beside the public sample. */
export interface SyntheticSeries {
  readonly name: string
  readonly stepS: number
  readonly values: Float64Array
  /** First and last row of each fault's window: 10 % of the series shared out, centred on the onset, as NAB labels. */
  readonly windows: readonly (readonly [number, number])[]
}

/** A kind of normal behaviour: how far apart its readings are, and its value at a row. */
type Kind = (chance: Chance) => { stepS: number, valueAt: (row: number) => number }

const wave = (row: number, period: number, phase = 0): number => Math.sin((2 * Math.PI * row) / period + phase)

const kinds: Readonly<Record<string, Kind>> = {
  'daily wave': ({ normal, uniform }) => {
    const noise = 0.1 + uniform()
    return { stepS: 300, valueAt: (row) => 50 + 5 * wave(row, 288) + 2 * wave(row, 144, 1) + noise * normal() }
  },
  'day and week': ({ normal, uniform }) => {
    const weekend = 0.3 + 0.4 * uniform()
    return { stepS: 1800, valueAt: (row) => (1000 + 600 * wave(row, 48, -1.5)) * ((row / 48) % 7 >= 5 ? weekend : 1) * (1 + 0.04 * normal()) }
  },
  'other period': ({ normal, uniform }) => {
    const period = Math.round(40 + 160 * uniform())
    return { stepS: 300, valueAt: (row) => ((row % period) < period / 3 ? 8 : 2) + 0.3 * normal() + wave(row, period) }
  },
  bursts: ({ normal, uniform }) => {
    const often = 0.01 + 0.04 * uniform()
    return { stepS: 300, valueAt: () => 20 + Math.abs(normal()) + (uniform() < often ? 30 * Math.exp(normal()) : 0) }
  },
  drifting: ({ normal, uniform }) => {
    const pull = 0.002 + 0.02 * uniform()
    let x = 0
    return { stepS: 300, valueAt: () => { x += 0.3 * normal() - pull * x; return 70 + x + 0.1 * normal() } }
  },
  counts: ({ uniform }) => {
    const level = 1 + 20 * uniform()
    return { stepS: 300, valueAt: (row) => poisson(uniform, level * (1 + 0.8 * wave(row, 288))) + (uniform() < 0.002 ? Math.round(level * 8 * uniform()) : 0) }
  },
  utilisation: ({ normal, uniform }) => {
    const every = Math.round(20 + 100 * uniform())
    return { stepS: 300, valueAt: (row) => Math.max(0, 2 + 0.2 * normal() + (row % every === 0 ? 20 + 3 * normal() : 0)) }
  },
  levels: ({ normal, uniform }) => {
    let level = 40
    return { stepS: 300, valueAt: () => { if (uniform() < 0.0008) level = 30 + 20 * uniform(); return level + normal() } }
  },
  hourly: ({ normal, uniform }) => {
    const tail = 0.2 + 0.2 * uniform()
    return { stepS: 3600, valueAt: (row) => (1 + 0.5 * wave(row, 24)) * Math.exp(tail * normal()) }
  },
  'two states': ({ normal, uniform }) => {
    let on = false
    return { stepS: 300, valueAt: () => { if (uniform() < (on ? 0.02 : 0.01)) on = !on; return (on ? 60 : 20) + normal() } }
  },
}

const poisson = (uniform: () => number, mean: number): number => {
  const floor = Math.exp(-mean)
  let count = -1
  for (let product = 1; product > floor; product *= uniform()) count++
  return count
}

/** A fault: what becomes of the value, `since` rows after its onset, in a series of this spread. */
type Fault = (value: number, since: number, spread: number, held: number, size: number) => number

const faults: Readonly<Record<string, Fault>> = {
  spike: (value, since, spread, _, size) => (since < 3 ? value + 6 * size * spread : value),
  dip: (value, since, spread, _, size) => (since < 15 ? value - 4 * size * spread : value),
  shift: (value, _, spread, __, size) => value + 2 * size * spread,
  ramp: (value, since, spread, _, size) => value + size * spread * Math.min(4, since / 60),
  stuck: (value, since, _, held) => (since < 200 ? held : value),
  noisy: (value, since, spread, _, size) => value + (since < 200 ? 1.5 * size * spread * Math.sin(since * since) : 0),
  damped: (value, since, _, held) => (since < 300 ? held + 0.2 * (value - held) : value),
}

/** @returns `count` series; kinds, lengths and faults are drawn by the seed. About one in five has no fault. */
export const syntheticSeries = (count: number, seed: number): SyntheticSeries[] =>
  Array.from({ length: count }, (_, i) => oneSeries(Object.entries(kinds)[i % Object.keys(kinds).length]!, chanceOf(seed * 10_007 + i)))

const oneSeries = ([name, kind]: [string, Kind], chance: Chance): SyntheticSeries => {
  const rows = Math.round(1500 + 4000 * chance.uniform())
  const { stepS, valueAt } = kind(chance)
  const values = Float64Array.from({ length: rows }, (_, row) => valueAt(row))
  const onsets = chance.uniform() < 0.2 ? [] : Array.from({ length: chance.pick([1, 1, 2]) }, (_, k) => Math.round(rows * (0.3 + 0.35 * k + 0.25 * chance.uniform())))
  const spread = Math.max(deviation(values), 1e-9)
  const names = onsets.map((onset) => spoil(values, onset, chance, spread))
  const half = Math.round((rows * 0.1) / Math.max(1, onsets.length) / 2)
  return { name: [name, ...names].join(' + '), stepS, values, windows: onsets.map((onset) => [onset - half, Math.min(rows - 1, onset + half)]) }
}

const spoil = (values: Float64Array, onset: number, chance: Chance, spread: number): string => {
  const [name, fault] = chance.pick(Object.entries(faults))
  const size = (0.6 + 0.9 * chance.uniform()) * (chance.uniform() < 0.5 ? 1 : -1)
  const held = values[onset]!
  for (let row = onset; row < values.length; row++) values[row] = fault(values[row]!, row - onset, spread, held, name === 'dip' ? Math.abs(size) : size)
  return name
}

const deviation = (values: Float64Array): number => {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
}
