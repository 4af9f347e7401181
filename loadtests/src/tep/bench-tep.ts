import { fileURLToPath } from 'node:url'
import { printLine, round } from '../bench-line.ts'
import { withFolder } from '../with-folder.ts'
import { learnPrincipal } from './principal-components.ts'
import { alarmedRows, mean, scoreFaults } from './score-faults.ts'
import { detectRuns, readTepRuns, type TepJudgement, type TepRun, type TepRuns } from './tep-runs.ts'
import { weakenFault } from './weaken-fault.ts'

const FALSE_ALARMS = 0.01
/** Shares of a recorded fault that are mixed into the fault-free run. */
const WEAKENED = [0.6, 0.4, 0.2]

/**
 * Faults of the Tennessee Eastman process found by the multivariate detector, learnt on the fault-free run, through the command that anyone can run;
 * and beside it, on the same rows by the same rule, what is usual in the field. The faults once more at a part of their size, because the recorded ones
 * of the sample are found by everybody.
 * @param tep folder with `d00.dat`, `d00_te.dat` and a `dNN_te.dat` for each fault, as they are or gzipped
 */
export const benchTep = async (tep: string | URL, set: string): Promise<void> => {
  const runs = await readTepRuns(typeof tep === 'string' ? tep : fileURLToPath(tep))
  await withFolder(async (folder) => {
    const detect = detectRuns(folder, runs.healthy)
    const normal = await detect(runs.normal)
    const faults = await inTurn(runs.faults, detect)
    printFound(set, 'multivariate', normal.scores, scoresOf(faults))
    printLine({
      bench: 'detection', value: round(mean(Object.values(faults).map(({ alarms }) => alarmedRows(alarms))), 1), unit: '% of faulty rows in alarm by its own limit, mean of the faults',
      set, detector: 'multivariate', falseAlarmPercent: round(alarmedRows(normal.alarms, 0), 2),
    })
    printPeers(set, runs, numbersOfAll(runs.faults))
    for (const share of WEAKENED) {
      const weak = weakened(runs, share)
      const weakSet = `${set}, faults at ${share * 100} % of their size`
      printFound(weakSet, 'multivariate', normal.scores, scoresOf(await inTurn(mapRuns(weak, asText), detect)))
      printPeers(weakSet, runs, weak)
    }
  })
}

/** PCA and dynamic PCA, their residual alone (Q), on the same rows. */
const printPeers = (set: string, { healthy, normal }: TepRuns, faults: Readonly<Record<string, number[][]>>): void => {
  for (const [detector, lags] of [['PCA Q', 0], ['dynamic PCA Q', 2]] as const) {
    const score = learnPrincipal(numbers(healthy), lags)
    printFound(set, `peer: ${detector}`, score(numbers(normal)), mapRuns(faults, score))
  }
}

const printFound = (set: string, detector: string, normal: readonly number[], faults: Readonly<Record<string, readonly number[]>>): void => {
  const found = scoreFaults(normal, faults, FALSE_ALARMS)
  printLine({
    bench: 'detection', value: round(found.meanDetected, 1), unit: '% of faulty rows found at 1 % false alarms, mean of the faults', set, detector,
    faults: mapRuns(found.detected, (share) => round(share, 1)), threshold: round(found.threshold, 4),
  })
}

const weakened = ({ healthy, normal, faults }: TepRuns, share: number): Record<string, number[][]> =>
  mapRuns(faults, (fault) => weakenFault(numbers(healthy), numbers(normal), numbers(fault), share))

const inTurn = async (faults: Readonly<Record<string, TepRun>>, detect: (run: TepRun) => Promise<TepJudgement>): Promise<Record<string, TepJudgement>> => {
  const judged: Record<string, TepJudgement> = {}
  for (const [name, run] of Object.entries(faults)) judged[name] = await detect(run)
  return judged
}

const scoresOf = (judged: Readonly<Record<string, TepJudgement>>): Record<string, number[]> => mapRuns(judged, ({ scores }) => scores)
const numbersOfAll = (faults: Readonly<Record<string, TepRun>>): Record<string, number[][]> => mapRuns(faults, numbers)
const numbers = (run: TepRun): number[][] => run.map((row) => row.map(Number))
const asText = (run: readonly number[][]): string[][] => run.map((row) => row.map(String))
const mapRuns = <A, B>(runs: Readonly<Record<string, A>>, change: (run: A) => B): Record<string, B> => Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, change(run)]))
