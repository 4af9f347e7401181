import type { Generated, Insertable, Selectable } from 'kysely'
import { BumpTest, Calibration, CalibrationRecord } from '../../instrument-care.ts'
import type { Page } from '../../list-page.ts'
import { isoTime } from '../../time.ts'
import { badCursor } from './bad-cursor.ts'
import { chunks } from './chunks.ts'
import type { Records } from './open-records.ts'

export interface CareTables {
  calibration_record: CalibrationRecordTable
  bump_test: BumpTestTable
}

interface CalibrationRecordTable {
  seq: Generated<number>
  enterprise: string
  tag: string
  calibrated_at: number | null
  interval_days: number
  by: string | null
  reference: string | null
  result: string | null
  recorded_at: number
  retired: number
}

interface BumpTestTable {
  seq: Generated<number>
  id: string
  enterprise: string
  tag: string
  gas: string
  concentration: number
  unit: string
  expected_t90_s: number
  by: string
  reference: string | null
  started_at: number
  applied_at: number
  removed_at: number | null
  ends_at: number
  suppressed_until: number | null
  state: string
  reason: string | null
  t90_s: number | null
  reached: number | null
}

/** Port: calibrations and bump tests on disk. What is written resolves when durable. */
export interface CareRecords {
  /** The calibrations in force; of each point its last test with a result; and the tests that run or still suppress. */
  load(): Promise<{ calibrations: Calibration[]; lastTests: BumpTest[]; openTests: BumpTest[] }>
  putCalibrations(items: readonly Calibration[], at: number, retired: boolean): Promise<void>
  calibrationHistory(enterprise: string, tag: string): Promise<CalibrationRecord[]>
  putTest(test: BumpTest): Promise<void>
  findTest(id: string): Promise<BumpTest | undefined>
  listTests(filter: { enterprise?: string | undefined; tag?: string | undefined; limit: number; cursor?: string | undefined }): Promise<Page<BumpTest>>
}

export const createCareRecords = (records: Records): CareRecords => ({
  load: async () => {
    const latest = await records.selectFrom('calibration_record').selectAll()
      .where('seq', 'in', (select) => select.selectFrom('calibration_record').select((row) => row.fn.max('seq').as('seq')).groupBy(['enterprise', 'tag'])).where('retired', '=', 0).execute()
    const last = await records.selectFrom('bump_test').selectAll()
      .where('seq', 'in', (select) => select.selectFrom('bump_test').select((row) => row.fn.max('seq').as('seq')).where('state', 'in', ['passed', 'failed']).groupBy(['enterprise', 'tag'])).execute()
    const open = await records.selectFrom('bump_test').selectAll().where((row) => row.or([row('state', '=', 'running'), row('suppressed_until', 'is not', null)])).execute()
    return { calibrations: latest.map((row) => calibrationOf(row)), lastTests: last.map(testOf), openTests: open.map(testOf) }
  },
  putCalibrations: (items, at, retired) => records.transaction().execute(async (transaction) => {
    for (const part of chunks(items)) await transaction.insertInto('calibration_record').values(part.map((item) => calibrationRow(item, at, retired))).execute()
  }),
  calibrationHistory: async (enterprise, tag) => {
    const rows = await records.selectFrom('calibration_record').selectAll().where('enterprise', '=', enterprise).where('tag', '=', tag).orderBy('seq', 'desc').execute()
    return rows.map((row) => CalibrationRecord.parse({ ...calibrationOf(row), recordedAt: isoTime(row.recorded_at), retired: row.retired === 1 }))
  },
  putTest: async (test) => {
    const { id, ...row } = testRow(test)
    await records.insertInto('bump_test').values({ id, ...row }).onConflict((conflict) => conflict.column('id').doUpdateSet(row)).execute()
  },
  findTest: async (id) => {
    const row = await records.selectFrom('bump_test').selectAll().where('id', '=', id).executeTakeFirst()
    return row && testOf(row)
  },
  listTests: (filter) => listTests(records, filter),
})

const listTests = async (records: Records, { enterprise, tag, limit, cursor }: Parameters<CareRecords['listTests']>[0]): Promise<Page<BumpTest>> => {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw badCursor('cursor')
  const rows = await records.selectFrom('bump_test').selectAll().where((where) => where.and([
    ...(enterprise === undefined ? [] : [where('enterprise', '=', enterprise)]),
    ...(tag === undefined ? [] : [where('tag', '=', tag)]),
    ...(cursor === undefined ? [] : [where('seq', '<', Number(cursor))]),
  ])).orderBy('seq', 'desc').limit(limit + 1).execute()
  const items = rows.slice(0, limit)
  return { items: items.map(testOf), next: rows.length > limit ? String(items.at(-1)?.seq) : null }
}

const calibrationRow = (item: Calibration, at: number, retired: boolean): Insertable<CalibrationRecordTable> => ({
  enterprise: item.enterprise, tag: item.tag, calibrated_at: item.calibratedAt === null ? null : Date.parse(item.calibratedAt), interval_days: item.intervalDays, by: item.by, reference: item.reference, result: item.result,
  recorded_at: at, retired: Number(retired),
})

const calibrationOf = (row: Selectable<CalibrationRecordTable>): Calibration => Calibration.parse({
  enterprise: row.enterprise, tag: row.tag, calibratedAt: isoOrNull(row.calibrated_at), intervalDays: row.interval_days, by: row.by, reference: row.reference, result: row.result,
})

const testRow = (test: BumpTest): Insertable<BumpTestTable> => ({
  id: test.id, enterprise: test.enterprise, tag: test.tag, gas: test.gas, concentration: test.concentration, unit: test.unit, expected_t90_s: test.expectedT90S, by: test.by, reference: test.reference,
  started_at: Date.parse(test.startedAt), applied_at: Date.parse(test.appliedAt), removed_at: msOrNull(test.removedAt), ends_at: Date.parse(test.endsAt), suppressed_until: msOrNull(test.suppressedUntil),
  state: test.state, reason: test.reason, t90_s: test.t90S, reached: test.reached,
})

const testOf = (row: Selectable<BumpTestTable>): BumpTest => BumpTest.parse({
  id: row.id, enterprise: row.enterprise, tag: row.tag, gas: row.gas, concentration: row.concentration, unit: row.unit, expectedT90S: row.expected_t90_s, by: row.by, reference: row.reference,
  startedAt: isoTime(row.started_at), appliedAt: isoTime(row.applied_at), removedAt: isoOrNull(row.removed_at), endsAt: isoTime(row.ends_at), suppressedUntil: isoOrNull(row.suppressed_until),
  state: row.state, reason: row.reason, t90S: row.t90_s, reached: row.reached,
})

const isoOrNull = (time: number | null): string | null => (time === null ? null : isoTime(time))
const msOrNull = (time: string | null): number | null => (time === null ? null : Date.parse(time))
