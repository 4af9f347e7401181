import { expect, it } from 'vitest'
import type { Chatterer } from '@hazardwatch/shared/alarm-kpis'
import { badActors } from './bad-actors.ts'
import { sampleKpis } from './sample-kpis.ts'

const actor = (point: string) => ({ rule: `E/${point}/H`, enterprise: 'E', point })
const nuisance = (point: string): Chatterer => ({ ...actor(point), transitions: 4, fleeting: 2, occurrences: 3, suggestedOnDelayS: 5, suggestedOffDelayS: null, suggestedDeadband: null, deadbandBasis: null })

it('each stands once: the load first, then the nuisances beside it', () => {
  const kpis = sampleKpis({
    top: [{ ...actor('A'), count: 7, share: 0.7 }, { ...actor('B'), count: 2, share: 0.2 }],
    chattering: [nuisance('B'), nuisance('C')], chatteringCount: 2, fleeting: [nuisance('C'), nuisance('D')], fleetingCount: 2,
  })
  expect(badActors(kpis).map(({ point, count, nuisance: found }) => [point, count, found?.transitions ?? null])).toEqual([['A', 7, null], ['B', 2, 4], ['C', null, 4], ['D', null, 4]])
})
