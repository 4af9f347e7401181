import type { Sight, UnknownNames } from '../decode/unknown-names.ts'
import type { LetterRecords } from '../reading-spool.ts'
import type { SpoolReadings } from '../spool-reading.ts'
import type { Letter, LetterFolder } from './letter-folder.ts'
import { encodeLetter, readFrame, type LetterHead } from './letter-frame.ts'

/** What letters may take of the log while a store is away. Beyond it they go into the folder only, which nobody waits for: the log is for readings. */
const LOG_MAX_BYTES = 256 * 1024 ** 2
/** What is counted as one. */
const CHUNK_BYTES = 1024 ** 2

/** A head as it stands in the log: with what the names were sent with that nobody has registered, for the quarantine list. */
interface LoggedHead extends LetterHead {
  sights?: [name: string, sight: Sight][]
}

export interface LoggedLetter extends Letter {
  sights: ReadonlyMap<string, Sight>
}

/** Letters in the durable log of the readings, until they are in their folder: there they share the write that the acknowledgement waits for. */
export interface LetterLog {
  /** @param owed see {@link SpoolReadings.setAside} */
  keep(letter: Letter, unknown: UnknownNames | undefined, owed: boolean): void
  /** Puts what a kill has kept from the folder into it. @param heard is told of each letter, in their order */
  restore(folder: LetterFolder, heard: (letter: LoggedLetter) => void): Promise<void>
  position(): number
  /** What lies before a position is in the folder. */
  passed(position: number): Promise<void>
}

export const createLetterLog = (spool: Pick<SpoolReadings, 'setAside' | 'position'>, records: LetterRecords): LetterLog => {
  const chunks: { until: number; bytes: number }[] = []
  let total = 0

  const hasRoom = (): boolean => {
    if (total < LOG_MAX_BYTES) return true
    const oldest = records.oldest()
    while (chunks[0] !== undefined && chunks[0].until <= oldest) total -= chunks.shift()?.bytes ?? 0
    return total < LOG_MAX_BYTES
  }
  const count = (bytes: number): void => {
    total += bytes
    const last = chunks.at(-1)
    if (last === undefined || last.bytes >= CHUNK_BYTES) chunks.push({ until: spool.position(), bytes })
    else Object.assign(last, { until: spool.position(), bytes: last.bytes + bytes })
  }
  return {
    keep: ({ head, payload }, unknown, owed) => {
      if (!owed && !hasRoom()) return
      const whole: LoggedHead = unknown === undefined || unknown.names.size === 0 ? head : { ...head, sights: [...unknown.names] }
      const bytes = encodeLetter(whole, payload)
      if (spool.setAside(bytes, head.at, owed)) count(bytes.length)
    },
    restore: (folder, heard) => records.replay(async (frames) => {
      const letters = frames.flatMap((bytes) => letterIn(bytes) ?? [])
      for (const letter of letters) heard(letter)
      const missing = letters.filter(({ head }) => !folder.hasHad(head.id))
      if (missing.length > 0) await folder.append(missing)
    }),
    position: () => spool.position(),
    passed: (position) => records.keep(position),
  }
}

const letterIn = (bytes: Uint8Array): LoggedLetter | undefined => {
  const frame = readFrame(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0)
  if (frame?.kind !== 'letter') return undefined
  const { sights = [], ...head }: LoggedHead = frame.head
  return { head, payload: frame.payload, sights: new Map(sights) }
}
