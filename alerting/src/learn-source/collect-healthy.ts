import { GOOD } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { HealthyRows } from '../detect/multivariate/healthy-rows.ts'
import { gridSize, putInGrid } from '../detect/multivariate/row-grid.ts'

/**
 * Makes rows of stored readings exactly as the rule makes them of live ones.
 * @param points point numbers of the channels, in their order
 */
export const collectHealthy = (points: readonly number[], everyMs: number) => {
  const channels = new Map(points.map((point, channel) => [point, channel]))
  const cells = new Float64Array(gridSize(points.length)).fill(Number.NaN)
  const row = new Float64Array(points.length)
  const times: number[] = []
  const values: number[] = []
  return {
    /** Readings oldest first, all points together. */
    take: (batch: ReadingBatch): void => {
      for (let i = 0; i < batch.count; i++) {
        const channel = channels.get(batch.point[i]!)
        if (channel === undefined) continue
        const at = putInGrid(cells, 0, everyMs, channel, batch.time[i]!, batch.quality[i] === GOOD ? batch.value[i]! : Number.NaN, row)
        if (Number.isNaN(at)) continue
        times.push(at)
        values.push(...row)
      }
    },
    rows: (): HealthyRows => ({ times: Float64Array.from(times), values: Float64Array.from(values), channels: points.length }),
  }
}
