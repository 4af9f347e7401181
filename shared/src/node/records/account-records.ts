import { chunks } from './chunks.ts'
import type { Records } from './open-records.ts'
import type { AccountMarkTable, SenderCompletenessTable, SenderDayTable, SenderStateTable } from './sender-tables.ts'

/** What is written as one transaction. Rows are absolute: written twice they say the same. */
export interface AccountCommit {
  marks: readonly AccountMarkTable[]
  states: readonly SenderStateTable[]
  days: readonly SenderDayTable[]
  completeness: readonly SenderCompletenessTable[]
}

/** Days of senders, with both ends; a day may stand in one list only. */
export interface SenderDays {
  days: SenderDayTable[]
  completeness: SenderCompletenessTable[]
}

/** Port: what enterprises and their gateways are scored on, over restarts. */
export interface AccountRecords {
  load(day: string): Promise<{ marks: AccountMarkTable[]; states: SenderStateTable[]; days: SenderDayTable[] }>
  /** Positions, gateways and points of every enterprise. */
  marks(): Promise<AccountMarkTable[]>
  /** Resolves when durable. */
  commit(commit: AccountCommit): Promise<void>
  /** Days before one are not kept any longer. */
  forget(before: string): Promise<void>
  /** Days of an enterprise, of one gateway of it ('' = the whole), and of this service (both ''). */
  days(enterprise: string, gateway: string, from: string, to: string): Promise<SenderDays>
}

export const createAccountRecords = (records: Records): AccountRecords => ({
  load: async (day) => ({
    marks: await records.selectFrom('account_mark').selectAll().execute(),
    states: await records.selectFrom('sender_state').selectAll().execute(),
    days: await records.selectFrom('sender_day').selectAll().where('day', '>=', day).execute(),
  }),
  marks: () => records.selectFrom('account_mark').selectAll().execute(),
  commit: (commit) => writeCommit(records, commit),
  forget: async (before) => {
    await records.deleteFrom('sender_day').where('day', '<', before).execute()
    await records.deleteFrom('sender_completeness').where('day', '<', before).execute()
  },
  days: async (enterprise, gateway, from, to) => ({
    days: await records.selectFrom('sender_day').selectAll().where('enterprise', '=', enterprise).where('gateway', '=', gateway)
      .where('day', '>=', from).where('day', '<=', to).execute(),
    completeness: await records.selectFrom('sender_completeness').selectAll().where('enterprise', '=', enterprise).where('gateway', '=', gateway)
      .where('day', '>=', from).where('day', '<=', to).execute(),
  }),
})

const writeCommit = (records: Records, { marks, states, days, completeness }: AccountCommit): Promise<void> => records.transaction().execute(async (transaction) => {
  for (const part of chunks(marks)) {
    await transaction.insertInto('account_mark').values(part).onConflict((conflict) => conflict.column('enterprise').doUpdateSet((row) => ({
      counted_to: row.ref('excluded.counted_to'), gateways: row.ref('excluded.gateways'), points: row.ref('excluded.points'),
    }))).execute()
  }
  for (const part of chunks(states)) {
    await transaction.insertInto('sender_state').values(part).onConflict((conflict) => conflict.columns(['enterprise', 'gateway']).doUpdateSet((row) => ({ state: row.ref('excluded.state') }))).execute()
  }
  for (const part of chunks(days)) {
    await transaction.insertInto('sender_day').values(part).onConflict((conflict) => conflict.columns(['enterprise', 'gateway', 'day']).doUpdateSet((row) => ({ counts: row.ref('excluded.counts') }))).execute()
  }
  for (const part of chunks(completeness)) {
    await transaction.insertInto('sender_completeness').values(part).onConflict((conflict) => conflict.columns(['enterprise', 'gateway', 'day']).doUpdateSet((row) => ({
      expected: row.ref('excluded.expected'), received: row.ref('excluded.received'),
    }))).execute()
  }
})
