import { OUT_OF_RANGE, qualityCode } from '@hazardwatch/shared/quality'
import type { Detector } from './detector.ts'
import { isBeyond, type Excursion } from './excursion.ts'

/** State of a channel, one cell each; never heard is NaN. */
const HEALTHY = 0
const TRIPPED = 1
const BAD = 2
const BYPASSED = 3

/** Qualities that say that somebody is at work on the instrument: a bypass, not a failure. */
const bypasses = (['calibration', 'maintenance', 'manual'] as const).reduce((mask, name) => mask | (1 << (qualityCode(name) ?? 0)), 0)

/**
 * How a channel that does not measure counts: as a vote for the alarm (2oo3 becomes 1oo2), as one against it (2oo2),
 * or not at all: with fewer channels than votes needed, all that are left are enough (2oo3 → 2oo2 → 1oo1).
 */
export type Vote = 'alarm' | 'healthy' | 'exclude'

export interface VoteConfig extends Excursion {
  channels: number
  need: number
  /** Faulty, silent, stopped, without a value. */
  bad: Vote
  bypassed: Vote
}

/** N of M channels beyond a level. A channel that was never heard is not counted; when none is left, nothing can be said and what was goes on. */
export const voteDetector = (config: VoteConfig): Detector => {
  const votes = (cells: Float64Array): number => {
    let alarming = 0
    let counted = 0
    for (let channel = 0; channel < config.channels; channel++) {
      const vote = voteOf(config, cells[channel] ?? Number.NaN)
      if (vote === 'exclude') continue
      counted++
      if (vote === 'alarm') alarming++
    }
    if (counted === 0) return Number.NaN
    return alarming >= Math.min(config.need, counted) ? 1 : 0
  }
  return {
    size: config.channels,
    limit: 0.5,
    deadband: 0,
    shows: 'reading',
    read: (cells, input, _time, value, quality) => {
      cells[input] = stateOf(config, cells[input] ?? Number.NaN, value, quality)
      return votes(cells)
    },
    silent: (cells, input) => {
      cells[input] = BAD
      return votes(cells)
    },
  }
}

const stateOf = (config: VoteConfig, before: number, value: number, quality: number): number => {
  if (Number.isNaN(value)) return (bypasses >> quality) & 1 ? BYPASSED : BAD
  const beyond = isBeyond(config, value, before === TRIPPED)
  // Out of its range an instrument may say that it is too much; that all is well it cannot.
  if (quality === OUT_OF_RANGE && !beyond) return BAD
  return beyond ? TRIPPED : HEALTHY
}

const voteOf = ({ bad, bypassed }: VoteConfig, state: number): Vote => {
  switch (state) {
    case HEALTHY: return 'healthy'
    case TRIPPED: return 'alarm'
    case BAD: return bad
    case BYPASSED: return bypassed
    default: return 'exclude'
  }
}
