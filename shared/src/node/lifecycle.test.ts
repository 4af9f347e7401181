import { describe, expect, it, vi } from 'vitest'
import { createLifecycle } from './lifecycle.ts'

describe('clean-ups', () => {
  it('run last in first out, once, and one that fails does not keep the others from running', async () => {
    const ran: string[] = []
    const reported: string[] = []
    const lifecycle = createLifecycle((name) => { reported.push(name) })
    for (const name of ['store', 'broker', 'page']) {
      lifecycle.onStop(name, () => {
        ran.push(name)
        return name === 'broker' ? Promise.reject(new Error('no')) : Promise.resolve()
      })
    }
    await Promise.all([lifecycle.stop(), lifecycle.stop()])
    expect(ran).toEqual(['page', 'broker', 'store'])
    expect(reported).toEqual(['broker'])
  })

  it('one that hangs is left behind after its bound', async () => {
    vi.useFakeTimers()
    try {
      const reported: string[] = []
      const lifecycle = createLifecycle((name, error) => { reported.push(`${name}: ${String(error)}`) }, 5_000)
      lifecycle.onStop('stuck', () => new Promise(() => undefined))
      const stopped = lifecycle.stop()
      await vi.advanceTimersByTimeAsync(5_000)
      await stopped
      expect(reported).toEqual(['stuck: Error: did not stop within 5000 ms'])
    } finally {
      vi.useRealTimers()
    }
  })
})
