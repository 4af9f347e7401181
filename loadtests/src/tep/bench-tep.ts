import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { printLine, round } from '../bench-line.ts'
import { runDetect } from '../run-detect.ts'
import { withFolder } from '../with-folder.ts'
import { alarmedRows, mean, scoreFaults } from './score-faults.ts'

const ROW_MS = 180_000
const FALSE_ALARMS = 0.01

/**
 * Faults of the Tennessee Eastman process found by the multivariate detector, learnt on the fault-free run, through the command that anyone can run.
 * @param tep folder with `d00.dat`, `d00_te.dat` and a `dNN_te.dat` for each fault, as they are or gzipped
 */
export const benchTep = async (tep: string | URL, set: string): Promise<void> => {
  const source = typeof tep === 'string' ? tep : fileURLToPath(tep)
  const files = await readdir(source)
  const runs = files.flatMap((file) => /^(d\d\d_te)\.dat(?:\.gz)?$/.exec(file)?.[1] ?? []).filter((run) => run !== 'd00_te').sort()
  await withFolder(async (folder) => {
    // The fault-free training run is published with a line per variable.
    const training = await readNumbers(source, files, 'd00')
    await writeTable(join(folder, 'healthy.csv'), training.length < (training[0] ?? []).length ? transpose(training) : training)
    const detect = async (run: string) => {
      await writeTable(join(folder, `${run}.csv`), await readNumbers(source, files, run))
      await runDetect(['--input', join(folder, `${run}.csv`), '--output', join(folder, `${run}.out.csv`), '--detector', 'multivariate', '--baseline', join(folder, 'healthy.csv')])
      return readResult(join(folder, `${run}.out.csv`))
    }
    const normal = await detect('d00_te')
    const faults: Record<string, Awaited<ReturnType<typeof detect>>> = {}
    for (const run of runs) faults[`fault ${run.slice(1, 3)}`] = await detect(run)
    const found = scoreFaults(normal.scores, Object.fromEntries(Object.entries(faults).map(([fault, { scores }]) => [fault, scores])), FALSE_ALARMS)
    printLine({
      bench: 'detection', value: round(found.meanDetected, 1), unit: '% of faulty rows found at 1 % false alarms, mean of the faults', set, detector: 'multivariate',
      faults: Object.fromEntries(Object.entries(found.detected).map(([fault, share]) => [fault, round(share, 1)])), threshold: round(found.threshold, 4),
    })
    printLine({
      bench: 'detection', value: round(mean(Object.values(faults).map(({ alarms }) => alarmedRows(alarms))), 1), unit: '% of faulty rows in alarm by its own limit, mean of the faults',
      set, detector: 'multivariate', falseAlarmPercent: round(alarmedRows(normal.alarms, 0), 2),
    })
  })
}

const readNumbers = async (folder: string, files: readonly string[], run: string): Promise<string[][]> => {
  const file = files.find((name) => name === `${run}.dat` || name === `${run}.dat.gz`)
  if (file === undefined) throw new Error(`${folder}: ${run}.dat is missing; the runs d00 to d21_te of the Tennessee Eastman process are wanted`)
  const bytes = await readFile(join(folder, file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n').map((line) => line.trim().split(/\s+/))
}

const transpose = (table: readonly (readonly string[])[]): string[][] => (table[0] ?? []).map((_, column) => table.map((row) => row[column] ?? ''))

const writeTable = async (file: string, rows: readonly (readonly string[])[]): Promise<void> => {
  const header = ['timestamp', ...(rows[0] ?? []).map((_, column) => `x${column + 1}`)].join(',')
  const lines = rows.map((row, index) => [new Date(index * ROW_MS).toISOString(), ...row].join(','))
  await writeFile(file, `${[header, ...lines].join('\n')}\n`)
}

const readResult = async (file: string): Promise<{ scores: number[]; alarms: number[] }> => {
  const rows = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1).map((line) => line.split(','))
  return { scores: rows.map(([, score]) => Number(score)), alarms: rows.map(([, , alarm]) => Number(alarm)) }
}
