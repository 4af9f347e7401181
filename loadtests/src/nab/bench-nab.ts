import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { printLine, round } from '../bench-line.ts'
import { runDetect } from '../run-detect.ts'
import { withFolder } from '../with-folder.ts'
import { bestNabScore, nabProfiles, scoreNab, type NabSeries } from './score-nab.ts'
import { syntheticSeries, type SyntheticSeries } from './synthetic-series.ts'

type Windows = NabSeries['windows']

const DETECTORS = ['anomaly', 'anomaly-cheap']

/** The univariate detectors by the rule of NAB, on the folder of a copy of it: `data` with series, and their windows in `labels/combined_windows.json` or `windows.json`. */
export const benchNab = async (nab: string | URL, set: string): Promise<void> => {
  const from = typeof nab === 'string' ? nab : fileURLToPath(nab)
  for (const detector of DETECTORS) await withFolder(async (folder) => { printScores(set, detector, await detectSeries(detector, from, folder)) })
}

/** The same on made-up series of ten kinds that nobody tuned anything to. */
export const benchMadeUp = async (): Promise<void> => {
  const synthetic = syntheticSeries(60, 4)
  for (const detector of DETECTORS) await withFolder(async (folder) => { printScores('synthetic', detector, await detectSynthetic(detector, synthetic, folder)) })
}

const printScores = (set: string, detector: string, series: readonly NabSeries[]): void => {
  for (const profile of nabProfiles) {
    const { score, ...counts } = scoreNab(series, profile, 0.5)
    const best = bestNabScore(series, profile)
    printLine({
      bench: 'detection', value: round(score), unit: 'NAB score (0 silent, 100 perfect)', set, series: series.length, detector, profile: profile.name,
      ...counts, bestThreshold: round(best.threshold, 4), bestScore: round(best.score),
    })
  }
}

const detectSeries = async (detector: string, nab: string, folder: string): Promise<NabSeries[]> => {
  const labels = ['labels/combined_windows.json', 'windows.json'].map((file) => join(nab, file)).find((file) => existsSync(file))
  if (labels === undefined) throw new Error(`${nab}: there is neither labels/combined_windows.json nor windows.json here; give the folder of a copy of NAB`)
  const windows = JSON.parse(await readFile(labels, 'utf8')) as Record<string, [string, string][]>
  await runDetect(['--input', join(nab, 'data'), '--output', folder, '--detector', detector])
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.csv(\.gz)?$/.test(file)).sort()
  return Promise.all(files.map(async (file) => {
    const bytes = await readFile(join(folder, file))
    // The labels carry six digits of a second that the series do not.
    const labelled = (windows[file.replaceAll('\\', '/').replace(/\.gz$/, '')] ?? []).map(([from, to]) => [from.slice(0, 19), to.slice(0, 19)] as const)
    return readScores((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString(), labelled)
  }))
}

const detectSynthetic = async (detector: string, all: readonly SyntheticSeries[], folder: string): Promise<NabSeries[]> => {
  await mkdir(join(folder, 'in'))
  await Promise.all(all.map(async (series, i) => writeFile(join(folder, 'in', `${i}.csv`), tableOf(series))))
  await runDetect(['--input', join(folder, 'in'), '--output', join(folder, 'out'), '--detector', detector])
  return Promise.all(all.map(async (series, i) => {
    const windows: Windows = series.windows.map(([from, to]) => [timeAt(series, from), timeAt(series, to)])
    return readScores(await readFile(join(folder, 'out', `${i}.csv`), 'utf8'), windows)
  }))
}

const timeAt = ({ stepS }: SyntheticSeries, row: number): string => String(1_700_006_400 + row * stepS)

const tableOf = (series: SyntheticSeries): string =>
  `timestamp,value\n${Array.from(series.values, (value, row) => `${timeAt(series, row)},${value}`).join('\n')}\n`

const readScores = (text: string, windows: Windows): NabSeries => {
  const rows = text.trimEnd().split('\n').slice(1).map((line) => line.split(','))
  return { timestamps: rows.map(([timestamp = '']) => timestamp), scores: rows.map(([, score]) => Number(score)), windows }
}
