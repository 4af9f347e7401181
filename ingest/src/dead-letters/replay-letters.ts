import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DeadLetters, ReplayResult } from '@hazardwatch/shared/dead-letters'
import type { Letter, LetterFolder } from './letter-folder.ts'
import type { LetterKeeper } from './keep-letter.ts'
import { matches } from './letter-index.ts'

/** Letters of one call; who wants more calls again. */
const LETTERS_A_CALL = 10_000
/** Letters that become durable, and leave, together. */
const LETTERS_A_ROUND = 200

/** What became of a letter that was decoded again. */
export interface Replayed {
  accepted: number
  /** Null: all of it is accepted by now. Else what is still refused, as of a letter. */
  rest: Pick<Letter['head'], 'reasons' | 'first' | 'unknown'> | null
  durable: Promise<unknown>
}

/** Runs letters through the path again, in one session for each gateway. */
export type ReplaySession = (letter: Letter) => Replayed

/**
 * Oldest first. A letter leaves the folder when what it brought is durable, and one of which a part is accepted is replaced by one that
 * knows of the rest: each reading goes on once. Killed in between, it is run again, and its readings are known again by point and time.
 */
export const createReplay = (folder: LetterFolder, keeper: LetterKeeper, openSession: () => ReplaySession, room: () => Promise<void> | undefined): DeadLetters['replay'] => (filter) =>
  keeper.alone(async () => {
    const wanted = folder.index.ordered().filter((entry) => matches(filter, entry))
    const result: ReplayResult = { replayed: 0, accepted: 0, left: 0, refused: 0, more: wanted.length > LETTERS_A_CALL }
    const run = openSession()
    const batch = wanted.slice(0, LETTERS_A_CALL)
    for (let at = 0; at < batch.length; at += LETTERS_A_ROUND) {
      await room()
      const round: { letter: Letter; outcome: Replayed }[] = []
      for (const entry of batch.slice(at, at + LETTERS_A_ROUND)) {
        const letter = await folder.read(entry)
        if (letter !== undefined && letter.payload.length === letter.head.bytes) round.push({ letter, outcome: run(letter) })
      }
      await Promise.all(round.map(({ outcome }) => outcome.durable))
      await settle(folder, keeper, round)
      for (const { outcome } of round) count(result, outcome)
      await nextTurn()
    }
    return result
  })

const count = (result: ReplayResult, { accepted, rest }: Replayed): void => {
  result.replayed++
  result.accepted += accepted
  result[rest === null ? 'left' : 'refused']++
}

const settle = async (folder: LetterFolder, keeper: LetterKeeper, round: readonly { letter: Letter; outcome: Replayed }[]): Promise<void> => {
  const changed = round.filter(({ outcome }) => outcome.rest === null || outcome.accepted > 0)
  const rests = changed.flatMap(({ letter: { head, payload }, outcome: { accepted, rest } }) =>
    (rest === null ? [] : [{ payload, head: { ...head, ...rest, id: keeper.nextId(), accepted: head.accepted + accepted } }]))
  // The new before the old: a kill in between leaves both, and what they share is known again.
  if (rests.length > 0) await folder.append(rests)
  if (changed.length > 0) await folder.remove(changed.map(({ letter }) => letter.head.id))
}
