import { ModelSummary, type LearnRequest, type SourceLearner } from '@hazardwatch/shared/source-model'
import { describe, expect, it } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { createServerFixture } from '../testing/server-fixture.ts'

const summary = ModelSummary.parse({
  rule: 'PUMP', learntFrom: '2026-01-01T00:00:00.000Z', learntTo: '2026-01-02T00:00:00.000Z', rows: 8640, limit: 1.3, intervalS: 10, maintained: null, score: null, channels: [{ tag: 'FT-01', role: 'used', drifting: false, share: 0, stuck: false }],
})

const createLearner = () => {
  const requests: LearnRequest[] = []
  const models: SourceLearner = {
    learn: async (request) => {
      requests.push(request)
      if (request.rule !== 'PUMP') throw refusal('rule_impossible', 'only 12 rows')
      return summary
    },
    list: () => [summary],
  }
  return { models, requests }
}

describe('/api/v1/models', () => {
  it('learns a source on the window that is given, in either form of time', async () => {
    const { models, requests } = createLearner()
    const { app } = await createServerFixture({ models })
    const answer = await app.inject({ method: 'POST', url: '/api/v1/models', payload: { rule: 'PUMP', from: '2026-01-01T08:00:00+08:00', to: 1_767_312_000_000, by: '王工', reason: 'new impeller' } })
    expect([answer.statusCode, answer.json()]).toEqual([200, summary])
    expect(requests).toEqual([{ rule: 'PUMP', from: 1_767_225_600_000, to: 1_767_312_000_000, by: '王工', reason: 'new impeller' }])
  })

  it('lists what was learnt', async () => {
    const { app } = await createServerFixture({ models: createLearner().models })
    expect((await app.inject('/api/v1/models')).json()).toEqual({ items: [summary], next: null })
  })

  it.each([
    ['a window that does not do', { rule: 'X', from: 1, to: 2 }, 422, 'only 12 rows'],
    ['no window', { rule: 'PUMP' }, 400, 'from'],
    ['a time without a zone', { rule: 'PUMP', from: '2026-01-01T00:00:00', to: 2 }, 400, 'from'],
  ])('refuses %s', async (_, payload, status, detail) => {
    const { app } = await createServerFixture({ models: createLearner().models })
    const answer = await app.inject({ method: 'POST', url: '/api/v1/models', payload })
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([status, expect.stringContaining(detail)])
  })
})
