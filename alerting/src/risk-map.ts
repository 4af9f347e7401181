import { pointKey } from '@hazardwatch/shared/ids'
import type { RegionRisk, RiskContribution, RiskCounts, RiskLevel, SourceRisk } from '@hazardwatch/shared/risk'
import { riskLevels } from '@hazardwatch/shared/risk'
import { emptyCounts, listed, regionLevel } from './assess-risk.ts'

interface Placed {
  risk: SourceRisk
  /** County and everything above it. */
  regions: readonly string[]
}

/** Levels of all sources and, kept beside them, the counts of every region: one source changed costs a handful of additions. */
export interface RiskMap {
  sources: Map<string, Placed>
  counts: Map<string, RiskCounts>
}

export const createRiskMap = (): RiskMap => ({ sources: new Map(), counts: new Map() })

/** Puts a source's level in place. @returns the regions whose counts changed; empty when level and place are as before. */
export const putSourceRisk = (map: RiskMap, risk: SourceRisk, regions: readonly string[]): string[] => {
  const key = pointKey(risk.enterprise, risk.source)
  const before = map.sources.get(key)
  map.sources.set(key, { risk, regions })
  if (before?.risk.level === risk.level && before.regions.join() === regions.join()) return []
  if (before !== undefined) count(map, before.regions, before.risk.level, -1)
  count(map, regions, risk.level, 1)
  return [...new Set([...(before?.regions ?? []), ...regions])]
}

/** @returns the regions whose counts changed. */
export const dropSourceRisk = (map: RiskMap, enterprise: string, source: string): string[] => {
  const key = pointKey(enterprise, source)
  const before = map.sources.get(key)
  if (before === undefined) return []
  map.sources.delete(key)
  count(map, before.regions, before.risk.level, -1)
  return [...before.regions]
}

export const regionRisk = (map: RiskMap, region: string): RegionRisk => {
  const counts = map.counts.get(region) ?? emptyCounts()
  return { region, level: regionLevel(counts), counts: { ...counts } }
}

/** As many as somebody reads. */
const LISTED = 200

/** @returns why a region has its level: the contributions of its sources, worst first, and how many there are besides. */
export const regionContributions = (map: RiskMap, region: string): Pick<SourceRisk, 'contributions' | 'more'> => {
  const worst = new Map<RiskLevel, RiskContribution[]>(riskLevels.map((level) => [level, []]))
  let left = 0
  for (const { risk, regions } of map.sources.values()) {
    if (!regions.includes(region)) continue
    left += risk.more ?? 0
    for (const contribution of risk.contributions) {
      const ofLevel = worst.get(contribution.level)
      if (ofLevel !== undefined && ofLevel.length < LISTED) ofLevel.push(contribution)
      else left++
    }
  }
  return listed([...worst.values()].flat(), LISTED, left)
}

export const sourceLevel = (map: RiskMap, enterprise: string, source: string): RiskLevel => map.sources.get(pointKey(enterprise, source))?.risk.level ?? 'unknown'

const count = (map: RiskMap, regions: readonly string[], level: RiskLevel, change: number): void => {
  for (const region of regions) {
    const counts = map.counts.get(region) ?? emptyCounts()
    counts[level] += change
    map.counts.set(region, counts)
  }
}
