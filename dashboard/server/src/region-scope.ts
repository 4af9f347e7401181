import { COUNTRY } from '@hazardwatch/shared/region-tree'

/** Tells whether an enterprise lies in a region. */
export type InRegion = (enterprise: string) => boolean

/**
 * @param regionOf county of an enterprise; undefined when it is not registered (any more).
 * @returns the test for one region. The country holds everything, also what has just been retired: an alarm must not vanish with its enterprise.
 */
export const enterpriseTest = (region: string, within: ReadonlySet<string>, regionOf: (enterprise: string) => string | undefined): InRegion => {
  if (region === COUNTRY) return () => true
  return (enterprise) => {
    const county = regionOf(enterprise)
    return county !== undefined && within.has(county)
  }
}
