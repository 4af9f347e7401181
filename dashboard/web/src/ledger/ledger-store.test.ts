import { afterEach, expect, it, vi } from 'vitest'
import { loadLedger, needPoints, useLedger } from './ledger-store.ts'

const point = (enterprise: string) => ({ enterprise, source: 'S', tag: 'T', name: `of ${enterprise}`, quantity: 'level', unit: 'm', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })

/** A server that answers for points with one a plant, and for everything else with empty lists. @param away plants whose points do not come */
const serve = (away: Set<string>) => {
  const requests: string[] = []
  vi.stubGlobal('fetch', async (url: string | URL | Request) => {
    const path = String(url instanceof Request ? url.url : url)
    const enterprise = /points\?enterprise=([^&]+)/.exec(path)?.[1]
    if (enterprise !== undefined) requests.push(enterprise)
    if (enterprise !== undefined && away.has(enterprise)) throw new Error('away')
    return Response.json({ items: enterprise === undefined ? [] : [point(enterprise)], next: null })
  })
  return requests
}

const known = (): string[] => [...useLedger.getState().points.keys()].sort()

afterEach(() => { vi.unstubAllGlobals() })

it('reads the points of plants together, once each, and tries again what did not come: at the next need, and with the ledger', async () => {
  const away = new Set(['E3', 'E4'])
  const requests = serve(away)
  let drawings = 0
  const stop = useLedger.subscribe(() => { drawings++ })
  needPoints(['E1', 'E2', 'E3', 'E4', 'E1'])
  needPoints(['E2'])
  await vi.waitFor(() => { expect(known()).toEqual(['E1/T', 'E2/T']) })
  expect([requests.toSorted(), drawings]).toEqual([['E1', 'E2', 'E3', 'E4'], 1])
  away.delete('E3')
  needPoints(['E1', 'E3'])
  await vi.waitFor(() => { expect(known()).toEqual(['E1/T', 'E2/T', 'E3/T']) })
  expect(requests.slice(4)).toEqual(['E3'])
  away.delete('E4')
  await loadLedger()
  await vi.waitFor(() => { expect(known()).toEqual(['E1/T', 'E2/T', 'E3/T', 'E4/T']) })
  stop()
})
