import { z } from 'zod'
import data from '../data/regions.json' with { type: 'json' }
import { Region } from './region.ts'

/** Root of the jurisdiction tree: the whole country. */
export const COUNTRY = '100000'

/** The divisions that this installation knows, parents before their children. Checked when loaded. */
export const regions: readonly Region[] = z.array(Region).parse(data)

const indexes = new WeakMap<readonly Region[], Map<string, Region>>()

// Roll-up asks for every alarm and every source; a national list has 3,200 regions, so the index is built once per list.
const indexOf = (list: readonly Region[]): Map<string, Region> => {
  const known = indexes.get(list)
  if (known !== undefined) return known
  const index = new Map<string, Region>(list.map((region) => [region.adcode, region]))
  indexes.set(list, index)
  return index
}

/** @returns the region of an adcode, or undefined when the list does not have it. Lists are taken as unchanging. */
export const findRegion = (list: readonly Region[], adcode: string): Region | undefined => indexOf(list).get(adcode)

/**
 * The way up from an adcode.
 * @returns the region's ancestors, nearest first and without itself; empty for the root and for an unknown adcode.
 */
export const ancestorsOf = (list: readonly Region[], adcode: string): Region[] => {
  const byCode = indexOf(list)
  const ancestors: Region[] = []
  let above = byCode.get(adcode)?.parent ?? null
  // A deployment may replace the list: a parent cycle in it must end here instead of hanging the process.
  while (above !== null && ancestors.length < list.length) {
    const region = byCode.get(above)
    if (region === undefined) break
    ancestors.push(region)
    above = region.parent
  }
  return ancestors
}

/** @returns the regions directly below an adcode, in list order. */
export const childrenOf = (list: readonly Region[], adcode: string): Region[] => list.filter((region) => region.parent === adcode)

/**
 * A region with everything below it, in one pass over the list however deep the tree is.
 * @returns the adcodes, or undefined when the list does not have the region.
 */
export const regionsWithin = (list: readonly Region[], adcode: string): ReadonlySet<string> | undefined => {
  const children = new Map<string, string[]>()
  let known = false
  for (const region of list) {
    if (region.adcode === adcode) known = true
    if (region.parent === null) continue
    const siblings = children.get(region.parent)
    if (siblings === undefined) children.set(region.parent, [region.adcode])
    else siblings.push(region.adcode)
  }
  if (!known) return undefined
  const within = new Set<string>([adcode])
  // A Set is iterated in the order of insertion, also of what is added meanwhile; it cannot loop on a cycle in the list.
  for (const next of within) for (const child of children.get(next) ?? []) within.add(child)
  return within
}

/** @returns whether `adcode` is `ancestor` or lies below it; false when the list does not have `adcode`. */
export const isWithin = (list: readonly Region[], adcode: string, ancestor: string): boolean => {
  if (adcode === ancestor) return findRegion(list, adcode) !== undefined
  return ancestorsOf(list, adcode).some((region) => region.adcode === ancestor)
}
