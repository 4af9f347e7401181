import { partId } from '@hazardwatch/shared/rule-part'
import type { Engine } from './engine-state.ts'
import type { Slot } from './overlay-book.ts'

/** @returns the id under which the rule book has the rule of a slot: that of the rule where it is on this one point, else that of its part, whether or not there is one. */
export const bookedAs = ({ book, points }: Pick<Engine, 'book' | 'points'>, { rule, point }: Pick<Slot, 'rule' | 'point'>): string => {
  const row = book.rows.get(rule)
  return row !== undefined && (points.get(book.points[row] ?? -1)?.tag ?? point) === point ? rule : partId(rule, point)
}
