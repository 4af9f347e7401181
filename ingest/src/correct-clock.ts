import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'

/**
 * Adds to the times of a gateway whose clock is known to be wrong, by its profile. Before validation, so that a clock which runs ahead is not refused as
 * the future. How many readings were corrected, and by how much, is counted with their sender.
 * @param correction ms; a reading without a time of its own has been given that of its arrival, and keeps it
 */
export const correctClock = (batch: ReadingBatch, correction: number): void => {
  if (correction === 0) return
  for (let row = 0; row < batch.count; row++) {
    const time = batch.time[row] ?? Number.NaN
    if (time !== batch.arrivedAt) batch.time[row] = time + correction
  }
}
