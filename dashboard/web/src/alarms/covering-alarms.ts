import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'

/** The engine names an alarm that covers its dependents so among the causes. */
const ALARM = 'alarm '

/** What suppresses an alarm: the rules whose alarms cover it while they stand, and the reasons of everything else. */
export const coveringAlarms = ({ causes }: Pick<AlarmOverlay, 'causes'>): { rules: string[]; others: string[] } => {
  const entries = Object.entries(causes)
  return {
    rules: entries.flatMap(([cause]) => (cause.startsWith(ALARM) ? [cause.slice(ALARM.length)] : [])),
    others: entries.flatMap(([cause, reason]) => (cause.startsWith(ALARM) ? [] : [reason])),
  }
}
