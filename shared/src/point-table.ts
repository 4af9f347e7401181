import type { NumberedPoint } from './ledger.ts'

/**
 * Points by their number, as a Map would hold them: numbers follow each other, so an array takes a quarter of the room. Numbers below zero (what is watched and is
 * no point of the ledger) are few and kept apart.
 */
export class PointTable {
  readonly #listed: (NumberedPoint | undefined)[] = []
  readonly #others = new Map<number, NumberedPoint>()

  get(number: number): NumberedPoint | undefined { return number >= 0 ? this.#listed[number] : this.#others.get(number) }

  set(number: number, point: NumberedPoint): void {
    if (number < 0) this.#others.set(number, point)
    else {
      // No holes at the end: an array that is written far beyond it becomes a slow one.
      while (this.#listed.length < number) this.#listed.push(undefined)
      this.#listed[number] = point
    }
  }

  delete(number: number): void {
    if (number < 0) this.#others.delete(number)
    else if (number < this.#listed.length) this.#listed[number] = undefined
  }

  /** Those with numbers below zero, in the order of these. */
  unlisted(): NumberedPoint[] { return [...this.#others.values()].sort((a, b) => a.number - b.number) }

  /** All, in the order of their numbers. */
  values(): NumberedPoint[] {
    const points = this.unlisted()
    for (const point of this.#listed) if (point !== undefined) points.push(point)
    return points
  }
}
