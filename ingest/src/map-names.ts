import type { MappedName } from '@hazardwatch/shared/gateway-profile'
import { qualityCode } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { TagNumbers } from './decode/decode-target.ts'

/** What the names of a gateway mean. Pure. */
export interface NameMap {
  /** Names of the gateway to numbers. A name that is to be converted gets one of its own below zero, which only {@link convert} knows. */
  numbersFor(own: TagNumbers): TagNumbers
  /** Puts the numbers of points, and values in their units, into the rows that were decoded with {@link numbersFor}. */
  convert(batch: ReadingBatch, own: TagNumbers): void
}

interface Conversion {
  tag: string
  scale: number
  offset: number
}

const OUT_OF_RANGE = qualityCode('out_of_range') ?? 1

export const createNameMap = (map: readonly MappedName[]): NameMap => {
  const conversions: Conversion[] = []
  const targets = new Map<string, { tag: string; standIn: number | undefined }>()
  for (const { from, tag, scale = 1, offset = 0 } of map) {
    const plain = scale === 1 && offset === 0
    targets.set(from, { tag, standIn: plain ? undefined : -conversions.length - 1 })
    if (!plain) conversions.push({ tag, scale, offset })
  }
  return {
    numbersFor: (own) => ({
      get: (name) => {
        const target = targets.get(name)
        if (target === undefined) return own.get(name)
        const number = own.get(target.tag)
        return number === undefined ? undefined : target.standIn ?? number
      },
    }),
    convert: (batch, own) => {
      if (conversions.length > 0) convertRows(batch, conversions, own)
    },
  }
}

const convertRows = (batch: ReadingBatch, conversions: readonly Conversion[], own: TagNumbers): void => {
  for (let row = 0; row < batch.count; row++) {
    const conversion = conversions[-(batch.point[row] ?? 0) - 1]
    if (conversion === undefined) continue
    const value = (batch.value[row] ?? Number.NaN) * conversion.scale + conversion.offset
    batch.point[row] = own.get(conversion.tag) ?? -1
    batch.value[row] = Number.isFinite(value) ? value : Number.NaN
    // A figure at the end of what a number can hold: there is no value, and that is said. A reading without a value has said why already.
    if (Math.abs(value) === Infinity) batch.quality[row] = OUT_OF_RANGE
  }
}
