import type { Alarm, AlarmState } from '@hazardwatch/shared/alarm'
import type { Overlay } from './overlay-book.ts'

export type HidingTransitionEvent = 'shelved' | 'unshelved' | 'suppressed' | 'unsuppressed' | 'outOfService' | 'returnedToService'

export type TransitionEvent = 'raised' | 'cleared' | 'acknowledged' | 'reset' | 'superseded' | 'reAlarmed' | 'confirmed' | 'assigned' | 'marked' | HidingTransitionEvent

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
  /** What was said about it; null when nothing was. */
  reason: string | null
  /** False for what is recorded without being told: late occurrences, and what happens while the alarm is hidden. */
  announced: boolean
  /** A late finding of an alarm that stands already: it is not recorded once more. */
  retold?: boolean
}

/** Something began or ceased to hide the alarm of a rule, whether or not an occurrence was there. */
export interface OverlayTransition {
  event: HidingTransitionEvent
  /** As it is now, or as it was at its end. */
  overlay: Overlay
  ended: boolean
  /** Epoch ms, wall time. */
  at: number
  actor: string | null
  reason: string | null
  /** It came after so many of the transitions taken with it. */
  after: number
}
