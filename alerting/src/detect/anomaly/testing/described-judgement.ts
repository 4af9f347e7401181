import { lenses } from '../lenses.ts'
import { waitsFor } from '../warm-up.ts'

/** The described judgement written a second time, plainly: surprise of each lens, age bar, panel sum, alarm. For whole series at once. */
const CELLS = 61
const WARM = 150

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A histogram of ln f that forgets, with a generalised Pareto tail. */
class Histogram {
  private readonly first: number[] = []
  private readonly counts = Array.from({ length: CELLS }, () => 0)
  private scale = Number.NaN
  private weight = 1

  /** @returns how surprising f is, before it is added. */
  meet(f: number): number {
    if (this.first.length < WARM) {
      this.first.push(f)
      if (this.first.length === WARM) this.settle()
      return 0
    }
    this.weight /= 1 - 1 / 4000
    if (f > 0 && Number.isNaN(this.scale)) this.scale = Math.log(f) - 7.2
    const surprise = f > 0 ? Math.min(12, Math.max(0, this.surprise(f))) : 0
    this.add(f, this.weight)
    return surprise
  }

  private settle(): void {
    const positive = this.first.filter((f) => f > 0)
    if (positive.length > 0) this.scale = Math.log(median(positive)) - 7.2
    for (const f of this.first) this.add(f, 1)
  }

  private add(f: number, weight: number): void { this.counts[this.cell(f)] = this.counts[this.cell(f)]! + weight }

  private cell(f: number): number { return f > 0 ? Math.min(60, Math.max(0, Math.floor((Math.log(f) - this.scale) / 0.2) + 1)) : 0 }

  private mass(from: number): number { return this.counts.slice(from).reduce((sum, count) => sum + count, 0) }

  private surprise(f: number): number {
    const total = this.mass(0)
    const bound = Math.max(0.05 * total, 8 * this.weight)
    let q = 60
    while (q > 0 && this.mass(q) < bound) q--
    const above = this.mass(q + 1)
    const rarity = (mass: number): number => -Math.log10((mass + this.weight) / (total + this.weight))
    if (this.cell(f) <= q) return rarity(this.mass(this.cell(f)))
    const edge = Math.exp(this.scale + 0.2 * q)
    if (above === 0) return rarity(0) + Math.log10(1 + (f - edge) / (0.1 * edge))
    const cells = this.counts.map((mass, z) => ({ mass, z, excess: Math.exp(this.scale + 0.2 * (z - 0.5)) - edge })).slice(q + 1)
    const b0 = cells.reduce((sum, { mass, excess }) => sum + mass * excess, 0) / above
    const b1 = cells.reduce((sum, { mass, excess, z }) => sum + mass * excess * (this.mass(z + 1) + mass / 2) / above, 0) / above
    const xi = b0 - 2 * b1 > 0 ? Math.min(Math.max(2 - b0 / (b0 - 2 * b1), 0), 0.5) : 0
    const sigma = Math.max(b0 * (1 - xi), 0.02 * edge)
    return rarity(above) + (xi > 0 ? Math.log10(1 + xi * (f - edge) / sigma) / xi : (f - edge) / (sigma * Math.LN10))
  }
}

/** One lens: its evidence beyond the bar. @param waits rows for which it says nothing though it has a history: shipped, lenses begin to speak one after the other */
const createLens = (signed: boolean, waits: number): (y: number, row: number, bar: number) => number => {
  const up = new Histogram()
  const down = new Histogram()
  let mean = Number.NaN
  let rows = 0
  return (y, row, bar) => {
    if (Number.isNaN(y)) return 0
    const speaks = ++rows > WARM + waits
    if (!signed) return Math.max(0, up.meet(y) - bar)
    const d = Number.isNaN(mean) ? 0 : y - mean
    mean = Number.isNaN(mean) ? y : mean + Math.max(0.001, 1 / (row + 1)) * d
    const evidence = Math.max(0, Math.max(up.meet(Math.max(d, 0)), down.meet(Math.max(-d, 0))) - 0.3 - bar)
    return speaks ? evidence : 0
  }
}

/** @param seen what the lenses saw, a row each @returns panel sum and score of each row */
export const describedJudgement = (seen: readonly (readonly number[])[], count: number): { total: number, score: number }[] => {
  const panel = lenses.slice(0, count).map(({ signed }, l) => createLens(signed, waitsFor[l] ?? 0))
  let habit = 0
  let alarmRow = Number.NEGATIVE_INFINITY
  let alarmTotal = 0
  return seen.map((row, i) => {
    const bar = 0.5 + 0.75 * Math.log10(Math.min(Math.max(i, 200), 20_000) / 1000)
    const total = panel.reduce((sum, judge, l) => sum + judge(row[l]!, i, bar) ** 1.25, 0) ** (1 / 1.25)
    habit *= Math.exp(-1 / 1200)
    const v = total / (8 * Math.exp(habit))
    if (v < 1 || (i - alarmRow <= 80 && total < 2 * alarmTotal)) return { total, score: 0 }
    habit += 0.1
    alarmRow = i
    alarmTotal = total
    return { total, score: v / (1 + v) }
  })
}
