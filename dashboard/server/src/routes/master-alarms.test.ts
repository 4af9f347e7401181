import { describe, expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'
import { readWorkbook } from '../workbook/sheet-file.ts'

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const header = ['enterprise', 'point', 'kind', 'limit', 'priority', 'consequence']
const post = { method: 'POST', url: '/api/v1/master-alarms' } as const

describe('the master alarm database', () => {
  it('goes out as a workbook and comes back as it was', async () => {
    const { app } = await createServerFixture()
    const out = await app.inject('/api/v1/master-alarms.xlsx')
    expect([out.statusCode, out.headers['content-type']]).toEqual([200, WORKBOOK])
    expect((await readWorkbook(out.rawPayload)).length).toBe(3)
    const back = await app.inject({ ...post, headers: { 'content-type': WORKBOOK }, payload: out.rawPayload })
    expect(back.json()).toEqual({ rows: 2, created: 0, changed: 0, unchanged: 2, written: false, faults: [] })
  })

  it('and as JSON', async () => {
    const { app } = await createServerFixture()
    const out = await app.inject('/api/v1/master-alarms?enterprise=DEMO-NH3')
    expect(out.json<string[][]>()[0]?.slice(0, 4)).toEqual(['id', 'enterprise', 'point', 'kind'])
    expect((await app.inject({ ...post, payload: out.json() })).json()).toMatchObject({ unchanged: 2, faults: [] })
  })

  it('is not written as a workbook when it has more rows than a person can use; as JSON it goes out in parts', async () => {
    const { app, ledger } = await createServerFixture()
    const [rule] = ledger.rules({ enterprise: 'DEMO-NH3' })
    if (rule === undefined) throw new Error('the fixture has no rule')
    ledger.rules = (of) => (of?.enterprise === undefined || of.enterprise === 'DEMO-NH3' ? Array.from({ length: 100_001 }, () => rule) : [])
    const refused = await app.inject('/api/v1/master-alarms.xlsx')
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining('ask for one enterprise')])
    const sheet = (await app.inject('/api/v1/master-alarms')).json<unknown[][]>()
    expect([sheet.length, sheet.at(-1)]).toEqual([100_002, sheet[1]])
  })

  it('says that it is busy while too many workbooks are made', async () => {
    const { app } = await createServerFixture()
    const answers = await Promise.all(Array.from({ length: 6 }, () => app.inject('/api/v1/master-alarms.xlsx')))
    expect(answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 200, 200, 200, 429, 429])
    expect((await app.inject('/api/v1/master-alarms.xlsx')).statusCode).toBe(200)
  })

  it('writes what is new and changed, once it has no fault', async () => {
    const { app, ledger } = await createServerFixture()
    const rows = [header, ['DEMO-NH3', 'GD-07', 'H', 30, 'red', '人员中毒'], ['HRB-1', 'P1', 'H', 9, 'blue', null]]
    expect((await app.inject({ ...post, url: '/api/v1/master-alarms?dryRun=true', payload: rows })).json()).toMatchObject({ created: 1, changed: 1, written: false })
    expect(ledger.rule('HRB-1/P1/H')).toBeUndefined()
    expect((await app.inject({ ...post, payload: rows })).json()).toMatchObject({ created: 1, changed: 1, written: true })
    expect([ledger.rule('HRB-1/P1/H')?.limit, ledger.rule('DEMO-NH3/GD-07/H')?.consequence]).toEqual([9, '人员中毒'])
  })

  it('lists every fault with its row, and writes nothing', async () => {
    const { app, ledger } = await createServerFixture()
    const rows = [header, ['DEMO-NH3', 'GD-07', 'H', 30, 'red', null], ['HRB-1', 'GONE', 'H', 9, 'blue', null], ['HRB-1', 'P1', 'H', 'x', 'blue', null]]
    const report = (await app.inject({ ...post, payload: rows })).json<{ written: boolean; faults: { row: number }[] }>()
    expect([report.written, report.faults.map(({ row }) => row)]).toEqual([false, [3, 4]])
    expect(ledger.rule('DEMO-NH3/GD-07/H')?.limit).not.toBe(30)
  })

  it.each([
    ['a body that is no table', { 'content-type': 'application/json' }, '{"a":1}', 'neither a workbook nor an array'],
    ['a file that is no workbook', { 'content-type': WORKBOOK }, 'PK nothing', 'no Excel workbook'],
  ])('refuses %s', async (_name, headers, payload, detail) => {
    const { app } = await createServerFixture()
    const answer = await app.inject({ ...post, headers, payload })
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining(detail)])
  })
})

describe('writes of rules', () => {
  it('say who changes them, and why', async () => {
    const { app, ledger } = await createServerFixture()
    const edits: unknown[] = []
    const replace = ledger.replaceRule
    ledger.replaceRule = async (item, edit) => {
      edits.push(edit)
      await replace(item)
    }
    const url = `/api/v1/rules/${encodeURIComponent('DEMO-NH3/GD-07/H')}`
    await app.inject({ method: 'PATCH', url: `${url}?by=Wang&reason=too%20many`, payload: { limit: 30 } })
    await app.inject({ method: 'PATCH', url, payload: { limit: 31 } })
    expect(edits).toEqual([{ by: 'Wang', reason: 'too many' }, { by: null, reason: null }])
    expect((await app.inject('/api/v1/rule-changes')).json()).toEqual({ items: [], next: null })
  })
})
