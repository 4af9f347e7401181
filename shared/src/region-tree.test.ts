import { describe, expect, it } from 'vitest'
import type { Region } from './region.ts'
import { ancestorsOf, childrenOf, COUNTRY, findRegion, isWithin, regions, regionsWithin } from './region-tree.ts'

const codes = (list: readonly Region[]): string[] => list.map((region) => region.adcode)

describe('regions', () => {
  it('has the country, Jilin, its 9 prefectures and 60 counties, each once', () => {
    const levels = (level: Region['level']): number => regions.filter((region) => region.level === level).length
    expect([levels('country'), levels('province'), levels('city'), levels('county')]).toEqual([1, 1, 9, 60])
    expect(new Set(codes(regions)).size).toBe(regions.length)
  })

  it('lists every parent before its children', () => {
    const seen = new Set<string>()
    for (const region of regions) {
      expect(region.parent === null || seen.has(region.parent), region.name).toBe(true)
      seen.add(region.adcode)
    }
  })

  it.each([
    ['220881', '洮南市', 'Taonan', '220800'],
    ['220721', '前郭尔罗斯蒙古族自治县', 'Qian Gorlos Mongol Autonomous County', '220700'],
    ['222400', '延边朝鲜族自治州', 'Yanbian Korean Autonomous Prefecture', '220000'],
    ['220184', '公主岭市', 'Gongzhuling', '220100'],
    ['220106', '绿园区', 'Lüyuan District', '220100'],
  ])('%s is %s, %s, in %s', (adcode, name, nameEn, parent) => {
    expect(findRegion(regions, adcode)).toMatchObject({ name, nameEn, parent })
  })

  it('has no stray blanks in a name and no Chinese in an English one', () => {
    for (const region of regions) {
      expect(region.name.trim()).toBe(region.name)
      expect(region.nameEn).toMatch(/^[A-Za-zü' ]+$/)
    }
  })
})

describe('the tree', () => {
  it('walks up, nearest first', () => {
    expect(codes(ancestorsOf(regions, '220881'))).toEqual(['220800', '220000', COUNTRY])
  })

  it.each([['the root', COUNTRY], ['an unknown adcode', '999999']])('has nothing above %s', (_name, adcode) => {
    expect(ancestorsOf(regions, adcode)).toEqual([])
  })

  it('knows children and all descendants', () => {
    expect(childrenOf(regions, '220000')).toHaveLength(9)
    expect(childrenOf(regions, '220881')).toEqual([])
    expect(regionsWithin(regions, '220000')?.size).toBe(70)
    expect([...regionsWithin(regions, '220300') ?? []]).toEqual(['220300', ...codes(childrenOf(regions, '220300'))])
    expect(regionsWithin(regions, '999999')).toBeUndefined()
  })

  it.each([
    ['a county in its province', '220881', '220000', true],
    ['a county in the country', '220881', COUNTRY, true],
    ['a region in itself', '220881', '220881', true],
    ['a province in its county', '220000', '220881', false],
    ['a county in another prefecture', '220881', '220700', false],
    ['an unknown code in itself', '999999', '999999', false],
    ['an unknown code in the country', '999999', COUNTRY, false],
  ])('%s', (_name, adcode, ancestor, within) => {
    expect(isWithin(regions, adcode, ancestor)).toBe(within)
  })

  it('ends on a list with a parent cycle', () => {
    const [first, second] = regions
    if (first === undefined || second === undefined) throw new Error('the list is empty')
    const cycle: Region[] = [{ ...first, parent: second.adcode }, { ...second, parent: first.adcode }]
    expect(ancestorsOf(cycle, second.adcode)).toHaveLength(2)
  })
})
