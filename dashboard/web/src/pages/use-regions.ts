import type { Region } from '@hazardwatch/shared/region'
import { regions as bundled } from '@hazardwatch/shared/region-tree'
import { useLedger } from '../ledger/ledger-store.ts'

/** The divisions of the server; those that came with the page until it has answered. */
export const useRegions = (): readonly Region[] => useLedger(({ regions }) => (regions.length > 0 ? regions : bundled))
