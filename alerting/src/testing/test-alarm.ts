import { Alarm } from '@hazardwatch/shared/alarm'
import { occurrenceId } from '../occurrence-id.ts'

let made = 0

/** An occurrence for tests: each one of its own unless an id is given. */
export const testAlarm = (change: Partial<Omit<Alarm, 'id'>> & { id?: string } = {}): Alarm => Alarm.parse({
  id: occurrenceId('test', 'E/GD-07', ++made),
  enterprise: 'E', source: 'S', point: 'GD-07', rule: 'E/GD-07/H', kind: 'H', priority: 'orange', state: 'unacknowledged',
  onsetAt: '2026-11-23T03:11:58.000Z', raisedAt: '2026-11-23T03:11:58.000Z', clearedAt: null, acknowledgedAt: null, acknowledgedBy: null,
  underlyingState: change.state ?? 'unacknowledged',
  value: 27, limit: 25, unit: '[ppm]', late: false, firstOut: true, comments: 0, ...change,
})
