import type { Migration } from 'kysely/migration'
import { ledgerAndAlarms } from './m0001-ledger-and-alarms.ts'

/** In order; a released migration is never edited, only followed by another. */
export const allMigrations: Record<string, Migration> = {
  '0001-ledger-and-alarms': ledgerAndAlarms,
}
