import { Tag } from '@hazardwatch/shared/ids'
import type { StoredModel } from '@hazardwatch/shared/source-model'
import { fitSource } from '../detect/multivariate/fit-source.ts'
import { storeModel } from '../detect/multivariate/stored-model.ts'

/** A model of channels that take whole numbers from 0 to 10 without any pattern, rows so many seconds apart. */
export const testModel = (tags: readonly string[], everyS: number): StoredModel => {
  const rows = 600
  const healthy = {
    times: Float64Array.from({ length: rows }, (_, row) => row * everyS * 1000),
    values: Float64Array.from({ length: rows * tags.length }, (_, cell) => (Math.imul(cell + 1, 2_654_435_761) >>> 8) % 11),
    channels: tags.length,
  }
  return storeModel(fitSource(healthy), { from: 0, to: rows * everyS * 1000 }, tags.map((tag) => Tag.parse(tag)), everyS * 1000)
}
