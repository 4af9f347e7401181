/**
 * Quality of a reading. The names are the wire contract; the column code of a quality is its position here.
 * `good` carries a value that limits are judged on, and `out_of_range` one that may raise an alarm; everything else is "no value" (the held value goes on holding).
 */
export const qualities = ['good', 'fault', 'calibration', 'maintenance', 'manual', 'out_of_range', 'stopped'] as const

export type Quality = (typeof qualities)[number]

/** Column code of `good`: zero, so that a fresh Uint8Array reads as good. */
export const GOOD = 0
/** Column code of `fault`. */
export const FAULT = 1
/** Column code of `out_of_range`. */
export const OUT_OF_RANGE = 5

const codes = new Map<string, number>(qualities.map((name, code) => [name, code]))

/** @returns the column code of a quality name, or undefined when the name is not one of {@link qualities}. */
export const qualityCode = (name: string): number | undefined => codes.get(name)

/** @returns the name of a column code; an unknown code reads as `fault`, never as good. */
export const qualityName = (code: number): Quality => qualities[code] ?? 'fault'
