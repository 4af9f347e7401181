import type { HidingState } from '@hazardwatch/shared/alarm'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { ruleIdOf } from '@hazardwatch/shared/rule-part'
import { isoTime } from '@hazardwatch/shared/time'
import type { Held } from './alarm-lifecycle.ts'

/** One rule on one point: what an alarm, and what hides it, belongs to. Of a rule on many points each point has its own. */
export interface Slot { rule: string; enterprise: string; point: string }

/** What hides the alarm of one slot. Times are epoch ms on the wall clock. */
export interface Overlay extends Slot {
  state: HidingState
  since: number
  /** When shelving ends by itself; null for the others. */
  until: number | null
  /** Ends when the alarm clears. */
  oneShot: boolean
  by: string | null
  reason: string
  /** What suppresses it, each with its reason. */
  causes: Record<string, string>
}

/** What is hidden, by slot: by people, and by design. */
export interface OverlayBook {
  held: Map<string, Overlay>
  suppressed: Map<string, Overlay>
}

export const createOverlayBook = (): OverlayBook => ({ held: new Map(), suppressed: new Map() })

/** @returns the slot of a rule, or of a part of one, on its point. */
export const slotOn = (id: AlarmRule['id'], { enterprise, tag }: Pick<NumberedPoint, 'enterprise' | 'tag'>): Slot => ({ rule: ruleIdOf(id), enterprise, point: tag })

/** Tags hold no control characters, so that the last line break separates. */
export const slotKey = ({ rule, enterprise, point }: Slot): string => `${rule}\n${pointKey(enterprise, point)}`

export const heldAs = (book: OverlayBook, slot: Slot): Held => {
  const state = book.held.get(slotKey(slot))?.state ?? 'none'
  return state === 'suppressed' ? 'none' : state
}

/** @returns what is shown as hiding the slot, if anything does: people's doing goes before the design's. */
export const overlayOf = (book: OverlayBook, slot: Slot): Overlay | undefined => {
  if (book.held.size === 0 && book.suppressed.size === 0) return undefined
  const key = slotKey(slot)
  return book.held.get(key) ?? book.suppressed.get(key)
}

const half = (book: OverlayBook, overlay: Overlay): Map<string, Overlay> => (overlay.state === 'suppressed' ? book.suppressed : book.held)

export const putOverlay = (book: OverlayBook, overlay: Overlay): void => { half(book, overlay).set(slotKey(overlay), overlay) }

export const dropOverlay = (book: OverlayBook, overlay: Overlay): void => { half(book, overlay).delete(slotKey(overlay)) }

/** As outsiders see it. */
export const overlayView = ({ since, until, ...rest }: Overlay): AlarmOverlay =>
  ({ ...rest, since: isoTime(since), until: until === null ? null : isoTime(until) })
