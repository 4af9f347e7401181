import { create } from 'zustand'
import type { Enterprise, Point, SourceView } from '@hazardwatch/shared/ledger'
import { type Region } from '@hazardwatch/shared/region'
import { fetchEnterprises, fetchPoints, fetchRegions, fetchSources } from '../api/calls.ts'

export interface Ledger {
  regions: readonly Region[]
  enterprises: ReadonlyMap<string, Enterprise>
  /** By ENT/SOURCE. */
  sources: ReadonlyMap<string, SourceView>
  /** By ENT/TAG, of the enterprises in `loaded`. */
  points: ReadonlyMap<string, Point>
  /** Enterprises whose points are here or on their way. */
  loaded: ReadonlySet<string>
  phase: 'idle' | 'loading' | 'ready' | 'failed'
  problem: unknown
}

export const useLedger = create<Ledger>(() => ({
  regions: [], enterprises: new Map(), sources: new Map(), points: new Map(), loaded: new Set(), phase: 'idle', problem: null,
}))

/** Reads who and what there is. What was known stays until it is replaced. */
export const loadLedger = async (): Promise<void> => {
  if (useLedger.getState().phase === 'loading') return
  useLedger.setState({ phase: 'loading' })
  try {
    const [regions, enterprises, sources] = await Promise.all([fetchRegions(), fetchEnterprises(), fetchSources()])
    useLedger.setState({
      regions,
      enterprises: new Map(enterprises.map((enterprise) => [enterprise.code, enterprise])),
      sources: new Map(sources.map((source) => [`${source.enterprise}/${source.code}`, source])),
      phase: 'ready',
      problem: null,
    })
    await Promise.all([...useLedger.getState().loaded].map(readPoints))
  } catch (problem) {
    useLedger.setState({ phase: 'failed', problem })
  }
}

const missed = new Set<string>()

/** Points are read per enterprise, when one of them is first needed: a country has 440,000. */
export const needPoints = (enterprise: string): void => {
  const { loaded, enterprises, phase } = useLedger.getState()
  // Registered after the ledger was read. Asked for once: a code that stays unknown must not load the ledger over and over.
  if (phase === 'ready' && !enterprises.has(enterprise) && !missed.has(enterprise)) {
    missed.add(enterprise)
    void loadLedger()
  }
  if (loaded.has(enterprise)) return
  useLedger.setState({ loaded: new Set(loaded).add(enterprise) })
  readPoints(enterprise).catch(() => {
    // Tags stand in for names meanwhile; the next need tries again.
    const next = new Set(useLedger.getState().loaded)
    next.delete(enterprise)
    useLedger.setState({ loaded: next })
  })
}

const readPoints = async (enterprise: string): Promise<void> => {
  const added = await fetchPoints(enterprise)
  const points = new Map(useLedger.getState().points)
  for (const point of added) points.set(`${enterprise}/${point.tag}`, point)
  useLedger.setState({ points })
}
