import type { Clock } from '@hazardwatch/shared/clock'

/** Longest time that a message waits, ms: four drawings a second are as many as an eye can use. */
const BATCH_MS = 250
/** A timer that is this late is held back: browsers let those of a hidden tab run once a minute, and an alarm does not wait that long. */
const HELD_BACK_MS = 1_000

/**
 * Collects what comes and hands it on together. The first after a quiet spell goes through at once (an alarm does not wait);
 * what follows within the interval goes with the next batch, in order.
 * @param setTimer not tied to drawing: a hidden tab must keep its picture current too
 */
export const createBatch = <Item>(
  apply: (items: readonly Item[]) => void,
  setTimer: (act: () => void, ms: number) => void,
  now: Clock,
): ((item: Item) => void) => {
  let waiting: Item[] = []
  let closed = false
  let appliedAt = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    const items = waiting
    waiting = []
    if (items.length === 0) return
    appliedAt = now()
    if (!closed) setTimer(open, BATCH_MS)
    closed = true
    apply(items)
  }
  const open = (): void => {
    closed = false
    flush()
  }
  return (item) => {
    waiting.push(item)
    if (!closed || now() - appliedAt >= HELD_BACK_MS) flush()
  }
}
