/** Chance that is always the same for a seed (mulberry32). */
export interface Chance {
  readonly uniform: () => number
  readonly normal: () => number
  readonly pick: <T>(from: readonly T[]) => T
}

export const chanceOf = (seed: number): Chance => {
  let state = (seed * 2_654_435_761) >>> 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()), pick: (from) => from[Math.floor(uniform() * from.length)]! }
}
