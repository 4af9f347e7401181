import { CHEAP, FULL, histograms } from './lenses.ts'

/**
 * All that the detector remembers of one point, as numbers in ONE buffer: constant in size, and to persist it is to copy it.
 * `wide` holds float64 scalars (indices below), `cells` float32 columns (offsets in `Layout`).
 * Values are kept as float32 distances from an origin near the series, so that neither large offsets nor small changes lose digits.
 */
export interface PointState {
  readonly layout: Layout
  readonly wide: Float64Array
  readonly cells: Float32Array
  /** Order of the last 2,000 values: positions in the ring, by value. Empty in the cheap panel. */
  readonly order: Uint16Array
  /** The first rows of every histogram until its scale is known; undefined once the point is live. */
  warm: Float32Array | undefined
}

export type Panel = 'full' | 'cheap'

/** Offsets into `cells`. */
export interface Layout {
  readonly panel: Panel
  readonly lenses: number
  readonly histograms: number
  /** The ring of values: power of two rows, row r at `r & ringMask`, from offset 0. */
  readonly ringMask: number
  readonly sorted12: number
  readonly sorted25: number
  readonly sorted30: number
  readonly sorted200: number
  /** Means of the 336 half hours of the last week, then the habit of the 48 half hours of a day. */
  readonly week: number
  readonly day: number
  readonly dayErrors: number
  readonly distances: number
  readonly nearDistances: number
  readonly evidence: number
  readonly masses: number
  readonly scales: number
  readonly counts: number
  readonly blocks4: number
  readonly blocks24: number
  readonly sortedMeans: number
  readonly size: number
  readonly orderSize: number
}

/** Indices into `wide`. */
export const ROWS = 0
export const ORIGIN = 1
export const LAST_VALUE = 2
export const LAST_TIME = 3
export const WEIGHT = 4
export const HABIT = 5
export const ALARM_ROW = 6
export const ALARM_SUM = 7
export const RATE_SCALE = 8
export const DEVIATION_SCALE = 9
export const SLOT = 10
export const SLOT_ROWS = 11
export const SLOT_SUM = 12
export const REPEATS = 13
export const QUANTILES = 14
export const REFERENCE = 21
export const PANEL_SUM = 29
/** Where each lens of the shape found its nearest run last: a good first guess. */
export const NEAREST_RUNS = 30
export const MEANS = 34
const WIDE = MEANS + CHEAP

export const WARM_ROWS = 150
export const CELLS = 61
export const WEEK_SLOTS = 336
export const DAY_SLOTS = 48
export const BLOCKS4 = 520
export const BLOCKS24 = 512
export const NOVEL_VALUES = 2000

const layOut = (panel: Panel): Layout => {
  let size = 0
  const take = (count: number): number => (size += count) - count
  const full = panel === 'full'
  const lenses = full ? FULL : CHEAP
  const ring = full ? 2048 : 512
  take(ring)
  const places = {
    sorted12: take(12), sorted25: take(25), sorted30: take(30), sorted200: take(200),
    week: take(WEEK_SLOTS), day: take(DAY_SLOTS), dayErrors: take(8), distances: take(60), nearDistances: take(8),
    evidence: take(lenses), masses: take(histograms(lenses)), scales: take(histograms(lenses)), counts: take(histograms(lenses) * CELLS),
    blocks4: take(full ? BLOCKS4 : 0), blocks24: take(full ? BLOCKS24 : 0), sortedMeans: take(full ? NOVEL_VALUES : 0),
  }
  return { panel, lenses, histograms: histograms(lenses), ringMask: ring - 1, ...places, size: size + (size & 1), orderSize: full ? NOVEL_VALUES : 0 }
}

const layouts: Readonly<Record<Panel, Layout>> = { full: layOut('full'), cheap: layOut('cheap') }

/** @returns the state of a point that has not been seen yet. */
export const newPointState = (panel: Panel): PointState => {
  const layout = layouts[panel]
  const state = viewsOf(layout, new ArrayBuffer(bytesOf(layout)), new Float32Array(layout.histograms * WARM_ROWS))
  state.wide[WEIGHT] = 1
  state.wide[ALARM_ROW] = Number.NEGATIVE_INFINITY
  state.wide[LAST_TIME] = Number.NaN
  state.wide[LAST_VALUE] = Number.NaN
  state.wide[SLOT] = Number.NaN
  state.wide.fill(Number.NaN, MEANS)
  state.cells.fill(Number.NaN, layout.week, layout.day + DAY_SLOTS)
  state.cells.fill(Number.NaN, layout.scales, layout.scales + layout.histograms)
  return state
}

const VERSION = 1

/** @returns the state as bytes for the record store; `fromBytes` takes up exactly there. */
export const toBytes = (state: PointState): Uint8Array => {
  const size = bytesOf(state.layout)
  const bytes = new Uint8Array(8 + size + (state.warm?.byteLength ?? 0))
  bytes[0] = VERSION
  bytes[1] = state.layout.panel === 'full' ? 1 : 0
  bytes.set(new Uint8Array(state.wide.buffer, 0, size), 8)
  if (state.warm !== undefined) bytes.set(new Uint8Array(state.warm.buffer), 8 + size)
  return bytes
}

/** @returns the state, or undefined when the bytes are of another version or were cut: the point then learns anew. */
export const fromBytes = (bytes: Uint8Array): PointState | undefined => {
  const layout = layouts[bytes[1] === 1 ? 'full' : 'cheap']
  const size = bytesOf(layout)
  const warmSize = layout.histograms * WARM_ROWS * 4
  const warming = bytes.length === 8 + size + warmSize
  if (bytes[0] !== VERSION || (!warming && bytes.length !== 8 + size)) return undefined
  const warm = warming ? new Float32Array(bytes.slice(8 + size).buffer) : undefined
  return viewsOf(layout, bytes.slice(8, 8 + size).buffer, warm)
}

const bytesOf = (layout: Layout): number => WIDE * 8 + layout.size * 4 + layout.orderSize * 2

const viewsOf = (layout: Layout, buffer: ArrayBuffer, warm: Float32Array | undefined): PointState => ({
  layout,
  wide: new Float64Array(buffer, 0, WIDE),
  cells: new Float32Array(buffer, WIDE * 8, layout.size),
  order: new Uint16Array(buffer, WIDE * 8 + layout.size * 4, layout.orderSize),
  warm,
})
