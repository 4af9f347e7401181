import type { Alarm } from '@hazardwatch/shared/alarm'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { FEED_DEAD_MS, type UnnumberedFeedMessage } from '@hazardwatch/shared/feed-message'
import { describe, expect, it } from 'vitest'
import { emptyFeedState, type FeedState, reduceFeed, silenceAlarms, takeAnswer } from '../feed/feed-state.ts'
import { deadSince } from '../feed/liveness.ts'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { dueTone, type ToneName } from './alarm-tone.ts'
import { dueSound, silencedAlarms, stillSilenced } from './silence.ts'

const red = sampleAlarm(1, { priority: 'red' })
const orange = sampleAlarm(2, { priority: 'orange' })
const inState = (state: Alarm['state'], alarm = red): Alarm => ({ ...alarm, state })
const taken = inState('acknowledged')

const tell = (alarm: Alarm): UnnumberedFeedMessage => ({ type: 'alarm', alarm })
const snapshot = (...alarms: Alarm[]): UnnumberedFeedMessage =>
  ({ type: 'snapshot', region: '220000', alarms, overlays: [], floods: [], risk: { regions: [], sources: [] }, presence: [], readings: {} })
const hear = (state: FeedState, ...messages: UnnumberedFeedMessage[]): FeedState =>
  messages.reduce<FeedState>((now, message) => reduceFeed(now, [{ message: { ...message, seq: now.seq + 1, at: 5_000 }, heardAt: 5_000 }]), state)
const due = ({ alarms, silenced }: FeedState): ToneName | null => dueTone(alarms.values(), silenced)

describe('a silenced alarm', () => {
  const silenced = silenceAlarms(hear(emptyFeedState, snapshot(red, orange)))

  it('is quiet', () => {
    expect(due(silenced)).toBeNull()
  })

  it.each<[string, UnnumberedFeedMessage[], ToneName | null]>([
    ['stays quiet when it returns and only waits', [tell(inState('returned_unacknowledged'))], null],
    ['stays quiet when somebody writes a note', [tell({ ...red, comments: 1 })], null],
    ['stays quiet in a new snapshot', [snapshot(red, orange)], null],
    ['stays quiet when another one is acknowledged', [tell(inState('acknowledged', orange))], null],
    ['does not sound once it is acknowledged', [tell(taken)], null],
    ['sounds when it asks again', [tell(taken), tell(red)], 'red'],
    ['sounds when it is back from its shelf', [tell(inState('shelved')), tell(red)], 'red'],
    ['sounds when it is back in service', [tell(inState('out_of_service')), tell(red)], 'red'],
    ['sounds when it is suppressed no more', [tell(inState('suppressed')), tell(red)], 'red'],
    ['sounds when its shelf ends after it returned', [tell(inState('shelved')), tell(inState('returned_unacknowledged'))], 'red'],
    ['sounds when it had been acknowledged in a snapshot', [snapshot(taken, orange), tell(red)], 'red'],
    ['sounds when it had been hidden in a snapshot', [snapshot(orange), tell(red)], 'red'],
    ['sounds when it has ended and another came', [tell(inState('normal')), tell(sampleAlarm(3))], 'yellow'],
    ['leaves the others silenced', [tell(inState('acknowledged', orange)), tell(orange)], 'orange'],
  ])('%s', (_name, messages, expected) => {
    expect(due(hear(silenced, ...messages))).toBe(expected)
  })

  it('sounds again also when its acknowledgement was known from the answer', () => {
    expect(due(hear(takeAnswer(silenced, { ...taken, acknowledgedAt: '2026-11-22T03:01:00.000Z' }), tell(red)))).toBe('red')
  })

  it('can be silenced again', () => {
    expect(due(silenceAlarms(hear(silenced, tell(taken), tell(red))))).toBeNull()
  })
})

describe('silences', () => {
  it('hold for all that wait and have a sound', () => {
    const alarms = [red, inState('returned_unacknowledged', orange), sampleAlarm(3, { priority: 'blue' }), sampleAlarm(4, { state: 'acknowledged' })]
    expect([...silencedAlarms(alarms)]).toEqual([red.id, orange.id])
  })

  it('are the same object while none is over, so that nothing is drawn again', () => {
    const silenced = new Set([red.id])
    expect(stillSilenced(silenced, new Map([[red.id, red]]))).toBe(silenced)
    expect([...stillSilenced(silenced, new Map([[red.id, taken]]))]).toEqual([])
  })
})

describe('a dead feed', () => {
  const play = () => {
    const clock = createFakeClock(1_000)
    const feed = { heardAt: null as number | null, openedAt: clock.now() }
    const dead = (): number | null => deadSince(feed, clock.now())
    let silencedDead: number | null = null
    return {
      wait: (ms: number) => clock.advance(ms),
      hear: () => { feed.heardAt = clock.now() },
      silence: () => { silencedDead = dead() },
      due: (silenced: readonly Alarm[] = []) =>
        dueSound({ alarms: feed.heardAt === null ? [] : [red], silenced: new Set(silenced.map(({ id }) => id)), deadSince: dead(), silencedDead }),
    }
  }

  it('sounds instead of the alarms until it lives again', () => {
    const page = play()
    page.hear()
    expect(page.due()).toBe('red')
    page.wait(FEED_DEAD_MS)
    expect(page.due()).toBe('red')
    page.wait(1)
    expect(page.due()).toBe('dead')
    expect(page.due([red])).toBe('dead')
    page.wait(3_600_000)
    expect(page.due()).toBe('dead')
    page.hear()
    expect(page.due()).toBe('red')
    expect(page.due([red])).toBeNull()
  })

  it('sounds when nothing has come for ten seconds after opening', () => {
    const page = play()
    page.wait(FEED_DEAD_MS)
    expect(page.due()).toBeNull()
    page.wait(1)
    expect(page.due()).toBe('dead')
    page.silence()
    expect(page.due()).toBeNull()
  })

  it('is silenced until it has lived again, and its alarms are not silenced with it', () => {
    const page = play()
    page.hear()
    page.wait(FEED_DEAD_MS + 1)
    page.silence()
    page.wait(3_600_000)
    expect(page.due()).toBeNull()
    page.hear()
    expect(page.due()).toBe('red')
    page.wait(FEED_DEAD_MS + 1)
    expect(page.due()).toBe('dead')
  })
})
