import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { otherInputs } from '../detect/all-detectors.ts'

/** Points that some rule hears together, with the rules on them. Clusters know nothing of each other and are judged apart. */
export interface Cluster {
  /** Renumbered 0, 1, 2 …: an engine of a cluster has columns for these alone. */
  points: NumberedPoint[]
  /** Number in the ledger of each of them. */
  numbers: number[]
  current: AlarmRule[]
  candidate: AlarmRule[]
}

/**
 * @param points finds a point of the ledger; a rule whose own point is not there cannot be judged and is left out
 */
export const formClusters = (current: readonly AlarmRule[], candidate: readonly AlarmRule[], points: (enterprise: string, tag: string) => NumberedPoint | undefined): Cluster[] => {
  const parent = new Map<number, number>()
  const found = new Map<number, NumberedPoint>()
  const rootOf = (number: number): number => {
    const up = parent.get(number) ?? number
    return up === number ? number : rootOf(up)
  }
  const known = (rules: readonly AlarmRule[]): { rule: AlarmRule; heard: NumberedPoint[] }[] => rules.flatMap((rule) => {
    const [own, ...others] = [rule.point, ...otherInputs(rule)].map((tag) => points(rule.enterprise, tag))
    return own === undefined ? [] : [{ rule, heard: [own, ...others.filter((point) => point !== undefined)] }]
  })
  const sides = { current: known(current), candidate: known(candidate) }
  for (const { heard } of [...sides.current, ...sides.candidate]) {
    for (const point of heard) {
      found.set(point.number, point)
      parent.set(rootOf(point.number), rootOf(heard[0]?.number ?? point.number))
    }
  }
  const clusters = new Map<number, Cluster>()
  for (const [number, point] of [...found].sort(([a], [b]) => a - b)) {
    const root = rootOf(number)
    const cluster = clusters.get(root) ?? { points: [], numbers: [], current: [], candidate: [] }
    clusters.set(root, cluster)
    cluster.points.push({ ...point, number: cluster.points.length })
    cluster.numbers.push(number)
  }
  for (const side of ['current', 'candidate'] as const) {
    for (const { rule, heard } of sides[side]) clusters.get(rootOf(heard[0]?.number ?? -1))?.[side].push(rule)
  }
  return [...clusters.values()]
}

/** @returns the point of a cluster by name. */
export const pointOf = (cluster: Cluster, enterprise: string, tag: string): NumberedPoint | undefined =>
  cluster.points.find((point) => pointKey(point.enterprise, point.tag) === pointKey(enterprise, tag))
