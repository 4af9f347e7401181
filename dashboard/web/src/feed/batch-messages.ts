import type { Clock } from '@hazardwatch/shared/clock'

/** What one reading brings (two limits crossed, the level of a source) comes within this, ms: it is drawn once, and no part of it waits for the next drawing. */
const GATHER_MS = 15
/** Longest time that a message waits, ms: four drawings a second are as many as an eye can use. */
const BATCH_MS = 250
/** A timer that is overdue by this is held back: browsers let those of a hidden tab run once a minute, and an alarm does not wait that long. */
const OVERDUE_MS = 750

/**
 * Collects what comes and hands it on together, in order: the first after a quiet spell with what comes right behind it, the rest at intervals.
 * @param setTimer not tied to drawing: a hidden tab must keep its picture current too
 * @param mayGather whether timers can be trusted; otherwise the first goes through at once
 */
export const createBatch = <Item>(
  apply: (items: readonly Item[]) => void,
  setTimer: (act: () => void, ms: number) => void,
  now: Clock,
  mayGather: () => boolean,
): ((item: Item) => void) => {
  let waiting: Item[] = []
  /** When the running timer should end; undefined = none runs. */
  let due: number | undefined
  const plan = (ms: number): void => {
    due = now() + ms
    setTimer(() => {
      due = undefined
      flush()
    }, ms)
  }
  const flush = (): void => {
    const items = waiting
    waiting = []
    if (items.length === 0) return
    if (due === undefined) plan(BATCH_MS)
    apply(items)
  }
  return (item) => {
    waiting.push(item)
    if (due === undefined) {
      if (mayGather()) plan(GATHER_MS)
      else flush()
    } else if (now() - due >= OVERDUE_MS) {
      // The timer itself still runs, and will find what comes until then.
      due = now() + BATCH_MS
      flush()
    }
  }
}
