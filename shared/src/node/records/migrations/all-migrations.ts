import type { Migration } from 'kysely/migration'
import { ledgerAndAlarms } from './m0001-ledger-and-alarms.ts'
import { plantEvents } from './m0002-plant-events.ts'
import { gatewayProfiles } from './m0003-gateway-profiles.ts'
import { quarantine } from './m0003-quarantine.ts'
import { senderAccounts } from './m0004-sender-accounts.ts'
import { ruleKindsMigration } from './m0005-rule-kinds.ts'
import { alarmOverlays } from './m0006-alarm-overlays.ts'
import { ruleChanges } from './m0007-rule-changes.ts'
import { alarmOutbox } from './m0008-alarm-outbox.ts'
import { enginePlace } from './m0013-engine-place.ts'
import { sourceUntil } from './m0013-source-until.ts'
import { alarmMarks } from './m0016-alarm-marks.ts'
import { dryRun } from './m0017-dry-run.ts'
import { lateByPlace } from './m0021-late-by-place.ts'
import { ruleMemoryPoint } from './m0022-rule-memory-point.ts'
import { instrumentCare } from './m0024-instrument-care.ts'
import { yearsOfRecords } from './m0026-years-of-records.ts'

/** In order; a released migration is never edited, only followed by another. */
export const allMigrations: Record<string, Migration> = {
  '0001-ledger-and-alarms': ledgerAndAlarms,
  '0002-plant-events': plantEvents,
  '0003-gateway-profiles': gatewayProfiles,
  '0003-quarantine': quarantine,
  '0004-sender-accounts': senderAccounts,
  '0005-rule-kinds': ruleKindsMigration,
  '0006-alarm-overlays': alarmOverlays,
  '0007-rule-changes': ruleChanges,
  '0008-alarm-outbox': alarmOutbox,
  '0013-engine-place': enginePlace,
  '0013-source-until': sourceUntil,
  '0016-alarm-marks': alarmMarks,
  '0017-dry-run': dryRun,
  '0021-late-by-place': lateByPlace,
  '0022-rule-memory-point': ruleMemoryPoint,
  '0024-instrument-care': instrumentCare,
  '0026-years-of-records': yearsOfRecords,
}
