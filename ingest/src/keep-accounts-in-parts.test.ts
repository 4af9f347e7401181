import { EnterpriseCode } from '@hazardwatch/shared/ids'
import { Enterprise } from '@hazardwatch/shared/ledger'
import { expect, it } from 'vitest'
import { createAccountRecordsFake } from './accounts/account-records-fake.ts'
import { startAccounts } from './keep-accounts.ts'

const T = Date.UTC(2026, 10, 26, 1)
const enterprise = Enterprise.parse({ code: 'E', name: 'e', region: '220102', industry: 'gas', location: { lon: 1, lat: 1 } })

it('a country of enterprises is written in parts, and others have their turn after each', async () => {
  const { records } = createAccountRecordsFake()
  const done: (string | number)[] = []
  const accounts = await startAccounts({
    ledger: {
      enterprises: () => Array.from({ length: 250 }, (_, number) => ({ ...enterprise, code: EnterpriseCode.parse(`E${number}`) })),
      points: () => [], point: () => undefined, gateways: () => [], gateway: () => undefined, onChange: () => () => undefined,
    },
    records: {
      ...records,
      commit: async (commit) => {
        if (commit.marks.length > 0) done.push(commit.marks.length)
        await records.commit(commit)
      },
    },
    clock: () => T, logger: { error: () => undefined }, log: { replay: () => Promise.resolve(), keep: () => Promise.resolve() }, every: () => () => undefined,
    turn: async () => { done.push('turn') },
  })
  await accounts.stop()
  expect(done).toEqual([100, 'turn', 100, 'turn', 50, 'turn'])
})
