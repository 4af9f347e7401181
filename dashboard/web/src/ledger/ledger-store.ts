import { create } from 'zustand'
import type { Enterprise, Point, SourceView } from '@hazardwatch/shared/ledger'
import { type Region } from '@hazardwatch/shared/region'
import { fetchEnterprises, fetchPoints, fetchRegions, fetchSources } from '../api/calls.ts'

export interface Ledger {
  regions: readonly Region[]
  enterprises: ReadonlyMap<string, Enterprise>
  /** By ENT/SOURCE. */
  sources: ReadonlyMap<string, SourceView>
  /** By ENT/TAG, of the enterprises that somebody needed. */
  points: ReadonlyMap<string, Point>
  phase: 'idle' | 'loading' | 'ready' | 'failed'
  problem: unknown
}

export const useLedger = create<Ledger>(() => ({
  regions: [], enterprises: new Map(), sources: new Map(), points: new Map(), phase: 'idle', problem: null,
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
    needAgain()
  } catch (problem) {
    useLedger.setState({ phase: 'failed', problem })
  }
}

const missed = new Set<string>()
/** Enterprises whose points are here or on their way. Not a part of the store: nobody shows it. */
const asked = new Set<string>()
/** Those of them whose points did not come: the next need tries again, and so does the next reading of the ledger. */
const failed = new Set<string>()
const queue = new Set<string>()
let reading = false
/** Points of so many enterprises come together: in a flood there are thousands, and each arrival draws the page anew. */
const AT_ONCE = 25

/** Points are read per enterprise, when one of them is first needed: a country has 440,000. */
export const needPoints = (codes: Iterable<string>): void => {
  const { enterprises, phase } = useLedger.getState()
  let isMissing = false
  for (const code of codes) {
    // Registered after the ledger was read. Asked for once: a code that stays unknown must not load the ledger over and over.
    if (phase === 'ready' && !enterprises.has(code) && !missed.has(code)) isMissing = missed.add(code).has(code)
    if (asked.has(code) && !failed.has(code)) continue
    asked.add(code)
    failed.delete(code)
    queue.add(code)
  }
  if (isMissing) void loadLedger()
  if (queue.size > 0 && !reading) void readQueue()
}

/** What is known may have changed, and is read anew. */
const needAgain = (): void => {
  const codes = [...asked]
  asked.clear()
  needPoints(codes)
}

const readQueue = async (): Promise<void> => {
  reading = true
  while (queue.size > 0) {
    const part = [...queue].slice(0, AT_ONCE)
    for (const code of part) queue.delete(code)
    const found = await Promise.all(part.map(readPoints))
    const points = new Map(useLedger.getState().points)
    for (const point of found.flat()) points.set(`${point.enterprise}/${point.tag}`, point)
    useLedger.setState({ points })
  }
  reading = false
}

/** Tags stand in for names where nothing comes. */
const readPoints = (enterprise: string): Promise<Point[]> => fetchPoints(enterprise).catch(() => {
  failed.add(enterprise)
  return []
})
