import { z } from 'zod'
import { Priority, RuleKind } from './alarm-rule.ts'
import { AlarmId } from './ids.ts'
import { IsoTime } from './time.ts'

/** Alarm states, ISA-18.2 / IEC 62682 with OPC UA Part 9 words. */
export const alarmStates = ['normal', 'unacknowledged', 'acknowledged', 'returned_unacknowledged', 'latched'] as const
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
  state: AlarmState,
  onsetAt: IsoTime.describe('Event time of the reading that made the condition true'),
  raisedAt: IsoTime.describe('Event time of the raise: onset + on-delay'),
  clearedAt: IsoTime.nullable(),
  acknowledgedAt: IsoTime.nullable(),
  acknowledgedBy: z.string().nullable(),
  value: z.number().describe('Value at the onset'),
  limit: z.number(),
  unit: z.string(),
  late: z.boolean().describe('Found in late data: recorded, never announced'),
  firstOut: z.boolean().describe('The first alarm of its source since the source was last free of alarms'),
  comments: z.number().int().describe('How many comments it has'),
})
export type Alarm = z.infer<typeof Alarm>

export const AlarmComment = z.object({ id: z.number().int(), alarm: AlarmId, at: IsoTime, by: z.string(), text: z.string() })
export type AlarmComment = z.infer<typeof AlarmComment>

/** @returns whether an occurrence still asks for somebody's attention. */
export const isOpen = (alarm: Pick<Alarm, 'state'>): boolean => alarm.state !== 'normal'

/** @returns whether the condition is true now. */
export const isActive = (alarm: Pick<Alarm, 'state'>): boolean => alarm.state === 'unacknowledged' || alarm.state === 'acknowledged'
