import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import { Enterprise } from '@hazardwatch/shared/ledger'
import { expect, it } from 'vitest'
import { messageIn, pictureIn, scopeOf, type FeedScope } from './feed-scope.ts'
import { alarm, regions } from './testing/fixtures.ts'
import { present } from './testing/present.ts'

const counties: Record<string, string> = { NAN: '220102', CHANG: '220202', HRB: '230100' }
const regionOf = (code: string): string | undefined => counties[code]
/** Two enterprises of so many points each. */
const ledgerOf = (points: number) => {
  const tags = new Map(Array.from({ length: points }, (_, number): [string, number] => [`T${number}`, number]))
  return { enterprises: () => Object.entries(counties).map(([code, region]) => Enterprise.parse({ code, name: code, region, industry: 'gas', location: { lon: 0, lat: 0 } })), tagNumbers: () => tags }
}
const scope = (region: string, points: string[] = [], ledger = ledgerOf(10)): FeedScope => present(scopeOf(regions, ledger, region, points))
const risk = (region: string) => ({ region, level: 'red' as const, counts: { red: 1, orange: 0, yellow: 0, blue: 0, unknown: 0 } })
const sourceRisk = (enterprise: string) => ({ enterprise, source: 'S1', level: 'red' as const, contributions: [] })
const shelved = (enterprise: string): AlarmOverlay => AlarmOverlay.parse({
  enterprise, point: 'T', rule: 'r', state: 'shelved', since: '2026-11-26T06:00:00.000Z', until: null, oneShot: true, by: 'wang', reason: 'works', causes: {},
})
const flood = (region: string): Flood => ({ region, since: '2026-11-26T06:00:00.000Z', until: null, alarms: 11, recent: 3 })
const silent = (point: string) => ({ point, presence: 'silent' as const, since: null })

it.each<[string, string[] | undefined]>([
  ['220102', ['220102']],
  ['220100', ['220100', '220102', '220103']],
  ['220000', ['220000', '220100', '220102', '220103', '220200', '220202']],
  ['100000', regions.map(({ adcode }) => adcode).sort()],
  ['999999', undefined],
])('region %s holds what lies below it', (region, within) => {
  const scope = scopeOf(regions, ledgerOf(10), region, [])
  expect(scope && [...scope.regions].sort()).toEqual(within)
})

it.each([['100000', ['NAN', 'CHANG', 'HRB', 'GONE']], ['220000', ['NAN', 'CHANG']], ['220100', ['NAN']], ['220103', []], ['230100', ['HRB']]])(
  'alarms, sources and presence of region %s are those of %j', (region, expected) => {
    const codes = [...Object.keys(counties), 'GONE']
    const picture = pictureIn(scope(region), regionOf, {
      alarms: codes.map((code, index) => alarm(index, code)), overlays: codes.map(shelved), floods: [flood('220102'), flood('230100')], regions: [], sources: codes.map(sourceRisk), presence: codes.map((code) => silent(`${code}/T/1`)),
    })
    expect(picture.alarms.map(({ enterprise }) => enterprise)).toEqual(expected)
    expect(picture.sources.map(({ enterprise }) => enterprise)).toEqual(expected)
    expect(picture.overlays.map(({ enterprise }) => enterprise)).toEqual(expected)
    expect(picture.presence.map(({ point }) => point)).toEqual(expected.map((code) => `${code}/T/1`))
  })

it.each<[string, string, EngineChange, object | undefined]>([
  ['an alarm of the region', '220100', { type: 'alarm', alarm: alarm(1, 'NAN') }, { type: 'alarm', alarm: alarm(1, 'NAN') }],
  ['an alarm of another', '220200', { type: 'alarm', alarm: alarm(1, 'NAN') }, undefined],
  ['what is hidden in the region', '220100', { type: 'overlay', overlay: shelved('NAN'), ended: false }, { type: 'overlay', overlay: shelved('NAN'), ended: false }],
  ['what is hidden in another', '220200', { type: 'overlay', overlay: shelved('NAN'), ended: true }, undefined],
  ['a flood below the region', '220100', { type: 'flood', floods: [flood('220102'), flood('220000')] }, { type: 'flood', floods: [flood('220102')] }],
  ['a flood elsewhere', '220200', { type: 'flood', floods: [flood('220102')] }, undefined],
  ['risk: only what is inside', '220000', { type: 'risk', regions: ['100000', '220100', '230000'].map(risk), sources: ['HRB', 'CHANG'].map(sourceRisk) },
    { type: 'risk', regions: [risk('220100')], sources: [sourceRisk('CHANG')] }],
  ['risk: nothing inside', '230000', { type: 'risk', regions: [risk('220100')], sources: [sourceRisk('NAN')] }, undefined],
  ['presence: only what is inside', '230000', { type: 'presence', points: [silent('HRB/a'), silent('NAN/a')] },
    { type: 'presence', points: [silent('HRB/a')] }],
  ['presence: nothing inside', '220202', { type: 'presence', points: [silent('NAN/a')] }, undefined],
])('%s', (_name, region, change, message) => {
  expect(messageIn(scope(region), regionOf, change)).toEqual(message)
})

it.each<[string, string, number, boolean]>([
  ['a region of 5,000 points', '220100', 5_000, false],
  ['one of more', '220100', 5_001, true],
  ['one whose parts are small', '220000', 2_501, true],
])('%s: is it wide?', (_name, region, points, wide) => {
  expect(scope(region, [], ledgerOf(points)).wide).toBe(wide)
})

it('in a wide region, presence and reasons are told of the enterprises of the subscribed points only; levels are of all', () => {
  const wide = scope('220000', ['NAN/a'], ledgerOf(5_001))
  const reason = { reason: 'silent_point' as const, level: 'unknown' as const, enterprise: 'NAN', source: 'S1', point: 'a', alarm: null, since: null }
  const sources = ['NAN', 'CHANG', 'HRB'].map((code) => ({ ...sourceRisk(code), contributions: [reason, reason], more: 3 }))
  const presence = ['NAN/a', 'NAN/b', 'CHANG/a', 'HRB/a'].map(silent)
  const picture = pictureIn(wide, regionOf, { alarms: [], overlays: [], floods: [], regions: [], sources, presence })
  const told = [sources[0], { ...sources[1], contributions: [], more: 5 }]
  expect([picture.presence, picture.sources]).toEqual([[silent('NAN/a'), silent('NAN/b')], told])
  expect(messageIn(wide, regionOf, { type: 'presence', points: presence })).toEqual({ type: 'presence', points: [silent('NAN/a'), silent('NAN/b')] })
  expect(messageIn(wide, regionOf, { type: 'presence', points: presence.slice(2) })).toBeUndefined()
  expect(messageIn(wide, regionOf, { type: 'risk', regions: [], sources })).toEqual({ type: 'risk', regions: [], sources: told })
})

it('what two scopes are told is the same where their keys are', () => {
  const keys = (points: number) => [scope('220000', ['NAN/a', 'NAN/b'], ledgerOf(points)), scope('220000', ['NAN/b'], ledgerOf(points)), scope('220000', [], ledgerOf(points))].map(({ key }) => key)
  const [wide, again, other] = keys(5_001)
  expect([wide === again, wide === other]).toEqual([true, false])
  expect(new Set(keys(10)).size).toBe(1)
})
