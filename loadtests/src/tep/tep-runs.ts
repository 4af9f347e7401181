import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { runDetect } from '../run-detect.ts'

const ROW_MS = 180_000

/** Rows of a run of the Tennessee Eastman process, each of 52 variables, as they were published: text, so that nothing is rounded on the way. */
export type TepRun = readonly (readonly string[])[]

/** The runs of a folder, as `d00.dat` or gzipped: the fault-free training run, the fault-free test run, and the test run of each fault by its name. */
export interface TepRuns { healthy: TepRun, normal: TepRun, faults: Readonly<Record<string, TepRun>> }

/** @throws Error when a fault-free run is missing */
export const readTepRuns = async (folder: string): Promise<TepRuns> => {
  const files = await readdir(folder)
  const read = async (run: string): Promise<TepRun> => {
    const file = files.find((name) => name === `${run}.dat` || name === `${run}.dat.gz`)
    if (file === undefined) throw new Error(`${folder}: ${run}.dat is missing; the runs d00 to d21_te of the Tennessee Eastman process are wanted`)
    const bytes = await readFile(join(folder, file))
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n').map((line) => line.trim().split(/\s+/))
  }
  const training = await read('d00')
  const faults: Record<string, TepRun> = {}
  for (const run of files.flatMap((file) => /^(d\d\d_te)\.dat(?:\.gz)?$/.exec(file)?.[1] ?? []).filter((name) => name !== 'd00_te').sort()) {
    faults[`fault ${run.slice(1, 3)}`] = await read(run)
  }
  // The fault-free training run is published with a line per variable.
  return { healthy: training.length < (training[0] ?? []).length ? transpose(training) : training, normal: await read('d00_te'), faults }
}

export interface TepJudgement { scores: number[], alarms: number[] }

/** Judges runs by `npm run detect -- --detector multivariate`, learnt on the healthy run, with tables in the given folder. */
export const detectRuns = (folder: string, healthy: TepRun) => {
  const baseline = join(folder, 'healthy.csv')
  const written = writeTable(baseline, healthy)
  return async (run: TepRun): Promise<TepJudgement> => {
    await written
    await writeTable(join(folder, 'run.csv'), run)
    await runDetect(['--input', join(folder, 'run.csv'), '--output', join(folder, 'run.out.csv'), '--detector', 'multivariate', '--baseline', baseline])
    const rows = (await readFile(join(folder, 'run.out.csv'), 'utf8')).trimEnd().split('\n').slice(1).map((line) => line.split(','))
    return { scores: rows.map(([, score]) => Number(score)), alarms: rows.map(([, , alarm]) => Number(alarm)) }
  }
}

const transpose = (table: TepRun): string[][] => (table[0] ?? []).map((_, column) => table.map((row) => row[column] ?? ''))

const writeTable = async (file: string, rows: TepRun): Promise<void> => {
  const header = ['timestamp', ...(rows[0] ?? []).map((_, column) => `x${column + 1}`)].join(',')
  const lines = rows.map((row, index) => [new Date(index * ROW_MS).toISOString(), ...row].join(','))
  await writeFile(file, `${[header, ...lines].join('\n')}\n`)
}
