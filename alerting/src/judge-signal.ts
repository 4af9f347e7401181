import { admit, passTo, type Detection } from './detection.ts'
import { isJudged, type LimitConfigs, type LimitMemories } from './detect/limit-columns.ts'
import { judgeLimit, nextAfter, settleLimit, type Observation } from './detect/limit.ts'

/** Beyond this no sum of a window is exact, and no instrument measures: what a sender calls infinite is taken as this. */
const LARGEST = 1e250
/** A detector says when its signal changes by itself; one that never comes to rest is stopped here and goes on with the next reading. */
const MOST_PASSES = 10_000

/**
 * Gives a reading to a rule that makes a signal, and judges the signal as a limit is judged (rows as in `judgeLimit`: late readings have memories of their own).
 * @returns whether the condition's memory changed.
 */
export const judgeSignal = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, detection: Detection,
  input: number, time: number, value: number, quality: number, found: Observation[],
): boolean => {
  const at = admit(detection, input, time)
  if (Number.isNaN(at)) return false
  const settled = settleSignal(configs, rule, memories, row, detection, at, found)
  const judged = isJudged(configs, rule, quality, value) ? Math.max(-LARGEST, Math.min(LARGEST, value)) : Number.NaN
  const signal = detection.detector.read(detection.own, input, at, judged, quality)
  return apply(configs, rule, memories, row, detection, at, signal, judged, found) || settled
}

/**
 * An input has fallen silent at this time of its clock: what was over by then is over, and what the silence means to the signal comes after it.
 * @returns whether the condition's memory changed.
 */
export const judgeSilentInput = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, detection: Detection, input: number, time: number, found: Observation[],
): boolean => {
  // A rule over several points goes on with the others, unless it says otherwise.
  if (detection.detector.silent === undefined && detection.inputs.length > 1) return false
  const at = passTo(detection.cells, time)
  const settled = settleSignal(configs, rule, memories, row, detection, nextAfter(at), found)
  if (detection.detector.silent === undefined) return settled
  const signal = detection.detector.silent(detection.own, input, at)
  return apply(configs, rule, memories, row, detection, at, signal, Number.NaN, found) || settled
}

/** The condition of a rule that this one combines has been raised or cleared at this time. @returns whether the condition's memory changed. */
export const judgeHeard = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, detection: Detection, index: number, raised: boolean, time: number, found: Observation[],
): boolean => {
  if (detection.detector.hear === undefined) return false
  const at = passTo(detection.cells, time)
  const settled = settleSignal(configs, rule, memories, row, detection, at, found)
  const signal = detection.detector.hear(detection.own, index, raised)
  return apply(configs, rule, memories, row, detection, at, signal, Number.NaN, found) || settled
}

/** Settles, in order, every delay and every change of the signal by itself that lies strictly before `time`. @returns whether the memory changed. */
export const settleSignal = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, detection: Detection, time: number, found: Observation[],
): boolean => {
  const { detector, own } = detection
  let changed = false
  for (let passes = 0; detector.due !== undefined && detector.pass !== undefined && passes < MOST_PASSES; passes++) {
    const due = detector.due(own)
    if (!(due < time)) break
    changed = apply(configs, rule, memories, row, detection, due, detector.pass(own, due), Number.NaN, found) || changed
  }
  return settleLimit(configs, rule, memories, row, time, found) || changed
}

const apply = (
  configs: LimitConfigs, rule: number, memories: LimitMemories, row: number, { detector }: Detection, time: number, signal: number, reading: number, found: Observation[],
): boolean => {
  if (Number.isNaN(signal)) return settleLimit(configs, rule, memories, row, time, found)
  // What became true without a reading shows the signal: there is no reading to show.
  const shown = detector.shows === 'signal' || Number.isNaN(reading) ? signal : reading
  return judgeLimit(configs, rule, memories, row, time, signal, found, shown)
}
