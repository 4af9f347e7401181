import { readFileSync } from 'node:fs'

/** Linux counts CPU time in ticks of a hundredth of a second. */
const TICKS_A_SECOND = 100

/** @returns CPU seconds that a process has spent so far, user and system together. */
export const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}

/** @returns the largest resident memory of a process so far, MB. */
export const peakMegabytes = (pid: number): number => {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(line) / 1000)
}
