import { z } from 'zod'
import { AlarmMark } from './alarm-mark.ts'
import { Priority } from './alarm-rule.ts'
import { AlarmId } from './ids.ts'
import { InstrumentFinding } from './instrument-finding.ts'
import { RuleKind } from './rule-parameters.ts'
import { IsoTime } from './time.ts'

/** The states that an alarm's condition, its acknowledgement and its reset make: ISA-18.2 / IEC 62682. */
export const underlyingStates = ['normal', 'unacknowledged', 'acknowledged', 'returned_unacknowledged', 'latched'] as const
export const UnderlyingState = z.enum(underlyingStates)
export type UnderlyingState = z.infer<typeof UnderlyingState>

/** What hides an alarm while everything goes on underneath: an operator for a time, the process by design, or maintenance. */
export const hidingStates = ['shelved', 'suppressed', 'out_of_service'] as const
export const HidingState = z.enum(hidingStates)
export type HidingState = z.infer<typeof HidingState>

/** Alarm states as they are shown, ISA-18.2 / IEC 62682 with OPC UA Part 9 words. */
export const alarmStates = [...underlyingStates, ...hidingStates] as const
export const AlarmState = z.enum(alarmStates)
export type AlarmState = z.infer<typeof AlarmState>

/** One occurrence of an alarm. The same id is the same occurrence, whatever is redelivered, replayed or restarted. */
export const Alarm = z.object({
  id: AlarmId,
  enterprise: z.string(),
  source: z.string(),
  point: z.string().describe('Tag within the enterprise'),
  rule: z.string(),
  kind: RuleKind,
  priority: Priority,
  state: AlarmState.describe('As it is shown: the hiding state while it is hidden'),
  underlyingState: UnderlyingState.describe('What it is underneath; the same as `state` unless it is hidden'),
  onsetAt: IsoTime.describe('Event time of the reading that made the condition true'),
  raisedAt: IsoTime.describe('Event time of the raise: onset + on-delay'),
  clearedAt: IsoTime.nullable(),
  acknowledgedAt: IsoTime.nullable(),
  acknowledgedBy: z.string().nullable(),
  confirmedAt: IsoTime.nullable().default(null).describe('When somebody said that the corrective action has been taken (OPC UA: confirmed)'),
  confirmedBy: z.string().nullable().default(null),
  assignee: z.string().nullable().default(null).describe('Who is dealing with it'),
  shelvedUntil: IsoTime.nullable().default(null).describe('Until when it is shelved; null when it is not, or until it clears or somebody ends it'),
  shelvedBy: z.string().nullable().default(null).describe('Who shelved it or took it out of service'),
  reason: z.string().nullable().default(null).describe('Why it is hidden'),
  value: z.number().describe('Value at the onset'),
  limit: z.number().nullable().describe('Null for kinds of rules that have none'),
  unit: z.string().describe('Of `value` and `limit` (UCUM): that of the point, or what the kind of rule counts: `s`, `%`, `1`, `m/min`'),
  late: z.boolean().describe('Found in late data: recorded, never announced'),
  dryRun: z.boolean().default(false).describe('Its rule was in a dry run: it would have alarmed, and nobody was told'),
  firstOut: z.boolean().describe('The first alarm of its source since the source was last free of alarms'),
  finding: InstrumentFinding.nullable().default(null).describe('What is wrong with the instrument; null for alarms of what it measures'),
  mark: AlarmMark.nullable().default(null).describe('What an operator says of an early warning; null = nothing yet'),
  comments: z.number().int().describe('How many comments it has'),
})
export type Alarm = z.infer<typeof Alarm>

export const AlarmComment = z.object({ id: z.number().int(), alarm: AlarmId, at: IsoTime, by: z.string(), text: z.string() })
export type AlarmComment = z.infer<typeof AlarmComment>

/** One thing that happened to an occurrence. */
export const AlarmJournalEntry = z.object({
  seq: z.number().int(),
  alarm: AlarmId,
  event: z.string().describe('raised, cleared, acknowledged, reset, superseded, reAlarmed, confirmed, assigned, marked, shelved, unshelved, …'),
  from: AlarmState,
  to: AlarmState,
  at: IsoTime.describe('Event time of raise and clear, wall time of everything else'),
  recordedAt: IsoTime,
  by: z.string().nullable().describe('Null when its condition or the clock did it'),
  reason: z.string().nullable(),
  announced: z.boolean(),
})
export type AlarmJournalEntry = z.infer<typeof AlarmJournalEntry>

/** One change of an alarm as it has to be told, with the alarm as it stood then. Numbered in the order in which changes became durable. */
export const AlarmChange = z.object({
  seq: z.number().int(),
  event: z.string(),
  at: IsoTime,
  recordedAt: IsoTime,
  announced: z.boolean().describe('False: the alarm was hidden; nobody must be called'),
  alarm: Alarm,
})
export type AlarmChange = z.infer<typeof AlarmChange>

/** @returns whether the alarm is hidden: by an operator, by design, or by maintenance. */
export const isHidden = (alarm: Pick<Alarm, 'state'>): boolean => alarm.state === 'shelved' || alarm.state === 'suppressed' || alarm.state === 'out_of_service'

/** @returns whether an occurrence asks for somebody's attention now: hidden ones do not. */
export const isOpen = (alarm: Pick<Alarm, 'state'>): boolean => alarm.state !== 'normal' && !isHidden(alarm)

/** @returns whether the condition is true now, hidden or not. */
export const isActive = (alarm: Pick<Alarm, 'underlyingState'>): boolean =>
  alarm.underlyingState === 'unacknowledged' || alarm.underlyingState === 'acknowledged'
