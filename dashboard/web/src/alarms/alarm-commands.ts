import { isHidden, type Alarm } from '@hazardwatch/shared/alarm'
import { awaitsAcknowledgement } from './arrange-alarms.ts'

/** What an operator can do to an alarm, in the order of its buttons. */
export const alarmCommands = ['acknowledge', 'reset', 'confirm', 'take', 'shelve', 'outOfService', 'bringBack'] as const
export type AlarmCommand = (typeof alarmCommands)[number]

/** @returns whether the command makes sense now; the service has the last word. */
export const canCommand = (alarm: Alarm, command: AlarmCommand): boolean => {
  const hidden = isHidden(alarm)
  switch (command) {
    case 'acknowledge':
      return awaitsAcknowledgement(alarm)
    case 'reset':
      return alarm.state === 'latched'
    case 'confirm':
      return !hidden && alarm.confirmedAt === null && alarm.acknowledgedAt !== null
    case 'take':
      return !hidden && alarm.state !== 'normal'
    case 'shelve':
    case 'outOfService':
      return !hidden && alarm.state !== 'normal'
    case 'bringBack':
      return alarm.state === 'shelved' || alarm.state === 'out_of_service'
    default:
      return command satisfies never
  }
}
