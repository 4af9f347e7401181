import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { printLine, round } from '../bench-line.ts'
import { runDetect } from '../run-detect.ts'
import { bestNabScore, nabProfiles, scoreNab, type NabSeries } from './score-nab.ts'
import { syntheticSeries, type SyntheticSeries } from './synthetic-series.ts'

type Windows = NabSeries['windows']

/** The univariate detectors by the rule of NAB: on the sample of its series, and on made-up series of ten kinds that nobody tuned anything to. */
export const benchNab = async (): Promise<void> => {
  const synthetic = syntheticSeries(60, 4)
  for (const detector of ['anomaly', 'anomaly-cheap']) {
    await withFolder(async (folder) => { printScores('nab-sample', detector, await detectSample(detector, folder)) })
    await withFolder(async (folder) => { printScores('synthetic', detector, await detectSynthetic(detector, synthetic, folder)) })
  }
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

const withFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'detection-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const sample = new URL('../../data/nab-sample/', import.meta.url)

const detectSample = async (detector: string, folder: string): Promise<NabSeries[]> => {
  const windows = JSON.parse(await readFile(new URL('windows.json', sample), 'utf8')) as Record<string, [string, string][]>
  await runDetect(['--input', fileURLToPath(new URL('data', sample)), '--output', folder, '--detector', detector])
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.csv.gz')).sort()
  return Promise.all(files.map(async (file) => {
    // The labels carry six digits of a second that the series do not.
    const labelled = (windows[file.replaceAll('\\', '/').slice(0, -3)] ?? []).map(([from, to]) => [from.slice(0, 19), to.slice(0, 19)] as const)
    return readScores(gunzipSync(await readFile(join(folder, file))).toString(), labelled)
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
