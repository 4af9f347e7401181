import { createHash } from 'node:crypto'
import { AlarmId } from '@hazardwatch/shared/ids'

/**
 * The identity of an occurrence: hash of (rule, point, onset in event time). The same id is the same occurrence,
 * whatever is redelivered, replayed or restarted. 128 bits of SHA-256: no collision to be expected among 10^15 occurrences.
 * @param point ENT/TAG
 * @param onset epoch ms of the reading that made the condition true
 * @param dryRun whether it is what a rule would have alarmed: that has an identity of its own, so it can never stand in for the alarm
 */
export const occurrenceId = (rule: string, point: string, onset: number, dryRun = false): AlarmId =>
  AlarmId.parse(createHash('sha256').update(JSON.stringify(dryRun ? [rule, point, onset, 'dry run'] : [rule, point, onset])).digest('hex').slice(0, 32))
