/** Names in one message beyond which no more are kept: a message may hold a hundred thousand. */
const NAMES_MAX = 1_000

/** Longer than any name that a gateway profile can map. */
const NAME_MAX_CHARS = 400

export interface Sight {
  /** Of the newest: null = none that could be read. */
  value: number | null
  time: number
  count: number
}

/** The names in one message that are not registered. Decoders tell it; it costs nothing where there are none. */
export interface UnknownNames {
  names: Map<string, Sight>
  /** True: not all of them are in `names`. */
  more: boolean
}

export const createUnknownNames = (): UnknownNames => ({ names: new Map(), more: false })

export const clearUnknownNames = (unknown: UnknownNames): void => {
  if (unknown.names.size > 0) unknown.names.clear()
  unknown.more = false
}

export const noteUnknown = (unknown: UnknownNames | undefined, name: string, value: unknown, time: number): void => {
  if (unknown === undefined) return
  const known = unknown.names.get(name)
  const number = typeof value === 'boolean' ? Number(value) : typeof value === 'number' && Number.isFinite(value) ? value : null
  if (known !== undefined) {
    known.count++
    if (time >= known.time) Object.assign(known, { value: number, time })
  } else if (name.length <= NAME_MAX_CHARS && unknown.names.size < NAMES_MAX) unknown.names.set(name, { value: number, time, count: 1 })
  else unknown.more = true
}
