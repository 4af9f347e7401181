import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { printLine, round } from './bench-line.ts'
import { runDetect } from './run-detect.ts'
import { bestNabScore, nabProfiles, scoreNab, type NabSeries } from './nab/score-nab.ts'
import { benchMetec } from './metec/bench-metec.ts'
import { benchTep } from './tep/bench-tep.ts'

/** Detectors against public benchmarks, by the command that anyone can run: `npm run bench -- detection`. */
export const benchDetection = async (): Promise<void> => {
  for (const detector of ['anomaly', 'anomaly-cheap']) await benchNab(detector)
  await benchTep()
  await benchMetec()
}

const sample = new URL('../data/nab-sample/', import.meta.url)

const benchNab = async (detector: string): Promise<void> => {
  const series = await detectSample(detector)
  for (const profile of nabProfiles) {
    const { score, ...counts } = scoreNab(series, profile, 0.5)
    const best = bestNabScore(series, profile)
    printLine({
      bench: 'detection', value: round(score), unit: 'NAB score (0 silent, 100 perfect)', set: 'nab-sample', series: series.length, detector, profile: profile.name,
      ...counts, bestThreshold: round(best.threshold, 4), bestScore: round(best.score),
    })
  }
}

/** Scores of every series of the sample, from the command itself. */
const detectSample = async (detector: string): Promise<NabSeries[]> => {
  const windows = JSON.parse(await readFile(new URL('windows.json', sample), 'utf8')) as Record<string, [string, string][]>
  const folder = await mkdtemp(join(tmpdir(), 'detection-'))
  try {
    await runDetect(['--input', fileURLToPath(new URL('data', sample)), '--output', folder, '--detector', detector])
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.csv.gz')).sort()
    return await Promise.all(files.map(async (file) => readScores(join(folder, file), windows[file.replaceAll('\\', '/').slice(0, -3)] ?? [])))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const readScores = async (file: string, windows: readonly (readonly [string, string])[]): Promise<NabSeries> => {
  const rows = gunzipSync(await readFile(file)).toString().trimEnd().split('\n').slice(1).map((line) => line.split(','))
  return {
    timestamps: rows.map(([timestamp = '']) => timestamp),
    scores: rows.map(([, score]) => Number(score)),
    // The labels carry six digits of a second that the series do not.
    windows: windows.map(([from, to]) => [from.slice(0, 19), to.slice(0, 19)]),
  }
}
