import { convertUnit, type Linear } from '@hazardwatch/shared/convert-unit'
import type { MappedName } from '@hazardwatch/shared/gateway-profile'
import { qualityCode } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { isWords } from '@hazardwatch/shared/words'
import type { TagNumbers } from './decode/decode-target.ts'

/** What the names of a gateway mean. Pure. */
export interface NameMap {
  /** Names of the gateway to numbers. A name that is to be converted gets one of its own below zero, which only {@link convert} knows. */
  numbersFor(own: TagNumbers): TagNumbers
  /** Puts the numbers of points, and values in their units, into the rows that were decoded with {@link numbersFor}. */
  convert(batch: ReadingBatch, own: TagNumbers): void
}

interface Conversion extends Linear {
  tag: string
}

const OUT_OF_RANGE = qualityCode('out_of_range') ?? 1

/** @param unitOf unit of the point of a tag; undefined = there is no such point yet */
export const createNameMap = (map: readonly MappedName[], unitOf: (tag: string) => string | undefined = () => undefined): NameMap => {
  const conversions: Conversion[] = []
  const targets = new Map<string, Target>()
  for (const name of map) {
    const conversion = conversionOf(name, unitOf(name.tag))
    const plain = conversion === undefined || (conversion.scale === 1 && conversion.offset === 0)
    targets.set(name.from, { tag: name.tag, standIn: plain ? undefined : -conversions.length - 1, known: conversion !== undefined })
    if (!plain) conversions.push({ tag: name.tag, ...conversion })
  }
  return {
    numbersFor: (own) => ({
      get: (name) => {
        const target = targets.get(name)
        if (target === undefined) return own.get(name)
        if (!target.known) return undefined
        const number = own.get(target.tag)
        return number === undefined ? undefined : target.standIn ?? number
      },
    }),
    convert: (batch, own) => {
      if (conversions.length > 0) convertRows(batch, conversions, own)
    },
  }
}

interface Target {
  tag: string
  standIn: number | undefined
  /** False: nothing is known yet of what the unit is to become, or it cannot become that (which the ledger refuses). It must never be a figure in the wrong unit. */
  known: boolean
}

/** Scale and offset, then the unit, as one; undefined where the unit does not convert, or there is no point to convert for. */
const conversionOf = ({ scale = 1, offset = 0, unit, ...state }: MappedName, pointUnit: string | undefined): Linear | undefined => {
  if (unit === undefined) return { scale, offset }
  if (pointUnit === undefined) return undefined
  const inUnit = convertUnit(unit, pointUnit, state)
  return isWords(inUnit) ? undefined : { scale: scale * inUnit.scale, offset: offset * inUnit.scale + inUnit.offset }
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
