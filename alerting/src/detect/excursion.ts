/** When a value is beyond a level, with the hysteresis of a limit. */
export interface Excursion {
  level: number
  deadband: number
  up: boolean
}

/** @returns whether the value is beyond the level; `was` = whether it was so before. */
export const isBeyond = ({ level, deadband, up }: Excursion, value: number, was: boolean): boolean => {
  const over = up ? value - level : level - value
  return was ? over >= -deadband : over >= 0
}
