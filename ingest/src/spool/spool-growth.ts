/** Wakes whoever waits for the log to grow. */
export class SpoolGrowth {
  private readonly waiters = new Set<() => void>()
  private over = false

  /** The log is closed: nothing grows any more. */
  get ended(): boolean {
    return this.over
  }

  /** Resolves at the next `wake`, at the end, or when the signal fires. */
  next(signal?: AbortSignal): Promise<void> {
    if (this.over || signal?.aborted === true) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        this.waiters.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      this.waiters.add(done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }

  wake(): void {
    for (const waiter of this.waiters) waiter()
  }

  end(): void {
    this.over = true
    this.wake()
  }
}
