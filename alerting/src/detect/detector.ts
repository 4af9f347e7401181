import type { InstrumentFinding } from '@hazardwatch/shared/instrument-finding'

/**
 * What a kind of rule does with its readings: it makes a signal of them, which is then judged exactly as a limit is: true at `signal >= limit`,
 * false again below `limit - deadband`, then the on-delay, then the off-delay (`limit.ts`). A kind therefore holds no condition, no delay and no alarm.
 *
 * A detector is made once for a rule (its configuration is in it) and is pure: all it remembers is in `cells`, an array of numbers that its caller owns,
 * stores in the transaction of the alarm and puts back after a restart. A cell that was never written is NaN. The same functions run live, on late
 * readings (with cells of their own) and in a backtest. Nothing here allocates once the detector is made.
 *
 * A new kind is: a file `<kind>.ts` beside this one with its table of cases, a line in `all-detectors.ts`, its parameters in
 * `shared/src/rule-parameters.ts`, and its name in both languages.
 */
export interface Detector {
  /** How many numbers it remembers. An edit that changes the size starts it afresh. */
  readonly size: number
  /** What the signal is compared with; the rule's own limit and deadband for kinds that have them. */
  readonly limit: number
  readonly deadband: number
  /** Which number the alarm shows as its value: the signal, or the reading that made the condition true. */
  readonly shows: 'signal' | 'reading'
  /**
   * True for kinds that remember a lot and for which a few minutes more or less of it change nothing: their memory is stored every ten minutes and with
   * each change of the condition, not with every reading. A restart then leaves a gap in what they have heard, never in the condition.
   */
  readonly keptSeldom?: boolean

  /**
   * One live reading. Per input they come with growing times; between inputs, times are never smaller than the one before.
   * @param cells what it remembers; written in place
   * @param input 0 = the rule's own point, 1 … = the other points of the rule, in their order
   * @param time event time, epoch ms
   * @param value NaN when the quality allows no value
   * @param quality column code of `shared/src/quality.ts`
   * @returns the signal from this time on; NaN = nothing can be said, what was goes on
   */
  read(cells: Float64Array, input: number, time: number, value: number, quality: number): number

  /** @returns event time (epoch ms) at which the signal passes its limit by itself while the last values hold; Infinity when it will not. */
  due?(cells: Float64Array): number
  /** That time has come and no reading with it. `due` must be later afterwards. @returns the signal from then on. */
  pass?(cells: Float64Array, time: number): number

  /** An input has fallen silent (ALARMS.md §7) at this time of its clock. @returns the signal from then on; NaN = what was goes on. */
  silent?(cells: Float64Array, input: number, time: number): number

  /** What it has found wrong with the instrument when its condition became true last; undefined = nothing yet. For kinds that find several things. */
  finding?(cells: Float64Array): InstrumentFinding | undefined

  /** The condition of the rule of this index, among those that the rule combines, has been raised or cleared. @returns the signal from then on. */
  hear?(cells: Float64Array, index: number, raised: boolean): number
}
