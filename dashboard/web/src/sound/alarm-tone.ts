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

/**
 * A distinct pattern for each of the three upper priorities: more urgent is faster and moves between two pitches. Blue is silent:
 * what needs no prompt action must not teach anybody to ignore a horn.
 */
export const tones: Readonly<Partial<Record<Priority, Tone>>> = {
  red: { every: 1, beeps: [{ at: 0, lasts: 0.22, hertz: 960 }, { at: 0.25, lasts: 0.22, hertz: 720 }, { at: 0.5, lasts: 0.22, hertz: 960 }] },
  orange: { every: 2.5, beeps: [{ at: 0, lasts: 0.25, hertz: 720 }, { at: 0.35, lasts: 0.25, hertz: 720 }] },
  yellow: { every: 6, beeps: [{ at: 0, lasts: 0.3, hertz: 540 }] },
}

/** @returns ids of the alarms that ask for a sound: not acknowledged yet, and of a priority that has one. */
export const soundingAlarms = (alarms: Iterable<Alarm>): Alarm[] => [...alarms].filter((alarm) => awaitsAcknowledgement(alarm) && tones[alarm.priority] !== undefined)

/** @returns the priority whose tone is due: the worst that waits and was not silenced. Null = quiet. */
export const dueTone = (alarms: Iterable<Alarm>, silenced: ReadonlySet<string>): Priority | null => {
  const waiting = soundingAlarms(alarms).filter((alarm) => !silenced.has(alarm.id))
  return priorities.find((priority) => waiting.some((alarm) => alarm.priority === priority)) ?? null
}
