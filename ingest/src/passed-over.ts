/** Records of the spool, from inclusive, to exclusive. */
export interface SpoolRange {
  from: number
  to: number
}

/** More than these are never there: so many outages within one backlog, and what is live waits its turn as well. */
const MOST_RANGES = 64

/** What of the spool is not stored yet although later records are: the backlog, oldest first. */
export class PassedOver {
  private readonly ranges: SpoolRange[] = []

  get oldest(): Readonly<SpoolRange> | undefined {
    return this.ranges[0]
  }

  get isFull(): boolean {
    return this.ranges.length >= MOST_RANGES
  }

  /** Sequences in it. */
  get records(): number {
    return this.ranges.reduce((sum, { from, to }) => sum + to - from, 0)
  }

  /** @param from at or behind the end of the newest range */
  add(from: number, to: number): void {
    const newest = this.ranges.at(-1)
    if (newest?.to === from) newest.to = to
    else this.ranges.push({ from, to })
  }

  /** The oldest range is stored up to here. */
  storedTo(position: number): void {
    const oldest = this.ranges[0]
    if (oldest === undefined) return
    oldest.from = position
    if (position >= oldest.to) this.ranges.shift()
  }
}
