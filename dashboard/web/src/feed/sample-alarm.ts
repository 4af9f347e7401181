import { Alarm } from '@hazardwatch/shared/alarm'

/** For tests: an unacknowledged alarm; `number` makes its id. */
export const sampleAlarm = (number: number, changes: Partial<Alarm> = {}): Alarm => ({
  ...Alarm.parse({
    id: number.toString(16).padStart(32, '0'),
    enterprise: 'ENT', source: 'S1', point: `P-${number}`, rule: `ENT/P-${number}/H`, kind: 'H', priority: 'yellow', state: 'unacknowledged', underlyingState: 'unacknowledged',
    onsetAt: '2026-11-22T03:00:00.000Z', raisedAt: '2026-11-22T03:00:00.000Z', clearedAt: null, acknowledgedAt: null, acknowledgedBy: null,
    value: 60, limit: 50, unit: 'ppm', late: false, firstOut: false, comments: 0,
  }),
  ...changes,
})
