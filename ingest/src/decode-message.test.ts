import { describe, expect, it } from 'vitest'
import { decodeMessage } from './decode-message.ts'

const registry = { tagNumbers: (enterprise: string) => (enterprise === 'E1' ? new Map([['GD-07', 41], ['TK101.temp', 42]]) : undefined) }
const message = (enterprise: string, text: string) => (
  { topic: `hazard/v1/${enterprise}/readings`, enterprise, payload: Buffer.from(text), arrivedAt: 1_000_000_000_000 }
)

describe('a message becomes columns', () => {
  it('with point numbers of the ledger in place of tags', () => {
    const text = '{"ts":1795402800000,"values":{"TK101.temp":23.5,"GD-07":12},"quality":{"GD-07":"fault"}}'
    const { batch, refusals } = decodeMessage(registry, message('E1', text))
    expect(refusals.count).toBe(0)
    expect(batch).toMatchObject({ count: 2, arrivedAt: 1_000_000_000_000 })
    expect([...batch.point.subarray(0, 2)]).toEqual([42, 41])
    expect([...batch.time.subarray(0, 2)]).toEqual([1_795_402_800_000, 1_795_402_800_000])
    expect([...batch.value.subarray(0, 2)]).toEqual([23.5, 12])
    expect([...batch.quality.subarray(0, 2)]).toEqual([0, 1])
  })

  it('grows them when the message holds more than its length made likely', () => {
    const parts = Array.from({ length: 5_000 }, (_, k) => ({ ts: 1_795_402_800_000 + k, values: { 'GD-07': k } }))
    const { batch } = decodeMessage(registry, message('E1', JSON.stringify(parts)))
    expect(batch.count).toBe(5_000)
    expect(batch.value[4_999]).toBe(4_999)
  })

  it('is one refusal when the enterprise is not registered, whatever it says', () => {
    const { batch, refusals, tags } = decodeMessage(registry, message('NOBODY', '{"values":{"A":1,"B":2}} and noise'))
    expect(batch.count).toBe(0)
    expect(tags).toBeUndefined()
    expect(refusals).toMatchObject({ count: 1, listed: [{ reason: 'unknown_enterprise', where: '$', detail: expect.stringContaining('"NOBODY"') as string }] })
  })
})
