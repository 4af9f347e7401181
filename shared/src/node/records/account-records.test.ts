import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccountRecords, type AccountCommit } from './account-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'

const empty: AccountCommit = { marks: [], states: [], days: [], completeness: [] }
const day = (day: string, counts: string, gateway = 'g') => ({ enterprise: 'E1', gateway, day, counts })
const sum = (day: string, received: number, gateway = 'g') => ({ enterprise: 'E1', gateway, day, expected: 10, received })

describe('accounts in the record store', () => {
  let temporary: TemporaryRecords
  beforeEach(async () => { temporary = await openTemporaryRecords() })
  afterEach(async () => { await temporary.remove() })

  it('are as they were written last, after a restart too', async () => {
    const records = createAccountRecords(temporary.records)
    const mark = { enterprise: 'E1', counted_to: 7, gateways: '["g"]', points: 'AA==' }
    await records.commit({ ...empty, marks: [mark], states: [{ enterprise: 'E1', gateway: 'g', state: '{"a":1}' }], days: [day('2026-11-26', '{}'), day('2026-11-25', '{}')] })
    await records.commit({ ...empty, marks: [{ ...mark, counted_to: 9 }], states: [{ enterprise: 'E1', gateway: 'g', state: '{"a":2}' }], days: [day('2026-11-26', '{"b":1}')] })
    const again = createAccountRecords(await temporary.reopen())
    expect(await again.load('2026-11-26')).toEqual({ marks: [{ ...mark, counted_to: 9 }], states: [{ enterprise: 'E1', gateway: 'g', state: '{"a":2}' }], days: [day('2026-11-26', '{"b":1}')] })
  })

  it('are found by their days, both ends in it, and forgotten by them', async () => {
    const records = createAccountRecords(temporary.records)
    const days = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']
    await records.commit({ ...empty, days: [...days.map((each) => day(each, '{}')), day('2026-11-25', '{}', '')], completeness: [...days.map((each) => sum(each, 1)), sum('2026-11-25', 3, '')] })
    await records.commit({ ...empty, completeness: [sum('2026-11-25', 2)] })
    expect(await records.days('E1', 'g', '2026-11-25', '2026-11-26')).toEqual({ days: [day('2026-11-25', '{}'), day('2026-11-26', '{}')], completeness: [sum('2026-11-25', 2), sum('2026-11-26', 1)] })
    await records.forget('2026-11-26')
    expect(await records.days('E1', 'g', '2026-01-01', '2026-12-31')).toEqual({ days: [day('2026-11-26', '{}'), day('2026-11-27', '{}')], completeness: [sum('2026-11-26', 1), sum('2026-11-27', 1)] })
  })
})
