import { expect, it } from 'vitest'
import { shareFilters, staleFilters } from './share-filters.ts'

it.each<[group: string | undefined, filter: string, expected: string]>([
  [undefined, 'hazard/v1/+/readings', 'hazard/v1/+/readings'],
  ['plant', 'hazard/v1/+/readings', '$share/plant/hazard/v1/+/readings'],
  ['plant', 'hazard/v1/+/video', '$share/plant/hazard/v1/+/video'],
  ['plant', 'neuron/#', '$share/plant/neuron/#'],
  ['plant', 'hazard/v1/+/status', 'hazard/v1/+/status'],
  ['plant', 'spBv1.0/G/+/#', 'spBv1.0/G/+/#'],
])('of group %s, %s is asked for as %s', (group, filter, expected) => { expect(shareFilters(group, [filter])).toEqual([expected]) })

it.each<[before: string | undefined, now: string | undefined, stale: string[]]>([
  [undefined, undefined, []],
  ['a', 'a', []],
  [undefined, 'a', ['n/#']],
  ['a', undefined, ['$share/a/n/#']],
  ['a', 'b', ['$share/a/n/#']],
])('after group %s, with %s, the session gives up what would come twice', (before, now, stale) => {
  expect(staleFilters({ before, now }, ['n/#', 'hazard/v1/+/status'])).toEqual(stale)
})
