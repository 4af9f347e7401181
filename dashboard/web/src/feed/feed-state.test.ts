import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { FeedMessage, UnnumberedFeedMessage } from '@hazardwatch/shared/feed-message'
import { emptyFeedState, type FeedState, isGap, KEPT_ENDED, KEPT_READINGS, reduceFeed, startConnection, takeAnswer } from './feed-state.ts'
import { sampleAlarm } from './sample-alarm.ts'

const hear = (state: FeedState, ...messages: UnnumberedFeedMessage[]): FeedState =>
  messages.reduce<FeedState>((now, message) => reduceFeed(now, [{ message: { ...message, seq: now.seq + 1, at: 5_000 }, heardAt: 4_000 }]), state)

const snapshot = (alarms: Alarm[] = [], changes: Partial<Extract<FeedMessage, { type: 'snapshot' }>> = {}): UnnumberedFeedMessage => ({
  type: 'snapshot',
  region: '220000',
  alarms,
  overlays: [],
  floods: [],
  risk: { regions: [], sources: [] },
  presence: [],
  readings: {},
  ...changes,
})
const ids = (alarms: ReadonlyMap<string, Alarm>): string[] => [...alarms.keys()]
const one = sampleAlarm(1)
const two = sampleAlarm(2)

const counts = { red: 1, orange: 0, yellow: 0, blue: 0, unknown: 0 }
const alarms = [1, 2, 3].flatMap((n) => (['unacknowledged', 'acknowledged', 'normal'] as const).map((state): UnnumberedFeedMessage => ({ type: 'alarm', alarm: { ...sampleAlarm(n), state, underlyingState: state } })))
const anyMessage = fc.constantFrom<UnnumberedFeedMessage>(
  ...alarms, snapshot([one, two]), snapshot([], { readings: { 'E/a': [[1, 1]] } }),
  ...['E/a', 'E/b'].flatMap((point): UnnumberedFeedMessage[] => [
    { type: 'readings', readings: { [point]: [[2, 2], [3, 3]] } }, { type: 'readings', readings: { [point]: [[3, 3], [4, null, 'fault']] } },
    { type: 'presence', points: [{ point, presence: 'silent', since: null }] }, { type: 'presence', points: [{ point, presence: 'live', since: null }] },
  ]),
  ...(['red', 'blue'] as const).map((level): UnnumberedFeedMessage => ({ type: 'risk', regions: [{ region: '220102', level, counts }], sources: [{ enterprise: 'E', source: 'S', level, contributions: [] }] })),
  ...[false, true].map((ended): UnnumberedFeedMessage => ({ type: 'overlay', ended, overlay: { enterprise: one.enterprise, point: one.point, rule: one.rule, state: 'shelved', since: one.raisedAt, until: null, oneShot: false, by: 'Li', reason: 'works', causes: {} } })),
  { type: 'flood', floods: [{ region: '220102', since: '2026-11-26T06:00:00.000Z', until: null, alarms: 11, recent: 3 }] },
)

it('many messages heard together make the same picture as one after the other, and leave the picture before as it was', () => {
  fc.assert(fc.property(fc.array(anyMessage, { maxLength: 12 }), fc.array(anyMessage, { maxLength: 12 }), (before, messages) => {
    const state = hear(emptyFeedState, ...before)
    const asItWas = structuredClone(state)
    const together = reduceFeed(state, messages.map((message, index) => ({ message: { ...message, seq: state.seq + index + 1, at: 5_000 }, heardAt: 4_000 })))
    expect(state).toEqual(asItWas)
    expect(together).toEqual(hear(state, ...messages))
  }))
})

describe('reduceFeed', () => {
  it('knows which regions are flooded until it hears of the end', () => {
    const flood = { region: '220102', since: '2026-11-26T06:00:00.000Z', until: null, alarms: 11, recent: 3 }
    const other = { ...flood, region: '220103' }
    const state = hear(emptyFeedState, snapshot([], { floods: [flood] }), { type: 'flood', floods: [other] })
    expect([...state.floods.keys()]).toEqual(['220102', '220103'])
    expect([...hear(state, { type: 'flood', floods: [{ ...flood, until: '2026-11-26T06:20:00.000Z' }] }).floods.keys()]).toEqual(['220103'])
  })

  it('notes when it heard what, and how far our clock is off', () => {
    expect(hear(emptyFeedState, snapshot())).toMatchObject({ seq: 1, heardAt: 4_000, skewMs: 1_000, hasSnapshot: true })
  })

  it('replaces the picture with a snapshot and remembers what ended meanwhile', () => {
    const state = hear(emptyFeedState, snapshot([one, two]), snapshot([two]))
    expect(ids(state.alarms)).toEqual([two.id])
    expect(state.ended.get(one.id)).toMatchObject({ state: 'normal', underlyingState: 'normal' })
  })

  it('does not say of one that was hidden meanwhile that it has ended', () => {
    const { enterprise, point, rule } = one
    const overlay = { enterprise, point, rule, state: 'shelved' as const, since: one.raisedAt, until: null, oneShot: false, by: 'Li', reason: 'works', causes: {} }
    const { ended } = hear(emptyFeedState, snapshot([one, two]), snapshot([], { overlays: [overlay] }))
    expect([ended.get(one.id)?.state, ended.get(two.id)?.state]).toEqual(['shelved', 'normal'])
  })

  it('updates, ends and never shows late occurrences', () => {
    const acknowledged = sampleAlarm(1, { state: 'acknowledged' })
    const raised = hear(emptyFeedState, snapshot(), { type: 'alarm', alarm: one }, { type: 'alarm', alarm: acknowledged })
    expect(raised.alarms.get(one.id)?.state).toBe('acknowledged')
    const ended = hear(raised, { type: 'alarm', alarm: sampleAlarm(1, { state: 'normal' }) }, { type: 'alarm', alarm: sampleAlarm(3, { late: true }) })
    expect(ids(ended.alarms)).toEqual([])
    expect(ids(ended.ended)).toEqual([one.id])
  })

  it('keeps a bounded number of ended ones, the newest', () => {
    const endings = Array.from({ length: KEPT_ENDED + 5 }, (_, n): UnnumberedFeedMessage => ({ type: 'alarm', alarm: sampleAlarm(n, { state: 'normal' }) }))
    const { ended } = hear(emptyFeedState, ...endings)
    expect(ended.size).toBe(KEPT_ENDED)
    expect(ended.has(sampleAlarm(KEPT_ENDED + 4).id)).toBe(true)
  })

  it('leaves untouched parts the same objects, so that panels need not draw again', () => {
    const before = hear(emptyFeedState, snapshot([one]))
    const after = hear(before, { type: 'readings', readings: { 'ENT/A': [[1, 2]] } })
    expect(after.alarms).toBe(before.alarms)
    expect(after.regions).toBe(before.regions)
    expect(after.presence).toBe(before.presence)
  })

  it('merges risk by region and source', () => {
    const counts = { red: 0, orange: 0, yellow: 0, blue: 1, unknown: 0 }
    const state = hear(
      emptyFeedState,
      snapshot([], {
        risk: {
          regions: [
            { region: '220881', level: 'blue', counts },
            { region: '220882', level: 'blue', counts },
          ],
          sources: [],
        },
      }),
      { type: 'risk', regions: [{ region: '220881', level: 'red', counts }], sources: [{ enterprise: 'ENT', source: 'S', level: 'red', contributions: [] }] },
    )
    expect([state.regions.get('220881')?.level, state.regions.get('220882')?.level, state.sources.get('ENT/S')?.level]).toEqual(['red', 'blue', 'red'])
  })

  it('forgets a point that speaks again', () => {
    const silent = { point: 'ENT/A', presence: 'silent' as const, since: null }
    const state = hear(emptyFeedState, snapshot([], { presence: [silent] }), {
      type: 'presence',
      points: [{ point: 'ENT/A', presence: 'live', since: null }],
    })
    expect(state.presence.size).toBe(0)
  })

  it('appends readings once, in order and bounded', () => {
    const many = Array.from({ length: KEPT_READINGS + 10 }, (_, n): [number, number] => [n, n])
    const state = hear(emptyFeedState, snapshot([], { readings: { 'ENT/A': [[5, 5]] } }), {
      type: 'readings',
      readings: {
        'ENT/A': [
          [4, 4],
          [5, 9],
          [6, 6],
        ],
      },
    })
    expect(state.readings.get('ENT/A')).toEqual([
      [5, 5],
      [6, 6],
    ])
    expect(hear(emptyFeedState, { type: 'readings', readings: { 'ENT/A': many } }).readings.get('ENT/A')).toHaveLength(KEPT_READINGS)
  })

  it('keeps heartbeat, merged readings and a refusal; a snapshot clears the refusal', () => {
    const state = hear(
      emptyFeedState,
      { type: 'heartbeat', feedAgeMs: 20, engineLagMs: 3 },
      { type: 'lagging', mergedReadings: 7 },
      { type: 'lagging', mergedReadings: 5 },
      { type: 'error', code: 'bad_request', detail: 'region', detailZh: '地区' },
    )
    expect(state).toMatchObject({ heartbeat: { at: 4_000, feedAgeMs: 20, engineLagMs: 3 }, mergedReadings: 12, refusal: { code: 'bad_request', words: { en: 'region', zh: '地区' } } })
    expect(hear(state, snapshot()).refusal).toBeNull()
  })
})

describe('sequence', () => {
  it.each([
    ['the first', 0, 1, false],
    ['the next', 41, 42, false],
    ['one lost', 41, 43, true],
    ['one repeated', 41, 41, true],
  ])('%s', (_name, last, seq, gap) => {
    expect(isGap(last, seq)).toBe(gap)
  })

  it('starts again with a connection and keeps the picture', () => {
    const state = startConnection(hear(emptyFeedState, snapshot([one])))
    expect(state.seq).toBe(0)
    expect(state.alarms.size).toBe(1)
  })
})

describe('takeAnswer', () => {
  const answer = sampleAlarm(1, { state: 'acknowledged', acknowledgedAt: '2026-11-22T03:01:00.000Z', acknowledgedBy: 'wang' })

  it('shows the acknowledgement at once', () => {
    expect(takeAnswer(hear(emptyFeedState, snapshot([one])), answer).alarms.get(one.id)?.acknowledgedBy).toBe('wang')
  })

  it.each([
    ['does not bring back what the feed has ended', hear(emptyFeedState, snapshot([]))],
    ['does not overwrite what the feed has acknowledged', hear(emptyFeedState, snapshot([{ ...answer, state: 'latched' }]))],
  ])('%s', (_name, state) => {
    expect(takeAnswer(state, answer)).toBe(state)
  })
})
