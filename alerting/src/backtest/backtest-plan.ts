import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { ScanQuery } from '@hazardwatch/shared/reading-store'
import { formClusters, type Cluster } from './form-clusters.ts'

/** What is read, and which clusters judge it. Points that are judged alone are read together, each other cluster by itself. */
export interface BacktestScan {
  query: ScanQuery
  clusters: Cluster[]
}

export interface BacktestPlan {
  from: number
  to: number
  scans: BacktestScan[]
}

/** @param from epoch ms, inclusive; `to` exclusive. @throws HazardError `unknown_reference` when nothing of it can be judged */
export const planBacktest = (ledger: Pick<Ledger, 'point' | 'rule'>, candidates: readonly AlarmRule[], from: number, to: number): BacktestPlan => {
  const current = candidates.flatMap(({ id }) => ledger.rule(id) ?? [])
  const clusters = formClusters(current, candidates, (enterprise, tag) => ledger.point(enterprise, tag))
  if (clusters.length === 0) {
    const [first] = candidates
    throw new HazardError('unknown_reference', `no point of the candidates is in the ledger (the first is ${first?.enterprise ?? ''}/${first?.point ?? ''}); register it first (POST /api/v1/points)`)
  }
  const alone = clusters.filter(({ points }) => points.length === 1)
  const together = clusters.filter(({ points }) => points.length > 1)
  return {
    from, to,
    scans: [
      ...(alone.length === 0 ? [] : [{ query: { points: alone.flatMap(({ numbers }) => numbers), from, to, order: 'point' as const }, clusters: alone }]),
      ...together.map((cluster) => ({ query: { points: cluster.numbers, from, to, order: 'time' as const }, clusters: [cluster] })),
    ],
  }
}
