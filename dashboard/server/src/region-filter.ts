import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { Region } from '@hazardwatch/shared/region'
import { regionsWithin } from '@hazardwatch/shared/region-tree'
import { enterpriseTest, type InRegion } from './region-scope.ts'

/** @returns whether an enterprise lies in a region or below it; throws `unknown_reference` for a region that is not known. */
export const inRegionOf = (regions: readonly Region[], ledger: Pick<Ledger, 'enterprise'>, region: string): InRegion => {
  const within = regionsWithin(regions, region)
  if (within === undefined) throw new HazardError('unknown_reference', { en: `query.region: there is no region ${region}; GET /api/v1/regions lists them`, zh: `query.region：没有行政区划 ${region}；GET /api/v1/regions 可列出全部` })
  return enterpriseTest(region, within, (code) => ledger.enterprise(code)?.region)
}
