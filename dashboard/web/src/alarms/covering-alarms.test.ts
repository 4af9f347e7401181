import { expect, it } from 'vitest'
import { coveringAlarms } from './covering-alarms.ts'

it.each<[name: string, causes: Record<string, string>, rules: string[], others: string[], gateways?: string[]]>([
  ['nothing', {}, [], []],
  ['an alarm upstream', { 'alarm E/PWR/L': 'E/PWR/L stands' }, ['E/PWR/L'], []],
  ['the state of the plant', { 'gate:state': 'shutdown' }, [], ['shutdown']],
  ['both', { 'gate:state': 'shutdown', 'alarm E/PWR/L': 'E/PWR/L stands', 'by hand': 'works' }, ['E/PWR/L'], ['shutdown', 'works']],
  ['a gateway', { 'gateway E/GW-1': 'covered by gateway GW-1' }, [], [], ['GW-1']],
])('%s', (_name, causes, rules, others, gateways = []) => {
  expect(coveringAlarms({ causes })).toEqual({ rules, gateways, others })
})
