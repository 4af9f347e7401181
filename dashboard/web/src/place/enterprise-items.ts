import type { Enterprise, SourceView } from '@hazardwatch/shared/ledger'
import type { Region } from '@hazardwatch/shared/region'
import { findRegion, regionsWithin } from '@hazardwatch/shared/region-tree'
import type { SourceRisk } from '@hazardwatch/shared/risk'
import { type Language, nameOf } from '../i18n/setup.ts'
import { levelRank, worstLevel } from '../levels/level.ts'
import type { EnterpriseItem } from '../panels/enterprise-list.tsx'
import type { Place } from './place.ts'

interface Names {
  regions: readonly Region[]
  enterprises: ReadonlyMap<string, Enterprise>
  /** By enterprise. */
  sources: ReadonlyMap<string, readonly SourceView[]>
  language: Language
}

/** Sources by their enterprise. A country has 20,000: found once, not for each enterprise. */
export const sourcesByEnterprise = (sources: ReadonlyMap<string, SourceView>): ReadonlyMap<string, readonly SourceView[]> => Map.groupBy(sources.values(), ({ enterprise }) => enterprise)

/** @returns the enterprises of a place with their sources and live levels, worst first. */
export const enterpriseItems = (place: Place, { regions, enterprises, sources, language }: Names, risks: ReadonlyMap<string, SourceRisk>): EnterpriseItem[] =>
  enterprisesAt(place, regions, enterprises).map((enterprise): EnterpriseItem => {
    const own = (sources.get(enterprise.code) ?? [])
      .map((source) => ({ source, level: risks.get(`${source.enterprise}/${source.code}`)?.level ?? source.liveLevel }))
      .sort((a, b) => levelRank(a.level) - levelRank(b.level))
    const county = findRegion(regions, enterprise.region)
    return { enterprise, county: county === undefined ? enterprise.region : nameOf(county, language), level: worstLevel(own.map((item) => item.level)), sources: own }
  }).sort((a, b) => levelRank(a.level) - levelRank(b.level) || a.enterprise.code.localeCompare(b.enterprise.code))

const enterprisesAt = ({ region, enterprise: chosen }: Place, regions: readonly Region[], enterprises: ReadonlyMap<string, Enterprise>): Enterprise[] => {
  if (chosen !== null) {
    const enterprise = enterprises.get(chosen)
    return enterprise === undefined ? [] : [enterprise]
  }
  const within = regionsWithin(regions, region)
  return within === undefined ? [] : [...enterprises.values()].filter((item) => within.has(item.region))
}
