import { expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'

it.each<[string, string[]]>([
  ['?level=province', ['220000', '230000']],
  ['?parent=220100', ['220102', '220103']],
  ['?parent=220000&level=county', []],
  ['?limit=2', ['100000', '220000']],
])('GET /api/v1/regions%s', async (query, adcodes) => {
  const { app } = await createServerFixture()
  const answer = (await app.inject(`/api/v1/regions${query}`)).json<{ items: { adcode: string }[] }>()
  expect(answer.items.map(({ adcode }) => adcode)).toEqual(adcodes)
})

it.each([['220102', 200], ['999999', 404], ['x', 400]])('GET /api/v1/regions/%s is %i', async (adcode, status) => {
  const { app } = await createServerFixture()
  expect((await app.inject(`/api/v1/regions/${adcode}`)).statusCode).toBe(status)
})

it.each([
  ['', 200, '100000'], ['?region=220000', 200, '220000'], ['?region=999999', 404, undefined], ['?region=x', 400, undefined], ['?regoin=1', 400, undefined],
])(
  'GET /api/v1/risk%s is %i', async (query, status, region) => {
    const { app } = await createServerFixture()
    const answer = await app.inject(`/api/v1/risk${query}`)
    expect([answer.statusCode, answer.json<{ region?: string }>().region]).toEqual([status, region])
  })
