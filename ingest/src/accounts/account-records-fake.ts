import type { AccountCommit, AccountRecords } from '@hazardwatch/shared/node/records/account-records'

/** For tests: keeps rows by their keys, as a database does; `failure` makes commits fail. */
export const createAccountRecordsFake = () => {
  const tables = { marks: new Map<string, AccountCommit['marks'][number]>(), states: new Map<string, AccountCommit['states'][number]>(), days: new Map<string, AccountCommit['days'][number]>(), completeness: new Map<string, AccountCommit['completeness'][number]>() }
  const state: { failure: Error | undefined } = { failure: undefined }
  const within = <Row extends { enterprise: string; gateway: string; day: string }>(rows: Map<string, Row>, enterprise: string, gateway: string, from: string, to: string): Row[] =>
    [...rows.values()].filter((row) => row.enterprise === enterprise && row.gateway === gateway && row.day >= from && row.day <= to)
  const records: AccountRecords = {
    load: async (day) => ({ marks: [...tables.marks.values()], states: [...tables.states.values()], days: [...tables.days.values()].filter((row) => row.day >= day) }),
    marks: async () => [...tables.marks.values()],
    commit: async ({ marks, states, days, completeness }) => {
      if (state.failure !== undefined) throw state.failure
      for (const row of marks) tables.marks.set(row.enterprise, row)
      for (const row of states) tables.states.set(`${row.enterprise}/${row.gateway}`, row)
      for (const row of days) tables.days.set(`${row.enterprise}/${row.gateway}/${row.day}`, row)
      for (const row of completeness) tables.completeness.set(`${row.enterprise}/${row.gateway}/${row.day}`, row)
    },
    forget: async (before) => {
      for (const rows of [tables.days, tables.completeness]) for (const [key, { day }] of rows) if (day < before) rows.delete(key)
    },
    days: async (...query) => ({ days: within(tables.days, ...query), completeness: within(tables.completeness, ...query) }),
  }
  return { records, state, tables }
}

/** For tests of hops that are not about accounts. */
export const noAccounts = { count: () => undefined, correctionOf: () => 0 }
