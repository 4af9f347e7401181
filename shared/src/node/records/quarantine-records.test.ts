import { expect, it } from 'vitest'
import { createQuarantineRecords } from './quarantine-records.ts'
import { openTemporaryRecords } from './temporary-records.ts'

it('the quarantine list stays over a restart, rows replace and go', async () => {
  const temporary = await openTemporaryRecords()
  const row = (id: string, change: object = {}) =>
    ({ id, kind: 'tag', enterprise: 'E1', gateway: null, name: id, topic: 't', first_seen_at: 1, last_seen_at: 2, seen: 3, value: 1.5, time: 2, ...change })
  await createQuarantineRecords(temporary.records).commit(Array.from({ length: 2_500 }, (_, index) => row(`N${index}`)), [])
  await createQuarantineRecords(temporary.records).commit([row('N0', { seen: 4, last_seen_at: 9, value: null, time: null })], Array.from({ length: 2_498 }, (_, index) => `N${index + 1}`))
  const again = createQuarantineRecords(await temporary.reopen())
  expect(await again.load()).toEqual([row('N2499'), row('N0', { seen: 4, last_seen_at: 9, value: null, time: null })])
  await temporary.remove()
})
