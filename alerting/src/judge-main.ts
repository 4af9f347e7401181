import { readFileSync } from 'node:fs'
import { readStories, StoryError } from './alarm-story.ts'
import { playStory, type PlayedStory } from './play-story.ts'

const USAGE = 'usage: npm run -s judge -- FILE.json'

/** Prints what the alarm engine makes of the stories in a file: JSON on stdout and nothing else there; a fault in one line on stderr. */
const main = async (args: readonly string[]): Promise<void> => {
  const [file, ...more] = args
  if (file === undefined || more.length > 0) return fail(`judge: one file is wanted; ${USAGE}`)
  const text = readText(file)
  if (text === undefined) return
  try {
    const played: PlayedStory[] = []
    for (const story of readStories(text)) played.push(await playStory(story))
    process.stdout.write(`${JSON.stringify(played, null, 1)}\n`)
  } catch (error) {
    if (!(error instanceof StoryError)) throw error
    fail(`judge: ${file}: ${error.message}`)
  }
}

const readText = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'this is a folder' : `cannot be read (${code})`
    fail(`judge: ${file}: ${why}; ${USAGE}`)
    return undefined
  }
}

const fail = (line: string): void => {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

await main(process.argv.slice(2))
