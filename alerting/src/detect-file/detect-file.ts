import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { detectorKinds } from '../detect/detector-kinds.ts'
import type { Baseline, DetectorKind, StreamingDetector, Verdict } from '../detect/streaming-detector.ts'
import type { DetectOptions } from './detect-options.ts'
import { collectRows } from './collect-rows.ts'
import { readHeader, readRow, TableFault, timestampOf, type Header } from './table.ts'

/**
 * Streams one table through a detector and writes `timestamp,anomaly_score,alarm` for every row of it, and `severity` behind them where that is asked for.
 * The output appears under its name only when it is complete.
 * @throws {TableFault | BaselineRefused}
 */
export const detectFile = async (input: string, output: string, options: DetectOptions): Promise<number> => {
  await mkdir(dirname(output), { recursive: true })
  const part = `${output}.part`
  const write = openOutput(part, output.endsWith('.gz'))
  try {
    const rows = await judge(input, options, write.line)
    await write.end()
    await rename(part, output)
    return rows
  } catch (error) {
    await write.end().catch(() => undefined)
    await rm(part, { force: true })
    throw error
  }
}

const judge = async (input: string, options: DetectOptions, write: (line: string) => Promise<void> | undefined): Promise<number> => {
  const kind = detectorKinds[options.detector]!
  await write(`timestamp,anomaly_score,alarm${options.severity ? ',severity' : ''}`)
  let run: Run | undefined
  let number = 0
  for await (const line of linesOf(input)) {
    number++
    if (line.trim() === '') continue
    if (run === undefined) run = await beginRun(kind, readHeader(line, options.columns), options)
    else await write(run.judge(line, number))
  }
  if (run === undefined) throw new TableFault('the file is empty; a header and rows are wanted')
  return run.end()
}

interface Run {
  readonly judge: (line: string, number: number) => string
  readonly end: () => number
}

const beginRun = async (kind: DetectorKind, header: Header, options: DetectOptions): Promise<Run> => {
  const values = new Float64Array(header.columns.length)
  const verdict: Verdict = { score: 0, alarm: false, severity: 0 }
  const first = collectRows(header.columns.length)
  const baseline = options.baseline === undefined ? undefined : await readBaseline(options.baseline, header.columns)
  let detector: StreamingDetector | undefined = options.fit > 0 ? undefined : kind.start(header.columns, baseline)
  let rows = 0
  return {
    judge: (line, number) => {
      const time = readRow(line, number, header, values)
      rows++
      if (rows <= options.fit) {
        first.add(time, values)
        return `${timestampOf(line, header)},0,0${options.severity ? ',0' : ''}`
      }
      detector ??= kind.start(header.columns, first.baseline())
      detector.step(time, values, verdict)
      return `${timestampOf(line, header)},${formatScore(verdict.score)},${verdict.alarm ? 1 : 0}${options.severity ? `,${formatScore(verdict.severity)}` : ''}`
    },
    end: () => {
      if (rows === 0) throw new TableFault('there is no row below the header')
      if (rows < options.fit) throw new TableFault(`${rows} rows, but --fit ${options.fit} wants more; give a longer file or a smaller number`)
      return rows
    },
  }
}

const readBaseline = async (file: string, columns: readonly string[]): Promise<Baseline> => {
  const rows = collectRows(columns.length)
  const values = new Float64Array(columns.length)
  let header: Header | undefined
  let number = 0
  try {
    for await (const line of linesOf(file)) {
      number++
      if (line.trim() === '') continue
      if (header === undefined) header = readHeader(line, columns)
      else rows.add(readRow(line, number, header, values), values)
    }
  } catch (error) {
    throw error instanceof TableFault ? new TableFault(`baseline ${file}: ${error.message}`) : error
  }
  return rows.baseline()
}

/** Six digits are more than a score means; a whole number stays short. */
const formatScore = (score: number): string => (score === 0 ? '0' : score.toPrecision(6))

async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file, { highWaterMark: 1 << 20 })
  const source = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  raw.on('error', (error) => source.destroy(error))
  source.setEncoding('utf8')
  let rest = ''
  for await (const chunk of source as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest
}

const openOutput = (file: string, zipped: boolean): { line: (text: string) => Promise<void> | undefined, end: () => Promise<void> } => {
  const sink = createWriteStream(file)
  const entry = zipped ? createGzip() : sink
  if (zipped) entry.pipe(sink)
  const failed = new Promise<never>((_, reject) => { sink.on('error', reject) })
  failed.catch(() => undefined)
  let pending = ''
  const flush = async (): Promise<void> => {
    const text = pending
    pending = ''
    if (!entry.write(text)) await Promise.race([once(entry, 'drain'), failed])
  }
  return {
    line: (text) => {
      pending += `${text}\n`
      return pending.length > 1 << 16 ? flush() : undefined
    },
    end: async () => {
      entry.end(pending)
      pending = ''
      await finished(sink)
    },
  }
}
