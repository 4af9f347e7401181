import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU time in ticks of a hundredth of a second. */
const TICKS_A_SECOND = 100

/** @returns CPU seconds that a process has spent so far, user and system together. */
export const cpuSeconds = (pid: number): number => secondsIn(`/proc/${pid}/stat`)

const secondsIn = (statFile: string): number => {
  const fields = readFileSync(statFile, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}

/**
 * The service's CPU seconds by what its threads do: `main` receives, decodes, spools, judges and fills the store's columns; `v8` collects garbage;
 * `store` is what is left: the statements and commits of DuckDB, and the writes to disk.
 */
export const cpuOfThreads = (pid: number): { main: number; v8: number; store: number } => {
  const cpu = { main: 0, v8: 0, store: 0 }
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`
    const name = readFileSync(`${folder}/comm`, 'utf8')
    cpu[thread === String(pid) ? 'main' : name.startsWith('node-V8') ? 'v8' : 'store'] += secondsIn(`${folder}/stat`)
  }
  return cpu
}

/** @returns the largest resident memory of a process so far, MB. */
export const peakMegabytes = (pid: number): number => {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(line) / 1000)
}
