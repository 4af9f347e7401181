import { readFileSync } from 'node:fs'
import { runDecodeStories, StoryError } from './run-decode-stories.ts'

const USAGE = 'usage: npm run -s decode -- FILE.json'

/** Prints what the decoders make of the stories in a file: JSON on stdout and nothing else there; a fault in one line on stderr. */
const main = (args: readonly string[]): void => {
  const [file, ...more] = args
  if (file === undefined || more.length > 0) return fail(`decode: one file is wanted; ${USAGE}`)
  const text = readText(file)
  if (text === undefined) return
  try {
    process.stdout.write(`${JSON.stringify(runDecodeStories(text), null, 1)}\n`)
  } catch (error) {
    if (!(error instanceof StoryError)) throw error
    fail(`decode: ${file}: ${error.message}`)
  }
}

const readText = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'this is a folder' : `cannot be read (${code})`
    fail(`decode: ${file}: ${why}; ${USAGE}`)
    return undefined
  }
}

const fail = (line: string): void => {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

main(process.argv.slice(2))
