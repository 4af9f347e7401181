import type { Alarm } from '@hazardwatch/shared/alarm'
import { priorities, type Priority } from '@hazardwatch/shared/alarm-rule'
import { awaitsAcknowledgement } from '../alarms/arrange-alarms.ts'

/** One beep: when it begins within the pattern and how long it lasts, s, and its pitch, Hz. */
export interface Beep {
  at: number
  lasts: number
  hertz: number
}

export interface Tone {
  /** s from the start of one pattern to the start of the next. */
  every: number
  beeps: readonly Beep[]
}

/** What can be heard: an alarm of a priority, or that the page hears nothing any more. */
export type ToneName = Priority | 'dead'

/**
 * A distinct pattern for each of the three upper priorities: more urgent is faster and moves between two pitches. Blue is silent:
 * what needs no prompt action must not teach anybody to ignore a horn. A dead feed is lower than every alarm, longer, and falls.
 */
export const tones: Readonly<Partial<Record<ToneName, Tone>>> = {
  red: { every: 1, beeps: [{ at: 0, lasts: 0.22, hertz: 960 }, { at: 0.25, lasts: 0.22, hertz: 720 }, { at: 0.5, lasts: 0.22, hertz: 960 }] },
  orange: { every: 2.5, beeps: [{ at: 0, lasts: 0.25, hertz: 720 }, { at: 0.35, lasts: 0.25, hertz: 720 }] },
  yellow: { every: 6, beeps: [{ at: 0, lasts: 0.3, hertz: 540 }] },
  dead: { every: 4, beeps: [{ at: 0, lasts: 0.4, hertz: 420 }, { at: 0.45, lasts: 0.6, hertz: 300 }] },
}

/** @returns whether an alarm asks for a sound: not acknowledged yet, and of a priority that has one. */
export const asksForSound = (alarm: Alarm): boolean => awaitsAcknowledgement(alarm) && tones[alarm.priority] !== undefined

/** @returns the priority whose tone is due: the worst that waits and was not silenced. Null = quiet. */
export const dueTone = (alarms: Iterable<Alarm>, silenced: ReadonlySet<string>): Priority | null => {
  const waiting = [...alarms].filter((alarm) => asksForSound(alarm) && !silenced.has(alarm.id))
  return priorities.find((priority) => waiting.some((alarm) => alarm.priority === priority)) ?? null
}
