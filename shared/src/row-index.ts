/**
 * Finds rows by a text of theirs without keeping the texts. A Map of a million ids takes 50 bytes for each beside the id itself; this takes some ten, because a row's
 * text can be made again from what stands in its columns.
 * Open addressing with linear probing (Knuth, TAOCP 3, 6.4), in shards, so that growing one of them holds nobody up.
 */
export class RowIndex {
  readonly #textOf: (row: number) => string | undefined
  readonly #shards: (Shard | undefined)[] = []
  #firstSlots = FIRST_SLOTS

  /** @param textOf the text of a row that is in the index; asked while rows are looked for, so it must hold from `add` to `delete` */
  constructor(textOf: (row: number) => string | undefined) {
    this.#textOf = textOf
  }

  /** So many rows are to come: the shards that are not there yet get room for their share at once. */
  reserve(rows: number): void {
    while (this.#firstSlots * SHARDS < rows * 2.2) this.#firstSlots *= 2
  }

  get(text: string): number | undefined {
    const hash = hashOf(text)
    const shard = this.#shards[hash >>> SHARD_SHIFT]
    const slot = shard === undefined ? -1 : this.#slotOf(shard, text, hash)
    return slot < 0 ? undefined : (shard?.slots[slot] ?? 0) - 1
  }

  has(text: string): boolean { return this.get(text) !== undefined }

  /** Puts a row under its text, which must not be in the index yet. */
  add(text: string, row: number): void {
    const hash = hashOf(text)
    const shard = this.#shards[hash >>> SHARD_SHIFT] ??= { slots: new Int32Array(this.#firstSlots), used: 0 }
    if (shard.used * 2 >= shard.slots.length) this.#grow(shard)
    place(shard.slots, hash, row + 1)
    shard.used++
  }

  /** @returns whether it was there. */
  delete(text: string): boolean {
    const hash = hashOf(text)
    const shard = this.#shards[hash >>> SHARD_SHIFT]
    const slot = shard === undefined ? -1 : this.#slotOf(shard, text, hash)
    if (shard === undefined || slot < 0) return false
    shard.used--
    this.#closeGap(shard.slots, slot)
    return true
  }

  #slotOf({ slots }: Shard, text: string, hash: number): number {
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot] ?? 0
      if (held === 0) return -1
      if (this.#textOf(held - 1) === text) return slot
    }
  }

  /** Rows behind the gap move into it where they would else not be found any more. */
  #closeGap(slots: Int32Array, from: number): void {
    const mask = slots.length - 1
    let gap = from
    for (let slot = (gap + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const home = hashOf(this.#textOf((slots[slot] ?? 0) - 1) ?? '') & mask
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue
      slots[gap] = slots[slot] ?? 0
      gap = slot
    }
    slots[gap] = 0
  }

  #grow(shard: Shard): void {
    const before = shard.slots
    shard.slots = new Int32Array(before.length * 2)
    for (const held of before) if (held !== 0) place(shard.slots, hashOf(this.#textOf(held - 1) ?? ''), held)
  }
}

/** A slot holds a row number and one; 0 is free. Their number is a power of two, at least half of them free. */
interface Shard { slots: Int32Array; used: number }

const FIRST_SLOTS = 8
/** Those of a million rows grow in half a ms each. */
const SHARDS = 256
const SHARD_SHIFT = 24

const place = (slots: Int32Array, hash: number, held: number): void => {
  const mask = slots.length - 1
  let slot = hash & mask
  while (slots[slot] !== 0) slot = (slot + 1) & mask
  slots[slot] = held
}

/** FNV-1a (Fowler, Noll, Vo), and the last step of MurmurHash3, because shards take the high bits and slots the low ones. @returns 32 bits, unsigned */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
