import { Point, type NumberedPoint } from '@hazardwatch/shared/ledger'

/** A point of enterprise E, source S, for tests. */
export const testPoint = (number: number, tag: string, change: Partial<{ source: string; expectedIntervalS: number | null }> = {}): NumberedPoint => ({
  number,
  ...Point.parse({
    enterprise: 'E', tag, source: 'S', name: tag, quantity: 'concentration', unit: '[ppm]', rangeLow: null, rangeHigh: null,
    expectedIntervalS: null, location: null, ...change,
  }),
})
