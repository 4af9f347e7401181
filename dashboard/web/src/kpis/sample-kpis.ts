import type { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'

const nothing = { count: 0, share: 0 }
const noTimes = { count: 0, median: null, p90: null }

/** For tests: the figures of a quiet hour. */
export const sampleKpis = (changes: Partial<AlarmKpis> = {}): AlarmKpis => ({
  region: '220000', from: '2026-11-26T00:00:00.000Z', to: '2026-11-26T01:00:00.000Z', operators: 1, alarms: 0, perTenMinutes: 0, perDay: 0, peakTenMinutes: 0, peakAt: null,
  course: [0, 0, 0, 0, 0, 0], floodShare: 0, floods: [], priorities: { red: nothing, orange: nothing, yellow: nothing, blue: nothing }, top: [], topTenShare: 0, chattering: [], chatteringCount: 0, fleeting: [], fleetingCount: 0,
  standing: 0, stale: 0, acknowledgeS: noTimes, clearS: noTimes, unacknowledged: 0, ...changes,
})
