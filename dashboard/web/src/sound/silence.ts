import type { Alarm } from '@hazardwatch/shared/alarm'
import { asksForSound, dueTone, type ToneName } from './alarm-tone.ts'

/** @returns ids of the alarms that a silence given now holds for: all that wait, heard or not. */
export const silencedAlarms = (alarms: Iterable<Alarm>): ReadonlySet<string> => new Set([...alarms].filter(asksForSound).map(({ id }) => id))

/**
 * A silence holds for the asking in which it was given: what was acknowledged or hidden, or has ended, sounds when it asks again.
 * @param alarms as they are now, by id @returns what stays silenced; the same set when that is all
 */
export const stillSilenced = (silenced: ReadonlySet<string>, alarms: ReadonlyMap<string, Alarm>): ReadonlySet<string> => {
  const kept = [...silenced].filter((id) => {
    const alarm = alarms.get(id)
    return alarm !== undefined && asksForSound(alarm)
  })
  return kept.length === silenced.size ? silenced : new Set(kept)
}

export interface Hearing {
  alarms: Iterable<Alarm>
  /** Ids of alarms. */
  silenced: ReadonlySet<string>
  /** Last sign of life of a feed that is dead, epoch ms; null while it is not dead. */
  deadSince: number | null
  /** The dead feed that was silenced, by its last sign of life; null = none. One that has lived meanwhile is another. */
  silencedDead: number | null
}

/**
 * What is to be heard; null = quiet. A dead feed sounds by itself, and the alarms rest: its picture is old, and they may have been
 * acknowledged long ago.
 */
export const dueSound = ({ alarms, silenced, deadSince, silencedDead }: Hearing): ToneName | null => {
  if (deadSince === null) return dueTone(alarms, silenced)
  return deadSince === silencedDead ? null : 'dead'
}
