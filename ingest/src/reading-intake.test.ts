import { describe, expect, it } from 'vitest'
import { noAccounts } from './accounts/account-records-fake.ts'
import { createIngestStats } from './ingest-stats.ts'
import { createMessagePath } from './message-path.ts'
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

describe('lines, a message each', () => {
  const start = () => {
    const rows: number[] = []
    const path = createMessagePath({
      registry: { tagNumbers: (code) => (code === 'E1' ? new Map([['A', 1]]) : undefined) },
      reject: () => undefined, setAside: () => undefined, plausibility: { check: () => undefined }, order: { mark: () => undefined, takeBack: () => undefined }, forward: () => undefined, stats: createIngestStats(() => 42),
      spool: { spool: async ({ value, count }) => { rows.push(...value.subarray(0, count)) }, position: () => 0 }, accounts: noAccounts,
    })
    const intake = createReadingIntake({ take: path.take, spool: { room: () => undefined }, wait: never })
    return { rows, accept: (text: string) => intake.accept('E1', Buffer.from(text), 42, 'lines') }
  }
  const line = (value: unknown) => JSON.stringify({ values: { A: value } })

  it('a bad one does not spoil its neighbours, and is told by its number', async () => {
    const { rows, accept } = start()
    const result = await accept([line(1), '{"values', '', line('text'), `[${line(2)},${line(3)},5]`, '{"values":{"B":1}}', line(4)].join('\r\n'))
    expect(rows).toEqual([1, 2, 3, 4])
    expect(result).toMatchObject({ accepted: 4, refused: 4 })
    expect(result.rejections.map(({ reason, where }) => `${reason} ${where}`)).toEqual([
      'not_json line 2: $', 'wrong_value line 4: $.values["A"]', 'wrong_shape line 5: $[2]', 'unknown_point line 6: $.values["B"]',
    ])
  })

  it('are described up to a hundred refusals and counted beyond', async () => {
    const { accept } = start()
    const { refused, rejections } = await accept('{"values":{"B":1,"C":2}}\n5\n'.repeat(5_000))
    expect([refused, rejections.length, rejections.at(-1)?.where]).toEqual([15_000, 100, 'line 67: $.values["B"]'])
  })

  it('more than a message may hold of readings are taken, because they are several', async () => {
    const { rows, accept } = start()
    const many = Array.from({ length: 1_100 }, (_, index) => `[${Array.from({ length: 100 }, () => line(index)).join()}]`)
    expect(await accept(many.join('\n'))).toMatchObject({ accepted: 110_000, refused: 0 })
    expect([rows.length, rows.at(-1)]).toEqual([110_000, 1_099])
  })

  it('beyond half a million nothing is read, and that is said', async () => {
    const { rows, accept } = start()
    const { accepted, refused, rejections } = await accept(`${line(1)}\n`.repeat(500_003))
    expect([accepted, rows.length, refused]).toEqual([500_000, 500_000, 3])
    expect(rejections).toMatchObject([{ reason: 'too_large', where: 'line 500001: $' }])
  })
})
