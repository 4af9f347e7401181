import { approach } from './plant.ts'

/**
 * Concentration at a detector near a leak: it builds up towards what the leak feeds within `riseS`, and is carried off within
 * `fallS` when the leak has ended (or is weaker than what still hangs in the room).
 */
export const stepPlume = (concentration: number, fed: number, riseS: number, fallS: number, dtS: number): number =>
  approach(concentration, fed, fed > concentration ? riseS : fallS, dtS)
