import { readFileSync } from 'node:fs'
import { StoryError } from '../story-error.ts'

/**
 * A command that plays the stories of one file: JSON on stdout and nothing else there; a fault in one line on stderr, and exit code 1.
 * @param play throws StoryError when the text holds no stories
 */
export const runStoryFile = async (command: string, args: readonly string[], play: (text: string) => unknown): Promise<void> => {
  try {
    const { file, text } = readStoryFile(args, `usage: npm run -s ${command} -- FILE.json`)
    const played: unknown = await Promise.resolve(text).then(play).catch((error: unknown) => { throw error instanceof StoryError ? new StoryError(`${file}: ${error.message}`) : error })
    process.stdout.write(`${JSON.stringify(played, null, 1)}\n`)
  } catch (error) {
    if (!(error instanceof StoryError)) throw error
    process.stderr.write(`${command}: ${error.message}\n`)
    process.exitCode = 1
  }
}

const readStoryFile = ([file, ...more]: readonly string[], usage: string): { file: string; text: string } => {
  if (file === undefined || more.length > 0) throw new StoryError(`one file is wanted; ${usage}`)
  try {
    return { file, text: readFileSync(file, 'utf8') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'this is a folder' : `cannot be read (${code})`
    throw new StoryError(`${file}: ${why}; ${usage}`)
  }
}
