import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { printLine, round } from '../bench-line.ts'
import { runDetect } from '../run-detect.ts'
import { alarmedRows, mean, scoreFaults } from './score-faults.ts'

const sample = new URL('../../data/tep-sample/', import.meta.url)
const FAULTS = ['01', '04', '05', '11']
const ROW_MS = 180_000
const FALSE_ALARMS = 0.01

/** Faults of the Tennessee Eastman sample found by the multivariate detector, learnt on the fault-free run, through the command that anyone can run. */
export const benchTep = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'tennessee-'))
  try {
    // The fault-free training run is stored with a line per variable.
    await writeTable(join(folder, 'healthy.csv'), transpose(await readNumbers('d00.dat.gz')))
    const detect = async (run: string) => {
      await writeTable(join(folder, `${run}.csv`), await readNumbers(`${run}.dat.gz`))
      await runDetect(['--input', join(folder, `${run}.csv`), '--output', join(folder, `${run}.out.csv`), '--detector', 'multivariate', '--baseline', join(folder, 'healthy.csv')])
      return readResult(join(folder, `${run}.out.csv`))
    }
    const normal = await detect('d00_te')
    const faults: Record<string, Awaited<ReturnType<typeof detect>>> = {}
    for (const fault of FAULTS) faults[`fault ${fault}`] = await detect(`d${fault}_te`)
    const found = scoreFaults(normal.scores, Object.fromEntries(Object.entries(faults).map(([fault, { scores }]) => [fault, scores])), FALSE_ALARMS)
    printLine({
      bench: 'detection', value: round(found.meanDetected, 1), unit: '% of faulty rows found at 1 % false alarms, mean of the faults', set: 'tep-sample', detector: 'multivariate',
      faults: Object.fromEntries(Object.entries(found.detected).map(([fault, share]) => [fault, round(share, 1)])), threshold: round(found.threshold, 4),
    })
    printLine({
      bench: 'detection', value: round(mean(Object.values(faults).map(({ alarms }) => alarmedRows(alarms))), 1), unit: '% of faulty rows in alarm by its own limit, mean of the faults',
      set: 'tep-sample', detector: 'multivariate', falseAlarmPercent: round(alarmedRows(normal.alarms, 0), 2),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const readNumbers = async (file: string): Promise<string[][]> => gunzipSync(await readFile(new URL(file, sample))).toString().trim().split('\n').map((line) => line.trim().split(/\s+/))

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
