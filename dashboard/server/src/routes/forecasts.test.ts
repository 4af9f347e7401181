import { ForecastReport, type ForecastBook, type ForecastQuestion } from '@hazardwatch/shared/forecast-report'
import { expect, it } from 'vitest'
import { createServerFixture, START } from '../testing/server-fixture.ts'

const createBook = () => {
  const questions: ForecastQuestion[] = []
  const forecasts: ForecastBook = {
    score: async (question) => {
      questions.push(question)
      return ForecastReport.parse({
        rule: question.rule, from: '2026-01-01T00:00:00.000Z', to: '2026-01-31T00:00:00.000Z', outcomes: { hit: 1, late: 0, false: 1, open: 0 }, missed: 0, hitRate: 0.5, medianLeadS: 600, items: [],
      })
    },
  }
  return { forecasts, questions }
}

it('GET /api/v1/forecasts tells what came of the last thirty days unless said otherwise', async () => {
  const { forecasts, questions } = createBook()
  const { app } = await createServerFixture({ forecasts })
  const answer = await app.inject('/api/v1/forecasts?rule=F')
  expect([answer.statusCode, answer.json()]).toMatchObject([200, { rule: 'F', hitRate: 0.5 }])
  await app.inject('/api/v1/forecasts?rule=F&days=2&leadS=60')
  expect(questions).toEqual([
    { rule: 'F', from: START - 30 * 86_400_000, to: START, leadMs: 300_000 },
    { rule: 'F', from: START - 2 * 86_400_000, to: START, leadMs: 60_000 },
  ])
})

it.each(['', '?rule=F&days=0', '?rule=F&leadS=-1', '?rule=F&since=1'])('GET /api/v1/forecasts refuses "%s"', async (query) => {
  const { app } = await createServerFixture({ forecasts: createBook().forecasts })
  expect((await app.inject(`/api/v1/forecasts${query}`)).statusCode).toBe(400)
})
