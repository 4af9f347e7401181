import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import { describe, expect, it } from 'vitest'
import { hiddenOfPoint, hidingEnd, type HidingEnd, hidingWay, type HidingWay } from './hidden-alarms.ts'

const overlay = (rule: string, changes: Partial<AlarmOverlay> = {}): AlarmOverlay =>
  ({ enterprise: 'E', point: 'P-1', rule, state: 'shelved', since: '2026-11-22T03:00:00.000Z', until: null, oneShot: false, by: 'Li', reason: 'works', causes: {}, ...changes })
const suppressed = (...causes: readonly string[]): Partial<AlarmOverlay> => ({ state: 'suppressed', causes: Object.fromEntries(causes.map((cause) => [cause, 'why'])) })

describe('how an alarm is hidden and how it comes back', () => {
  it.each<[name: string, changes: Partial<AlarmOverlay>, way: HidingWay, end: HidingEnd]>([
    ['shelved', { state: 'shelved' }, 'shelved', 'byHand'],
    ['out of service', { state: 'out_of_service' }, 'out_of_service', 'byHand'],
    ['a gate', suppressed('gate:state'), 'suppressed', 'byItself'],
    ['an alarm upstream', suppressed('alarm E/PWR/L'), 'covered', 'byItself'],
    ['a gateway', suppressed('gateway E/GW-1'), 'covered', 'byItself'],
    ['a bump test', suppressed('bump-test'), 'suppressed', 'withTest'],
    ['a bump test while a gate is shut', suppressed('gate:state', 'bump-test'), 'suppressed', 'withTest'],
    ['by hand', suppressed('by hand'), 'suppressed', 'byHand'],
    ['by hand beneath an alarm upstream', suppressed('alarm E/PWR/L', 'by hand'), 'covered', 'byHand'],
  ])('%s', (_name, changes, way, end) => {
    expect([hidingWay(overlay('H', changes)), hidingEnd(overlay('H', changes))]).toEqual([way, end])
  })
})

describe('what is hidden of a point', () => {
  it.each<[name: string, overlays: AlarmOverlay[], count: number, ways: HidingWay[]]>([
    ['nothing', [overlay('H', { point: 'P-2' }), overlay('H', { enterprise: 'F' })], 0, []],
    ['one', [overlay('H'), overlay('H', { point: 'P-2' })], 1, ['shelved']],
    ['two in one way', [overlay('H'), overlay('HH')], 2, ['shelved']],
    ['two in two ways', [overlay('H'), overlay('HH', { state: 'out_of_service' })], 2, ['shelved', 'out_of_service']],
    ['one in two ways', [overlay('H'), overlay('H', suppressed('alarm E/PWR/L'))], 1, ['shelved', 'covered']],
  ])('%s', (_name, overlays, count, ways) => {
    expect(hiddenOfPoint(overlays, 'E/P-1')).toEqual({ count, ways })
  })
})
