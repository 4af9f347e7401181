import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { parseSelector } from '@hazardwatch/shared/point-selector'
import { isOnMany, notForMany, partsOf, type PointLookup } from '@hazardwatch/shared/rule-part'
import type { ScanQuery } from '@hazardwatch/shared/reading-store'
import { isWords } from '@hazardwatch/shared/words'
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

export type BacktestLedger = PointLookup & Pick<Ledger, 'rule'>

/** A rule on many points is tried on those that it means now. @throws HazardError `rule_impossible` where its selector cannot be read */
const onTheirPoints = (ledger: BacktestLedger, rules: readonly AlarmRule[]): AlarmRule[] => rules.flatMap((rule) => {
  if (!isOnMany(ledger, rule)) return rule
  const selector = parseSelector(rule.point)
  const why = isWords(selector) ? selector : notForMany(rule)
  if (why !== undefined) throw new HazardError('rule_impossible', { en: `rule ${rule.id}: ${why.en}`, zh: `规则 ${rule.id}：${why.zh}` })
  return partsOf(ledger, rule).parts.map(({ part }) => part)
})

/** @param from epoch ms, inclusive; `to` exclusive. @throws HazardError `unknown_reference` when nothing of it can be judged, `rule_impossible` */
export const planBacktest = (ledger: BacktestLedger, candidates: readonly AlarmRule[], from: number, to: number): BacktestPlan => {
  const current = candidates.flatMap(({ id }) => ledger.rule(id) ?? [])
  const clusters = formClusters(onTheirPoints(ledger, current), onTheirPoints(ledger, candidates), (enterprise, tag) => ledger.point(enterprise, tag))
  if (clusters.length === 0) {
    const [first] = candidates
    const tag = `${first?.enterprise ?? ''}/${first?.point ?? ''}`
    throw new HazardError('unknown_reference', {
      en: `no point of the candidates is in the ledger (the first is ${tag}); register it first (POST /api/v1/points)`, zh: `台账中没有试算规则的任何测点（第一个是 ${tag}）；请先登记（POST /api/v1/points）`,
    })
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
