import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { qualityName } from '@hazardwatch/shared/quality'
import { describe, expect, it } from 'vitest'
import { createNameMap, type NameMap } from './map-names.ts'

const own = new Map([['NH3', 7], ['T', 8], ['plc/raw', 9]])
const units: Record<string, string> = { NH3: '[ppm]', T: 'Cel' }
const mapOf = (...map: object[]) => createNameMap(GatewayProfile.parse({ enterprise: 'E1', code: 'G', format: 'dtu', topic: 'a', map }).map, (tag) => units[tag])
const names = mapOf(
  { from: 'plc/a', tag: 'NH3' }, { from: 'plc/b', tag: 'NH3', scale: 0.1 }, { from: 'plc/f', tag: 'T', scale: 5 / 9, offset: -160 / 9 },
  { from: 'plc/k', tag: 'T', offset: -273.15 }, { from: 'plc/new', tag: 'LATER', scale: 2 }, { from: 'NH3', tag: 'T' },
)

/** What becomes of one value under a name; undefined = the name is not known. */
const told = (map: NameMap, name: string, value: number | null, quality = 0): [number, number | null, string] | undefined => {
  const batch: ReadingBatch = createBatch(1, 0)
  const number = map.numbersFor(own).get(name)
  if (number === undefined) return undefined
  addReading(batch, number, 0, value, quality)
  map.convert(batch, own)
  const result = batch.value[0] ?? Number.NaN
  return [batch.point[0] ?? -1, Number.isNaN(result) ? null : result, qualityName(batch.quality[0] ?? 0)]
}

describe('a name of a gateway', () => {
  it.each<[what: string, name: string, value: number | null, told: unknown]>([
    ['is the tag that it is mapped to', 'plc/a', 12, [7, 12, 'good']],
    ['is scaled for itself, not for its point', 'plc/b', 120, [7, 12, 'good']],
    ['has scale and offset', 'plc/f', 212, [8, 100, 'good']],
    ['has an offset alone', 'plc/k', 293.15, [8, 20, 'good']],
    ['that is not mapped is a tag itself', 'plc/raw', 3, [9, 3, 'good']],
    ['that is mapped elsewhere is not the tag of the same name', 'NH3', 3, [8, 3, 'good']],
    ['whose tag is not registered yet is not known', 'plc/new', 3, undefined],
    ['that nobody knows is not known', 'plc/zzz', 3, undefined],
    ['keeps that it has no value', 'plc/b', null, [7, null, 'good']],
  ])('%s', (_, name, value, expected) => { expect(told(names, name, value)).toEqual(expected) })

  it('whose value overflows is out of range, without a value', () => {
    expect(told(mapOf({ from: 'x', tag: 'T', scale: 1e10 }), 'x', 1e300)).toEqual([8, null, 'out_of_range'])
  })

  it.each<[what: string, name: object, value: number, told: number | undefined]>([
    ['a unit', { tag: 'T', unit: '[degF]' }, 212, 100],
    ['scale and offset before the unit', { tag: 'T', scale: 0.1, offset: 10, unit: 'K' }, 2_731.5, 10],
    ['a mass of gas', { tag: 'NH3', unit: 'mg/m3', gas: 'NH3' }, 20, 28.7],
    ['the unit of the point', { tag: 'NH3', unit: 'ppm' }, 5, 5],
    ['a unit of something else', { tag: 'T', unit: 'kPa' }, 5, undefined],
    ['a unit of a point that is not there yet', { tag: 'LATER', unit: 'kPa' }, 5, undefined],
  ])('with %s', (_, name, value, wanted) => {
    const result = told(mapOf({ from: 'x', ...name }), 'x', value)?.[1] ?? Number.NaN
    expect(Math.round(result * 10) / 10).toBe(wanted ?? Number.NaN)
  })

  it('keeps its quality', () => { expect(told(names, 'plc/b', null, 1)).toEqual([7, null, 'fault']) })
})
