import type { Alarm, UnderlyingState } from '@hazardwatch/shared/alarm'
import { alarmUnit } from '@hazardwatch/shared/alarm-unit'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { findingOfKind, type InstrumentFinding } from '@hazardwatch/shared/instrument-finding'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { ruleIdOf } from '@hazardwatch/shared/rule-part'
import { isoTime } from '@hazardwatch/shared/time'
import type { Observation } from './detect/limit.ts'
import { occurrenceId } from './occurrence-id.ts'

/** The occurrence that an observation begins. */
export const raiseAlarm = (
  rule: AlarmRule, point: NumberedPoint, observation: Observation, state: UnderlyingState, marks: { late: boolean; firstOut: boolean; dryRun: boolean; finding?: InstrumentFinding | undefined },
): Alarm => ({
  id: occurrenceId(ruleIdOf(rule.id), pointKey(point.enterprise, point.tag), observation.onset, marks.dryRun),
  enterprise: point.enterprise,
  source: point.source,
  point: point.tag,
  rule: ruleIdOf(rule.id),
  kind: rule.kind,
  priority: rule.priority,
  state,
  underlyingState: state,
  onsetAt: isoTime(observation.onset),
  raisedAt: isoTime(observation.at),
  clearedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  confirmedAt: null,
  confirmedBy: null,
  assignee: null,
  shelvedUntil: null,
  shelvedBy: null,
  reason: null,
  value: observation.value,
  limit: rule.limit,
  unit: alarmUnit(rule, point.unit),
  late: marks.late,
  dryRun: marks.dryRun,
  firstOut: marks.firstOut,
  finding: findingOfKind(rule.kind) ?? marks.finding ?? null,
  mark: null,
  comments: 0,
})
