import type { Region } from '@hazardwatch/shared/region'
import { ancestorsOf } from '@hazardwatch/shared/region-tree'

export interface RegionChoice {
  region: Region
  /** 0 for the uppermost. */
  depth: number
}

/** @returns the regions of the adcodes and everything above them, parents before their children: what is worth choosing between */
export const regionChoices = (regions: readonly Region[], adcodes: readonly string[]): RegionChoice[] => {
  const wanted = new Set(adcodes.flatMap((adcode) => [adcode, ...ancestorsOf(regions, adcode).map((above) => above.adcode)]))
  const kept = regions.filter((region) => wanted.has(region.adcode))
  const below = Map.groupBy(kept, ({ parent }) => (parent !== null && wanted.has(parent) ? parent : null))
  const choices: RegionChoice[] = []
  const visit = (parent: Region['parent'], depth: number): void => {
    for (const region of below.get(parent) ?? []) {
      choices.push({ region, depth })
      visit(region.adcode, depth + 1)
    }
  }
  visit(null, 0)
  return choices
}
