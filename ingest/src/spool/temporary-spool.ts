import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { openSpool } from './open-spool.ts'
import { firstOfName } from './segments.ts'
import type { Spool, SpoolOptions } from './spool.ts'
import type { SpoolRecord, StoredRecord } from './spool-record.ts'

/** For tests. Segments of 4 KB, so that a few records fill several. */
export interface TemporarySpool {
  folder: string
  clock: ReturnType<typeof createFakeClock>
  /** What was logged, level and message. */
  logged: string[]
  open(overrides?: Partial<SpoolOptions>): Promise<Spool>
  segmentFiles(): Promise<string[]>
  /** Closes what is open. */
  remove(): Promise<void>
}

export const T = 1_795_402_800_000
export const SEGMENT = 4_096

export const createTemporarySpool = async (): Promise<TemporarySpool> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazard-spool-'))
  const clock = createFakeClock(T)
  const logged: string[] = []
  const opened: Spool[] = []
  const log = {
    error: (_fields: unknown, message?: string) => { logged.push(`error: ${message}`) },
    warn: (_fields: unknown, message?: string) => { logged.push(`warn: ${message}`) },
  }
  const sizes = { maxBytes: 1e6, maxAgeMs: 1e9, segmentBytes: SEGMENT, maxPendingBytes: SEGMENT, memoryBytes: 2_000 }
  return {
    folder,
    clock,
    logged,
    open: async (overrides = {}) => {
      const spool = await openSpool({ folder, ...sizes, clock: clock.now, log, ...overrides })
      opened.push(spool)
      return spool
    },
    segmentFiles: async () => (await readdir(folder)).filter((name) => firstOfName(name) !== undefined).sort(),
    remove: async () => {
      for (const spool of opened) await spool.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const recordOf = (text: string, arrivedAt = T): SpoolRecord =>
  ({ topic: 'hazard/v1/DEMO/readings', enterprise: 'DEMO', payload: Buffer.from(text), arrivedAt, format: 1 })

export const textOf = ({ payload }: SpoolRecord): string => Buffer.from(payload).toString()

/** Everything that is durable. */
export const readAll = async (spool: Spool): Promise<StoredRecord[]> => (await spool.read(0, Infinity, Infinity)).records

export const textsOf = async (spool: Spool): Promise<string[]> => (await readAll(spool)).map(textOf)

export const appendAll = async (spool: Spool, texts: string[]): Promise<number[]> => {
  const sequences = texts.map((text) => spool.append(recordOf(text)))
  await spool.commit()
  return sequences
}

/** A record of a quarter of a segment. */
export const QUARTER = SEGMENT / 4

export const numbered = (from: number, count: number, bytes = 0): string[] => Array.from({ length: count }, (_, index) => `${from + index}`.padEnd(bytes))

/** What a refused append says; the error itself when it is no refusal, the sequence when nothing was refused. */
export const refusalOf = (append: () => number): unknown => {
  try {
    return append()
  } catch (error) {
    return error instanceof Error && 'reason' in error ? error.reason : error
  }
}
