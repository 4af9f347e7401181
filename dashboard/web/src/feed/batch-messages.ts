/** Longest time that a message waits, ms: four drawings a second are as many as an eye can use. */
const BATCH_MS = 250

/**
 * Collects what comes and hands it on together. The first after a quiet spell goes through at once (an alarm does not wait);
 * what follows within the interval goes with the next batch, in order.
 * @param setTimer not tied to drawing: a hidden tab must keep its picture current too
 */
export const createBatch = <Item>(
  apply: (items: readonly Item[]) => void,
  setTimer: (act: () => void, ms: number) => void,
): ((item: Item) => void) => {
  let waiting: Item[] = []
  let closed = false
  const flush = (): void => {
    const items = waiting
    waiting = []
    closed = items.length > 0
    if (!closed) return
    setTimer(flush, BATCH_MS)
    apply(items)
  }
  return (item) => {
    waiting.push(item)
    if (!closed) flush()
  }
}
