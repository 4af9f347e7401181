import { useMemo } from 'react'
import { ancestorsOf, findRegion, isWithin } from '@hazardwatch/shared/region-tree'
import { useFeedStore } from '../feed/feed-store.ts'
import { type Language, nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { levelRank, noCounts } from '../levels/level.ts'
import type { Crumb } from '../panels/breadcrumb.tsx'
import type { EnterpriseItem } from '../panels/enterprise-list.tsx'
import { enterpriseItems, sourcesByEnterprise } from '../place/enterprise-items.ts'
import type { RegionRow } from '../panels/region-table.tsx'
import { useRegions } from './use-regions.ts'
import { HOME, useView } from './view-store.ts'

/** Counties of the chosen place with their live levels, worst first. */
export const useRegionRows = (language: Language): RegionRow[] => {
  const regions = useRegions()
  const risks = useFeedStore(({ feed }) => feed.regions)
  const hasSnapshot = useFeedStore(({ feed }) => feed.hasSnapshot)
  const region = useView(({ place }) => place.region)
  return useMemo(
    () =>
      regions
        .filter((item) => item.level === 'county' && isWithin(regions, item.adcode, region))
        .map((item): RegionRow => {
          const risk = risks.get(item.adcode)
          const above = item.parent === null ? undefined : findRegion(regions, item.parent)
          return {
            adcode: item.adcode,
            name: nameOf(item, language),
            above: above === undefined ? '' : nameOf(above, language),
            level: hasSnapshot ? (risk?.level ?? 'none') : 'unknown',
            counts: risk?.counts ?? noCounts,
          }
        })
        .sort((a, b) => levelRank(a.level) - levelRank(b.level) || a.adcode.localeCompare(b.adcode)),
    [regions, risks, hasSnapshot, region, language],
  )
}

const noItems: readonly EnterpriseItem[] = []

/** Enterprises of the chosen county, or the chosen one, with their sources and live levels, worst first. Of a province only the counties are shown. */
export const useEnterpriseItems = (language: Language): readonly EnterpriseItem[] => {
  const regions = useRegions()
  const { enterprises, sources } = useLedger()
  const risks = useFeedStore(({ feed }) => feed.sources)
  const place = useView((view) => view.place)
  const byEnterprise = useMemo(() => sourcesByEnterprise(sources), [sources])
  const shown = place.enterprise !== null || findRegion(regions, place.region)?.level === 'county'
  return useMemo(
    () => (shown ? enterpriseItems(place, { regions, enterprises, sources: byEnterprise, language }, risks) : noItems),
    [shown, place, regions, enterprises, byEnterprise, language, risks],
  )
}

/** The way from the province to the chosen place. */
export const useCrumbs = (language: Language): Crumb[] => {
  const regions = useRegions()
  const place = useView((view) => view.place)
  const { enterprises, sources } = useLedger()
  return useMemo(() => {
    const own = findRegion(regions, place.region)
    const way = own === undefined ? [] : [...ancestorsOf(regions, own.adcode).reverse(), own]
    const crumbs = way
      .filter((region) => region.level !== 'country')
      .map((region): Crumb => ({ name: nameOf(region, language), place: { region: region.adcode, enterprise: null, source: null } }))
    if (crumbs.length === 0) crumbs.push({ name: place.region, place: { region: HOME, enterprise: null, source: null } })
    if (place.enterprise === null) return crumbs
    const enterprise = enterprises.get(place.enterprise)
    crumbs.push({ name: enterprise === undefined ? place.enterprise : nameOf(enterprise, language), place: { ...place, source: null } })
    if (place.source === null) return crumbs
    const source = sources.get(`${place.enterprise}/${place.source}`)
    crumbs.push({ name: source === undefined ? place.source : nameOf(source, language), place })
    return crumbs
  }, [regions, place, enterprises, sources, language])
}
