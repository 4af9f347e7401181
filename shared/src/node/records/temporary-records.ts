import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRecords, type Records } from './open-records.ts'

/** For tests: a record store in a folder of its own. */
export interface TemporaryRecords {
  file: string
  records: Records
  /** Closes it and opens the same file again, as a restart does. */
  reopen: () => Promise<Records>
  remove: () => Promise<void>
}

export const openTemporaryRecords = async (): Promise<TemporaryRecords> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-records-'))
  const file = join(folder, 'records.sqlite')
  const temporary: TemporaryRecords = {
    file,
    records: await openRecords(file),
    reopen: async () => {
      await temporary.records.destroy()
      temporary.records = await openRecords(file)
      return temporary.records
    },
    remove: async () => {
      await temporary.records.destroy()
      await rm(folder, { recursive: true })
    },
  }
  return temporary
}
