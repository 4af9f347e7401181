import type { AlarmKpis, Chatterer } from '@hazardwatch/shared/alarm-kpis'

/** A rule on a point that makes much of the load, chatters, or raises what nobody can act on. */
export interface BadActor {
  rule: string
  enterprise: string
  point: string
  /** Annunciated, and their share of all; null: not among the ten that alarm most. */
  count: number | null
  share: number | null
  /** Most raises and clears in a minute, brief occurrences and suggestions; null: it neither chatters nor is fleeting. */
  nuisance: Chatterer | null
}

/** @returns each once: first those that make the most of the load, then the nuisances that do not */
export const badActors = ({ top, chattering, fleeting }: AlarmKpis): BadActor[] => {
  const keyOf = ({ rule, enterprise, point }: Pick<BadActor, 'rule' | 'enterprise' | 'point'>): string => `${rule}\n${enterprise}/${point}`
  const nuisances = new Map([...chattering, ...fleeting].map((each) => [keyOf(each), each]))
  const loud = new Set(top.map(keyOf))
  return [
    ...top.map(({ rule, enterprise, point, count, share }) => ({ rule, enterprise, point, count, share, nuisance: nuisances.get(keyOf({ rule, enterprise, point })) ?? null })),
    ...[...nuisances].filter(([key]) => !loud.has(key)).map(([, nuisance]) => ({ rule: nuisance.rule, enterprise: nuisance.enterprise, point: nuisance.point, count: null, share: null, nuisance })),
  ]
}
