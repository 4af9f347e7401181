/** A running part: what undoes its start. */
export interface Running { stop(): Promise<void> }

/**
 * Named clean-ups, run last in first out. Each gets `boundMs`; one that fails or hangs is reported and does not keep the others from running.
 */
export const createLifecycle = (report: (name: string, error: unknown) => void, boundMs = 5_000) => {
  const cleanups: { name: string; run: () => Promise<void> }[] = []
  let stopping: Promise<void> | undefined

  const runAll = async (): Promise<void> => {
    for (const { name, run } of cleanups.reverse()) {
      try {
        await withinBound(run(), boundMs)
      } catch (error) {
        report(name, error)
      }
    }
  }
  return {
    /** Registers the clean-up of a part that has just started. */
    onStop: (name: string, run: () => Promise<void>): void => { cleanups.push({ name, run }) },
    /** Idempotent: a second call waits for the first. */
    stop: (): Promise<void> => (stopping ??= runAll()),
  }
}

const withinBound = async (work: Promise<void>, boundMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const bound = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Error(`did not stop within ${boundMs} ms`)) }, boundMs)
  })
  try {
    await Promise.race([work, bound])
  } finally {
    clearTimeout(timer)
  }
}
