import { isUtf8 } from 'node:buffer'
import type { DeadLetter, DeadLetters } from '@hazardwatch/shared/dead-letters'
import { isoTime } from '@hazardwatch/shared/time'
import type { LetterFolder, Letter } from './letter-folder.ts'
import { matches, type IndexEntry } from './letter-index.ts'

/** A page of the letters that match, newest first. One that is dropped meanwhile is left out. */
export const listLetters = (folder: LetterFolder): DeadLetters['list'] => async ({ limit, before = Number.POSITIVE_INFINITY, ...filter }, payloadBytes) => {
  const wanted: IndexEntry[] = []
  for (const entry of folder.index.ordered().reverse()) {
    if (entry.id >= before || !matches(filter, entry)) continue
    wanted.push(entry)
    if (wanted.length > limit) break
  }
  const items: DeadLetter[] = []
  for (const entry of wanted.slice(0, limit)) {
    const letter = await folder.read(entry)
    if (letter !== undefined) items.push(shownLetter(letter, payloadBytes))
  }
  const last = wanted[limit - 1]
  return { items, next: wanted.length > limit && last !== undefined ? String(last.id) : null }
}

const shownLetter = ({ head, payload }: Letter, payloadBytes: number): DeadLetter => {
  const { id, at, enterprise, gateway, topic, reasons, first, accepted, bytes } = head
  const part = Buffer.from(payload.subarray(0, payloadBytes))
  const whole = wholeCharacters(part)
  const encoding = isUtf8(whole) ? 'text' : 'base64'
  const shown = encoding === 'text' ? whole : part
  return {
    id, at: isoTime(at), enterprise, gateway, topic, reasons, first, accepted, bytes, kept: payload.length === bytes,
    payload: shown.toString(encoding === 'text' ? 'utf8' : 'base64'), encoding, truncated: shown.length < bytes,
  }
}

/** Without a character of UTF-8 that the cut has gone through. */
const wholeCharacters = (bytes: Buffer): Buffer => {
  for (let cut = 0; cut < 4 && cut < bytes.length; cut++) {
    const shorter = bytes.subarray(0, bytes.length - cut)
    if (isUtf8(shorter)) return shorter
  }
  return bytes
}
