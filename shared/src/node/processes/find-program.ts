import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @returns the first of the programs that is on the PATH, as a full path. */
export const findProgram = (programs: readonly string[]): string | undefined => {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), '/usr/bin', '/usr/sbin', '/usr/local/sbin']
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isProgram)
}

/** @returns the browser for what needs one: the environment variable CHROMIUM, else the first one on the PATH. */
export const findChromium = (): string | undefined => {
  const named = process.env['CHROMIUM']
  return named === undefined || named === '' ? findProgram(browsers) : named
}
