import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { detectFile } from './detect-file/detect-file.ts'
import { OptionFault, readDetectOptions, type DetectOptions } from './detect-file/detect-options.ts'
import { TableFault } from './detect-file/table.ts'
import { detectorKinds } from './detect/detector-kinds.ts'
import { BaselineRefused } from './detect/streaming-detector.ts'

const USAGE = 'usage: npm run -s detect -- --input FILE.csv|DIR --output FILE.csv|DIR [--detector KIND] [--fit ROWS | --baseline FILE] [--columns a,b,c] [--severity]'

/** Streams tables through a detector. Every fault is one line on stderr, and the exit code is then 1; the other files are still done. */
const main = async (args: readonly string[]): Promise<void> => {
  try {
    const options = readDetectOptions(args, Object.keys(detectorKinds))
    const { needsBaseline } = detectorKinds[options.detector]!
    if (needsBaseline && options.fit === 0 && options.baseline === undefined) {
      throw new OptionFault(`the detector "${options.detector}" learns what is normal: name its first rows with --fit ROWS or a file with --baseline FILE`)
    }
    for (const [input, output] of filePairs(options)) await detectOne(input, output, options)
  } catch (error) {
    if (!(error instanceof OptionFault)) throw error
    fail(`${error.message}; ${USAGE}`)
  }
}

const detectOne = async (input: string, output: string, options: DetectOptions): Promise<void> => {
  try {
    await detectFile(input, output, options)
  } catch (error) {
    if (error instanceof TableFault || error instanceof BaselineRefused) fail(`${input}: ${error.message}`)
    else if (error instanceof Error && 'code' in error) fail(`${input}: ${error.message}`)
    else throw error
  }
}

/** A folder is done file by file, at the same relative paths. */
const filePairs = ({ input, output }: DetectOptions): (readonly [string, string])[] => {
  const stat = statSync(input, { throwIfNoEntry: false })
  if (stat === undefined) throw new OptionFault(`${input}: there is no such file or folder`)
  if (resolve(input) === resolve(output)) throw new OptionFault('--output must not be the input')
  if (!stat.isDirectory()) return [[input, statSync(output, { throwIfNoEntry: false })?.isDirectory() === true ? join(output, relative(join(input, '..'), input)) : output]]
  const files = readdirSync(input, { recursive: true, encoding: 'utf8' }).filter((file) => /\.csv(\.gz)?$/i.test(file)).sort()
  if (files.length === 0) throw new OptionFault(`${input}: there is no .csv or .csv.gz in this folder`)
  return files.map((file) => [join(input, file), join(output, file)] as const)
}

const fail = (line: string): void => {
  process.stderr.write(`detect: ${line}\n`)
  process.exitCode = 1
}

await main(process.argv.slice(2))
