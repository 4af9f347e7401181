import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Records } from './open-records.ts'
import { openReader } from './open-reader.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'

let temporary: TemporaryRecords
let reader: Records
beforeEach(async () => {
  temporary = await openTemporaryRecords()
  reader = openReader(temporary.file)
})
afterEach(async () => {
  await reader.destroy()
  await temporary.remove()
})

const clock = (point: number) => ({ point, judged_to: 1, live_at: 2, live_arrival: 3, heard_at: 1_800_000_000_000, quality: 0, recent: 'x' })
const points = async (records: Records) => (await records.selectFrom('point_clock').select('point').orderBy('point').execute()).map(({ point }) => point)

it('reads what is committed, as the other connection does, and at once', async () => {
  for (let point = 0; point < 20; point++) {
    await temporary.records.insertInto('point_clock').values(clock(point)).execute()
    expect(await points(reader)).toEqual(await points(temporary.records))
  }
  expect(await reader.selectFrom('point_clock').selectAll().where('point', '=', 7).executeTakeFirst()).toEqual(clock(7))
})

it('does not see what is not committed, and does not wait for it', async () => {
  await temporary.records.transaction().execute(async (transaction) => {
    await transaction.insertInto('point_clock').values(clock(1)).execute()
    expect(await points(reader)).toEqual([])
  })
  expect(await points(reader)).toEqual([1])
})

it('writes nothing', async () => {
  await expect(reader.insertInto('point_clock').values(clock(1)).execute()).rejects.toThrow('readonly')
  await expect(reader.transaction().execute(() => Promise.resolve())).rejects.toThrow('only read here')
  expect(await points(temporary.records)).toEqual([])
})

it('a query that SQLite refuses fails by itself', async () => {
  const [failed, read] = await Promise.allSettled([reader.selectFrom('no_such_table' as 'point_clock').selectAll().execute(), points(reader)])
  expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'no such table: no_such_table' } })
  expect(read).toMatchObject({ status: 'fulfilled', value: [] })
})
