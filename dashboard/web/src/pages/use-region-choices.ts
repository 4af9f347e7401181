import { useMemo } from 'react'
import { useLedger } from '../ledger/ledger-store.ts'
import { regionChoices, type RegionChoice } from '../place/region-choices.ts'
import { useRegions } from './use-regions.ts'

/** The regions that have enterprises, and the one that is chosen. */
export const useRegionChoices = (region: string): RegionChoice[] => {
  const regions = useRegions()
  const enterprises = useLedger((ledger) => ledger.enterprises)
  return useMemo(() => regionChoices(regions, [region, ...[...enterprises.values()].map((enterprise) => enterprise.region)]), [regions, region, enterprises])
}
