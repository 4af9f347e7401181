import { HazardError } from '@hazardwatch/shared/error-codes'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** After such an error DuckDB refuses every statement until the file is opened anew. */
export const isInvalidated = (error: unknown): boolean => /FATAL|has been invalidated/.test(messageOf(error))

export const isDiskFull = (error: unknown): boolean =>
  /No space left|File too large|disk quota|ENOSPC|EFBIG|EDQUOT|disk is full|max_temp_directory_size/i.test(messageOf(error))

/** Says nothing about the file that was read. */
export const isPassing = (error: unknown): boolean =>
  isInvalidated(error) || isDiskFull(error) || /interrupt|out of memory|too many open files|connection/i.test(messageOf(error))

/** The error for the caller: what happened, to which file, and how to mend it. One line. */
export const toStoreError = (path: string, error: unknown): HazardError => {
  if (error instanceof HazardError) return error
  const message = messageOf(error)
  return new HazardError('store_unavailable', isDiskFull(error)
    ? `${path} cannot grow, the disk is full: free space there; what is stored stays whole, what was refused can be sent again (${firstLine(message)})`
    : `${path}: ${firstLine(message)}`)
}

export const toOpenError = (path: string, error: unknown): HazardError => {
  if (error instanceof HazardError) return error
  const message = messageOf(error)
  if (isDiskFull(error)) return toStoreError(path, error)
  return new HazardError('store_unavailable', openRemedy(path, message))
}

const openRemedy = (path: string, message: string): string => {
  if (/lock/i.test(message)) return `${path} is in use by another process: stop it, or choose another HAZARD_DATA_DIR`
  if (/not a valid DuckDB|corrupt|checksum|magic/i.test(message)) {
    return `${path} is not a readable DuckDB file: restore it from a backup, or move it away to start without the newest days; `
      + `the days that are files of their own are found again (${firstLine(message)})`
  }
  return `${path} cannot be opened: ${firstLine(message)}`
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text
