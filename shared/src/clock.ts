/** Wall clock in epoch ms. Passed as a parameter: nothing below the edges reads the time by itself. */
export type Clock = () => number

/** The machine's clock: the one place that reads it. */
export const systemClock: Clock = () => Date.now()

/** A clock for tests that stands still until it is told to move. */
export const createFakeClock = (start = 0): { now: Clock; advance: (ms: number) => void; set: (epochMs: number) => void } => {
  let epochMs = start
  return {
    now: () => epochMs,
    advance: (ms) => { epochMs += ms },
    set: (next) => { epochMs = next },
  }
}
