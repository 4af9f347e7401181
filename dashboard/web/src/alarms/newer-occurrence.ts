import { type Alarm, isOpen } from '@hazardwatch/shared/alarm'

/** The occurrence that has followed one which has ended: of the same rule on the same point, and still open. */
export const newerOccurrence = (ended: Alarm, alarms: Iterable<Alarm>): Alarm | undefined => {
  if (ended.state !== 'normal') return undefined
  return [...alarms].find((alarm) => alarm.id !== ended.id && alarm.rule === ended.rule && alarm.enterprise === ended.enterprise && alarm.point === ended.point && isOpen(alarm))
}
