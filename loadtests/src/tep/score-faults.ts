/** A fault's run begins in its 161st row. */
const FAULT_BEGINS = 160

export interface FaultScore {
  /** Share of rows above the threshold from the beginning of the fault on, in per cent, by fault; and their mean. */
  detected: Record<string, number>
  meanDetected: number
  /** The threshold: exceeded by the given share of normal test rows. */
  threshold: number
}

/**
 * Mean detection rate at a false alarm rate, the rule of the published figures for the Tennessee Eastman process (Russell, Chiang & Braatz 2000).
 * @param normal scores of the fault-free test run
 * @param faults scores of whole runs by the name of the fault
 * @param falseAlarms share of normal rows above the threshold, e.g. 0.01
 */
export const scoreFaults = (normal: readonly number[], faults: Readonly<Record<string, readonly number[]>>, falseAlarms: number): FaultScore => {
  const threshold = normal.toSorted((a, b) => b - a)[Math.floor(normal.length * falseAlarms)] ?? Number.NaN
  const detected = Object.fromEntries(Object.entries(faults).map(([name, scores]) => [name, percent(scores.slice(FAULT_BEGINS), (score) => score > threshold)]))
  return { detected, meanDetected: mean(Object.values(detected)), threshold }
}

/** Share of rows in alarm from the beginning of the fault on, in per cent. */
export const alarmedRows = (alarms: readonly number[], from = FAULT_BEGINS): number => percent(alarms.slice(from), (alarm) => alarm === 1)

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const percent = (values: readonly number[], holds: (value: number) => boolean): number => 100 * values.filter(holds).length / values.length
