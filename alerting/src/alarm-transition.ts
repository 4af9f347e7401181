import type { Alarm, AlarmState } from '@hazardwatch/shared/alarm'

export type TransitionEvent = 'raised' | 'cleared' | 'acknowledged' | 'reset' | 'superseded'

/** A change of one occurrence as a value: the store, the journal and the feed all live on it. */
export interface AlarmTransition {
  event: TransitionEvent
  /** The occurrence after the change. */
  alarm: Alarm
  from: AlarmState
  /** Epoch ms: event time for raised and cleared, wall time for commands. */
  at: number
  /** Who did it; null when the condition did. */
  actor: string | null
  /** False for what is recorded without being told: late occurrences. */
  announced: boolean
}
