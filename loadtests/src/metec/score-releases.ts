/** A stretch of event time in epoch ms: [from, to). */
export interface Stretch { from: number, to: number }

/**
 * How alarms stand against metered releases. All is counted in whole minutes of the recording.
 * An episode is what remains when the alarm minutes of any sensor are joined across pauses shorter than `HOLD_MINUTES`.
 */
export interface ReleaseScore {
  /** Releases with an alarm minute between their start and their end. */
  releases: number
  of: number
  /** From the release's start to the first alarm minute within it; of a missed release infinite. */
  medianDelayMinutes: number
  /** Releases that began while an alarm stood already: their delay is 0 without merit. */
  alreadyStanding: number
  episodes: number
  /** Episodes that overlap no release, ten minutes of grace after its end included. */
  falseEpisodes: number
  /** Minutes in which an alarm of any sensor stands outside the releases; the second forgives ten minutes after the end of each. */
  minutesOutside: number
  minutesOutsideAfterGrace: number
}

const MINUTE = 60_000
const HOLD_MINUTES = 30
const GRACE_MINUTES = 10

/** Scores alarms of any number of sensors, in any order, over a recording. */
export const scoreReleases = (alarms: readonly Stretch[], releases: readonly Stretch[], recording: Stretch): ReleaseScore => {
  const minutes = alarmMinutes(alarms, recording)
  const episodes = joinMinutes(minutes)
  const delays = releases.map(({ from, to }) => (minutes.find((minute) => minute >= from && minute <= to) ?? Number.POSITIVE_INFINITY) - from)
  const outside = (grace: number) => minutes.filter((minute) => !releases.some(({ from, to }) => minute >= from && minute <= to + grace)).length
  return {
    releases: delays.filter(Number.isFinite).length,
    of: releases.length,
    medianDelayMinutes: (delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)] ?? Number.NaN) / MINUTE,
    alreadyStanding: delays.filter((delay) => delay < MINUTE).length,
    episodes: episodes.length,
    falseEpisodes: episodes.filter((episode) => !releases.some(({ from, to }) => episode.from <= to + GRACE_MINUTES * MINUTE && episode.to >= from)).length,
    minutesOutside: outside(0),
    minutesOutsideAfterGrace: outside(GRACE_MINUTES * MINUTE),
  }
}

/** @returns the minutes of the recording in which any alarm stands. */
const alarmMinutes = (alarms: readonly Stretch[], { from, to }: Stretch): number[] => {
  const minutes: number[] = []
  for (let minute = from; minute < to; minute += MINUTE) if (alarms.some((alarm) => alarm.from <= minute && minute < alarm.to)) minutes.push(minute)
  return minutes
}

/** First and last alarm minute of each episode. */
const joinMinutes = (minutes: readonly number[]): Stretch[] => {
  const episodes: Stretch[] = []
  for (const minute of minutes) {
    const last = episodes.at(-1)
    if (last !== undefined && minute - last.to < HOLD_MINUTES * MINUTE) last.to = minute
    else episodes.push({ from: minute, to: minute })
  }
  return episodes
}
