import { HazardError } from '@hazardwatch/shared/error-codes'

/** Why nothing more is taken: `bytes` and `age` until consumers have read on, `pending` until the disk has caught up, `closed` for good. */
export type RefusalReason = 'bytes' | 'age' | 'pending' | 'closed'

/** The record was not taken, and nothing of it is kept. Whoever sent it must get no acknowledgement. */
export class SpoolRefusal extends HazardError {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, detail: string) {
    super('store_unavailable', detail)
    this.name = 'SpoolRefusal'
    this.reason = reason
  }
}

/** What was to be written is not on the disk. Later appends are tried anew. */
export class SpoolWriteError extends HazardError {
  readonly diskFull: boolean

  constructor(path: string, cause: unknown) {
    const diskFull = systemCodeOf(cause) === 'ENOSPC' || systemCodeOf(cause) === 'EDQUOT'
    const mend = diskFull ? 'the disk is full: make room, or choose another HAZARD_DATA_DIR' : 'the disk refused it: see the cause'
    super('store_unavailable', `${path} could not be written, ${mend} (${String(cause)})`)
    this.name = 'SpoolWriteError'
    this.cause = cause
    this.diskFull = diskFull
  }
}

/** Node's code of a failed system call, such as `ENOENT`; undefined for every other error. */
export const systemCodeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return error.code
}
