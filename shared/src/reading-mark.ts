/**
 * How a reading came, said of it wherever it is stored: `late` = more than {@link LATE_MS} after its time, or from a buffer as its sender says;
 * `out_of_order` = when a later reading of its point had been accepted. In columns a code of bits.
 */
export const readingMarks = ['late', 'out_of_order'] as const

export type ReadingMark = (typeof readingMarks)[number]

export const LATE = 1
export const OUT_OF_ORDER = 2

/** A reading that arrives longer than this after its own time is late. */
export const LATE_MS = 300_000

/** @returns the names of a code's bits, in the order of {@link readingMarks} */
export const marksOf = (code: number): ReadingMark[] => readingMarks.filter((_, bit) => (code & (1 << bit)) !== 0)
