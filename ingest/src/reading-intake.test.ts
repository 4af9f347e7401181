import { describe, expect, it } from 'vitest'
import type { InboundMessage } from './decode-message.ts'
import { createReadingIntake } from './reading-intake.ts'
import { countRefused, createRefusals } from './refusals.ts'

const never = (_ms: number, signal: AbortSignal): Promise<void> => new Promise((_, reject) => {
  signal.addEventListener('abort', () => { reject(new Error('cancelled')) })
})

describe('readings that come by HTTP', () => {
  const start = (wait: typeof never, room?: Promise<void>) => {
    const store = Promise.withResolvers<void>()
    const taken: InboundMessage[] = []
    const refusals = createRefusals()
    countRefused(refusals, 'future', 2)
    const intake = createReadingIntake({
      wait,
      spool: { room: () => room },
      take: (message) => {
        taken.push(message)
        return { accepted: 3, refusals, replies: [], durable: store.promise }
      },
    })
    return { store, taken, answer: intake.accept('E1', Uint8Array.of(1), 42) }
  }

  it('go the way of a message on the topic of the enterprise, and are answered when they are durable', async () => {
    const { store, taken, answer } = start(never)
    let answered = false
    void answer.then(() => { answered = true })
    await Promise.resolve()
    expect(answered).toBe(false)
    store.resolve()
    expect(await answer).toEqual({ accepted: 3, refused: 2, rejections: [] })
    expect(taken).toEqual([{ topic: 'hazard/v1/E1/readings', enterprise: 'E1', payload: Uint8Array.of(1), arrivedAt: 42 }])
  })

  it('are answered with the truth when the store is away for long', async () => {
    const { answer } = start(() => Promise.resolve())
    await expect(answer).rejects.toMatchObject({ code: 'store_unavailable', detail: expect.stringContaining('were judged') as string })
  })

  it('are not taken while there is no room, and are refused when none comes', async () => {
    const { taken, answer } = start(() => Promise.resolve(), new Promise(() => undefined))
    await expect(answer).rejects.toMatchObject({ code: 'store_unavailable', detail: expect.stringContaining('too many') as string })
    expect(taken).toEqual([])
  })

  it('are taken when room has come', async () => {
    const { taken, answer, store } = start(never, Promise.resolve())
    store.resolve()
    expect(await answer).toMatchObject({ accepted: 3 })
    expect(taken).toHaveLength(1)
  })

  it('are answered with the store\'s own refusal', async () => {
    const { store, answer } = start(never)
    store.reject(new Error('stopped'))
    await expect(answer).rejects.toThrow('stopped')
  })
})
