import { CHEAP, FULL, histograms, lenses } from './lenses.ts'

/**
 * All that the detector remembers of one point: views of ONE array of numbers that its caller owns, constant in size. To persist it is to copy it.
 * `wide` holds float64 scalars (indices below) at its head, `cells` float32 columns (offsets in `Layout`).
 * Values are kept as float32 distances from an origin near the series, so that neither large offsets nor small changes lose digits.
 */
export interface PointState {
  readonly layout: Layout
  readonly wide: Float64Array
  readonly cells: Float32Array
  /** Order of the last 2,000 values: positions in the ring, by value. Empty in the cheap panel. */
  readonly order: Uint16Array
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
  /** Between the bins of the distribution, and rows in each of them. */
  readonly quantiles: number
  readonly reference: number
  readonly size: number
  readonly orderSize: number
}

/** Indices into `wide`. */
export const ROWS = 0
const VERSION = 15
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
export const PANEL_SUM = 14
/** Of the incident that is going on: its severity (0: none), and for how many rows it has been calm. */
export const SEVERITY = 16
export const CALM_ROWS = 17
/** Seconds between readings, and how much they differ from it; length of a slot of the season in seconds, and from when on its habit counts. */
export const STEP_S = 18
export const STEP_VARIES_S = 19
export const SLOT_S = 20
export const SEASON_FROM = 21
/** The row at which a season is looked for next. */
export const SEASON_ROW = 22
export const MEANS = 23
const WIDE = MEANS + CHEAP

/** A slot of the day; 48 of them are a season until another one is learnt. */
export const HALF_HOUR_S = 1800
export const WARM_ROWS = 150
export const CELLS = 61
export const WEEK_SLOTS = 336
export const DAY_SLOTS = 48
export const BLOCKS4 = 520
export const BLOCKS24 = 512
export const NOVEL_VALUES = 2000

/** An unsigned lens has one histogram, and its first rows need a little more room than that. */
const countsOf = (signed: boolean): number => (signed ? 2 * CELLS : Math.max(CELLS, WARM_ROWS / 2))
const countCells = (count: number): number => lenses.slice(0, count).reduce((sum, { signed }) => sum + countsOf(signed), 0)

/** Where the first histogram of each lens begins, counted from `Layout.counts`. */
export const countsFrom: readonly number[] = lenses.map((_, l) => countCells(l))

const layOut = (panel: Panel): Layout => {
  let size = 0
  const take = (count: number): number => (size += count) - count
  const full = panel === 'full'
  const count = full ? FULL : CHEAP
  const ring = full ? 2048 : 512
  take(ring)
  const places = {
    sorted12: take(12), sorted200: take(200),
    week: take(WEEK_SLOTS), day: take(DAY_SLOTS), dayErrors: take(8), distances: take(60), nearDistances: take(8),
    evidence: take(count), masses: take(histograms(count)), scales: take(histograms(count)), counts: take(countCells(count)),
    blocks4: take(full ? BLOCKS4 : 0), blocks24: take(full ? BLOCKS24 : 0), sortedMeans: take(full ? NOVEL_VALUES : 0),
    quantiles: take(full ? 7 : 0), reference: take(full ? 8 : 0),
  }
  return { panel, lenses: count, histograms: histograms(count), ringMask: ring - 1, ...places, size: size + (size & 1), orderSize: full ? NOVEL_VALUES : 0 }
}

const layouts: Readonly<Record<Panel, Layout>> = { full: layOut('full'), cheap: layOut('cheap') }

const bytesOf = (layout: Layout): number => WIDE * 8 + layout.size * 4 + layout.orderSize * 2

/** How many float64 numbers a point's state takes. */
export const stateSize = (panel: Panel): number => bytesOf(layouts[panel]) / 8

/** Of what the state is made; another number here and stored states of before are not taken up: the point learns anew. */
const CURRENT: Readonly<Record<Panel, number>> = { full: 5, cheap: 4 }

const NO_ORDER = new Uint16Array(0)

/** @returns the state in `memory` (`stateSize` numbers); memory that holds none, NaN for example, becomes that of a point not seen yet. */
export const stateIn = (memory: Float64Array, panel: Panel): PointState => {
  const layout = layouts[panel]
  const { buffer, byteOffset } = memory
  const state: PointState = {
    layout,
    // The caller's array itself, of which only the first numbers are meant: a view of its own would cost every point a hundred bytes.
    wide: memory,
    cells: new Float32Array(buffer, byteOffset + WIDE * 8, layout.size),
    order: layout.orderSize === 0 ? NO_ORDER : new Uint16Array(buffer, byteOffset + WIDE * 8 + layout.size * 4, layout.orderSize),
  }
  if (state.wide[VERSION] !== CURRENT[panel]) clear(state)
  return state
}

/** @returns the first rows of all lenses, two bytes each, where their histograms are later. Made anew, for the few rows that need it. */
export const firstRowsOf = ({ cells, layout }: PointState): Int16Array =>
  new Int16Array(cells.buffer, cells.byteOffset + layout.counts * 4, 2 * (layout.blocks4 - layout.counts))

const known = new WeakMap<Float64Array, PointState>()

/** As `stateIn`, for memory that is asked for again and again: its views are made once. */
export const stateOf = (memory: Float64Array, panel: Panel): PointState => {
  const state = known.get(memory)
  if (state?.layout.panel === panel && state.wide[VERSION] === CURRENT[panel]) return state
  const made = stateIn(memory, panel)
  known.set(memory, made)
  return made
}

/** @returns the state of a point that has not been seen yet. */
export const newPointState = (panel: Panel): PointState => stateIn(new Float64Array(stateSize(panel)), panel)

const clear = ({ layout, wide, cells, order }: PointState): void => {
  wide.fill(0, 0, WIDE)
  cells.fill(0)
  order.fill(0)
  wide[VERSION] = CURRENT[layout.panel]
  wide[WEIGHT] = 1
  wide[ALARM_ROW] = Number.NEGATIVE_INFINITY
  wide[LAST_TIME] = Number.NaN
  wide[LAST_VALUE] = Number.NaN
  wide[SLOT] = Number.NaN
  wide[SLOT_S] = HALF_HOUR_S
  wide[SEASON_FROM] = Number.NEGATIVE_INFINITY
  wide.fill(Number.NaN, MEANS, WIDE)
  cells.fill(Number.NaN, layout.week, layout.day + DAY_SLOTS)
  cells.fill(Number.NaN, layout.scales, layout.scales + layout.histograms)
}
