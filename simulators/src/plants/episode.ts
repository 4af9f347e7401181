import { between, waitingTime, type Rng } from '../rng.ts'

/** Something that happens now and then and ends again: a door opening, a leak, a blocked valve. */
export interface Episode {
  /** Seconds it still lasts; 0 = not under way. */
  leftS: number
  /** Seconds until the next one begins. */
  waitS: number
  /** How strong this one is, 0 to 1. */
  size: number
}

export interface EpisodeHabit {
  /** Mean of the quiet time between two, beyond `restS`. */
  meanWaitS: number
  /** Quiet time there is at least. */
  restS: number
  durationS: readonly [shortest: number, longest: number]
}

const quiet = (habit: EpisodeHabit, rng: Rng): Episode => ({ leftS: 0, waitS: habit.restS + waitingTime(rng, habit.meanWaitS), size: 0 })

/** We join a plant that has long been running, so somewhere within a quiet time: the first episode comes sooner than after a whole one. */
export const startEpisode = (habit: EpisodeHabit, rng: Rng): Episode => {
  const joined = quiet(habit, rng)
  return { ...joined, waitS: joined.waitS * rng() }
}

export const stepEpisode = (episode: Episode, habit: EpisodeHabit, dtS: number, rng: Rng): Episode => {
  if (episode.leftS > dtS) return { ...episode, leftS: episode.leftS - dtS }
  if (episode.leftS > 0) return quiet(habit, rng)
  if (episode.waitS > dtS) return { ...episode, waitS: episode.waitS - dtS }
  return { leftS: between(rng, ...habit.durationS), waitS: 0, size: rng() }
}

export const isUnderWay = (episode: Episode): boolean => episode.leftS > 0
