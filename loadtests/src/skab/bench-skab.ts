import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printLine, round } from '../bench-line.ts'
import { runDetect } from '../run-detect.ts'
import { withFolder } from '../with-folder.ts'
import { RIG_CHANNELS, rigRuns, rigs, type RigHabits, type RigRun } from './rig-series.ts'
import { scoreSkab, type JudgedFile } from './score-skab.ts'

/** SKAB's files are learnt from their first rows, so many. */
const LEARNT = 400
/** Seeds of the imagined rig that nothing was chosen on. */
const CHECKING = [11, 12, 13, 21, 22, 23]

/** Outliers in SKAB, from a folder of its own files (`datetime;...;anomaly;changepoint`, also in folders below it), through the command that anyone can run. */
export const benchSkab = (folder: string): Promise<void> => judge(folder, 'skab')

/** The same on runs of an imagined rig in the same form: no figure of SKAB, but one that a change of the detector can be held against. */
export const benchRigs = async (): Promise<void> => {
  for (const [name, habits] of Object.entries(rigs)) await benchRig(name, habits)
}

const benchRig = (name: string, habits: RigHabits): Promise<void> => withFolder(async (folder) => {
  for (const seed of CHECKING) {
    await mkdir(join(folder, String(seed)))
    for (const run of rigRuns(seed, habits)) await writeFile(join(folder, String(seed), `${run.name}.csv`), tableOf(run))
  }
  await judge(folder, `rig: ${name}`)
})

const judge = (folder: string, set: string): Promise<void> => withFolder(async (output) => {
  const files = await labelledFiles(folder)
  const channels = files[0]?.channels ?? []
  if (channels.length === 0) throw new Error(`${folder}: there is no file here with the columns datetime;...;anomaly;changepoint; give the folder "data" of SKAB`)
  await runDetect(['--input', folder, '--output', output, '--detector', 'multivariate', '--fit', String(LEARNT), '--columns', channels.join(',')])
  const judged = await Promise.all(files.map(async ({ file, labels }): Promise<JudgedFile> => {
    const rows = (await readFile(join(output, file), 'utf8')).trimEnd().split('\n').slice(1)
    return { labels, alarms: rows.map((line) => Number(line.slice(line.lastIndexOf(',') + 1))), learnt: LEARNT }
  }))
  const { f1, ...shares } = scoreSkab(judged)
  printLine({
    bench: 'detection', value: round(f1, 3), unit: 'F1 of rows', set, detector: 'multivariate', files: files.length,
    ...Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, round(share)])),
  })
})

const labelledFiles = async (folder: string): Promise<{ file: string, channels: string[], labels: number[] }[]> => {
  const names = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.csv')).sort()
  const all = await Promise.all(names.map(async (file) => {
    const [header = '', ...lines] = (await readFile(join(folder, file), 'utf8')).trimEnd().split(/\r?\n/)
    const columns = header.split(';')
    const label = columns.indexOf('anomaly')
    return { file, channels: columns.slice(1).filter((name) => name !== 'anomaly' && name !== 'changepoint'), label, labels: lines.map((line) => Number(line.split(';')[label])) }
  }))
  return all.filter(({ label }) => label > 0)
}

const tableOf = ({ times, values, anomaly }: RigRun): string => {
  const lines = Array.from(times, (time, row) => [
    new Date(time).toISOString().slice(0, 19).replace('T', ' '), ...values.subarray(row * RIG_CHANNELS.length, (row + 1) * RIG_CHANNELS.length), anomaly[row], row > 0 && anomaly[row] !== anomaly[row - 1] ? 1 : 0,
  ].join(';'))
  return `${['datetime', ...RIG_CHANNELS, 'anomaly', 'changepoint'].join(';')}\n${lines.join('\n')}\n`
}
