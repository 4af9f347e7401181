/** What a point of the fleet measures, and the three limits of it. All figures in the point's unit, with one decimal at most. */
export interface PointKind {
  quantity: string
  unit: string
  name: string
  rangeLow: number
  rangeHigh: number
  L: number
  H: number
  HH: number
  deadband: number
}

export const limitKinds = ['L', 'H', 'HH'] as const
export type LimitKind = (typeof limitKinds)[number]

/** Points take these in turn, as a tank farm would have them. */
const pointKinds: readonly [PointKind, ...PointKind[]] = [
  { quantity: 'temperature', unit: 'Cel', name: '温度', rangeLow: -50, rangeHigh: 200, L: -5, H: 45, HH: 60, deadband: 1 },
  { quantity: 'pressure', unit: 'kPa', name: '压力', rangeLow: 0, rangeHigh: 2500, L: 100, H: 1600, HH: 1800, deadband: 20 },
  { quantity: 'level', unit: '%', name: '液位', rangeLow: 0, rangeHigh: 100, L: 10, H: 85, HH: 95, deadband: 1 },
  // A detector below zero has drifted: that is what its low limit is for.
  { quantity: 'concentration', unit: '[ppm]', name: '气体浓度', rangeLow: -10, rangeHigh: 200, L: -3, H: 25, HH: 50, deadband: 1 },
]

/** @param point number within its enterprise, from 0 */
export const kindOf = (point: number): PointKind => pointKinds[point % pointKinds.length] ?? pointKinds[0]
