import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEngineRoom, type EngineRoom } from './testing/engine-room.ts'

const order = { by: 'wang', reason: 'works on the detector' }

describe('commands at the desk', () => {
  let room: EngineRoom
  beforeEach(async () => { room = await openEngineRoom() })
  afterEach(async () => { await room.close() })

  const open = () => room.alerting.desk.openAlarms()
  const raise = async (): Promise<string> => {
    await room.send('GD-07', 30)
    return open()[0]?.id ?? ''
  }
  const desk = () => room.alerting.desk

  it('a shelved alarm leaves the open ones, says who, why and until when, and comes back after a restart when its time is over', async () => {
    const id = await raise()
    expect(await desk().shelve({ alarm: id }, { ...order, forS: 600, oneShot: false })).toMatchObject({ state: 'shelved', rule: 'H', point: 'GD-07', by: 'wang' })
    expect(open()).toEqual([])
    expect(await desk().find(id)).toMatchObject({ state: 'shelved', underlyingState: 'unacknowledged', shelvedBy: 'wang', reason: order.reason })
    expect(desk().liveLevel('E', 'S')).toBe('unknown')
    room.clock.advance(300_000)
    await room.restart()
    expect(desk().overlays()).toMatchObject([{ state: 'shelved', reason: order.reason }])
    room.clock.advance(301_000)
    await room.restart()
    expect(open()).toMatchObject([{ id, state: 'unacknowledged', shelvedUntil: null, reason: null }])
    expect(desk().overlays()).toEqual([])
    expect((await desk().journal(id)).map(({ event, by, reason }) => [event, by, reason])).toEqual([
      ['raised', null, null], ['shelved', 'wang', order.reason], ['unshelved', null, 'expired'],
    ])
  })

  it('the feed hears of everything that is hidden and comes back', async () => {
    const id = await raise()
    room.changes.length = 0
    await desk().outOfService({ alarm: id }, order)
    await desk().returnToService({ rule: 'H' }, { by: 'li', reason: 'done' })
    expect(room.changes.filter(({ type }) => type === 'alarm' || type === 'overlay')).toMatchObject([
      { type: 'overlay', ended: false, overlay: { state: 'out_of_service' } }, { type: 'alarm', alarm: { id, state: 'out_of_service' } },
      { type: 'overlay', ended: true }, { type: 'alarm', alarm: { id, state: 'unacknowledged' } },
    ])
  })

  it('a rule that is normal can be shelved; what it raises is not announced', async () => {
    await desk().shelve({ rule: 'H' }, { ...order, oneShot: true })
    await room.send('GD-07', 30)
    expect(open()).toEqual([])
    expect((await desk().list({ states: ['shelved'], limit: 5 })).items).toMatchObject([{ rule: 'H', underlyingState: 'unacknowledged' }])
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['a rule that is not there', () => desk().shelve({ rule: 'nothing' }, { ...order, oneShot: false }), 'not_found'],
    ['an alarm that is not there', () => desk().outOfService({ alarm: 'f'.repeat(32) }, order), 'not_found'],
    ['longer than is allowed', () => desk().shelve({ rule: 'H' }, { ...order, forS: 86_401, oneShot: false }), 'shelve_too_long'],
    ['what is not shelved', () => desk().unshelve({ rule: 'H' }, order), 'alarm_state'],
    ['what is in service', () => desk().returnToService({ rule: 'H' }, order), 'alarm_state'],
    ['what is not suppressed', () => desk().unsuppress({ rule: 'H' }, order), 'alarm_state'],
    ['a reset of what is not latched', async () => desk().reset(await raise(), 'wang'), 'alarm_state'],
    ['a confirmation of what nobody has seen', async () => desk().confirm(await raise(), 'wang'), 'alarm_state'],
    ['a mark on a limit', async () => desk().mark(await raise(), 'wang', true), 'mark_refused'],
    ['a mark on nothing', () => desk().mark('f'.repeat(32), 'wang', true), 'not_found'],
    ['an assignment of nothing', () => desk().assign('f'.repeat(32), 'wang', 'li'), 'not_found'],
  ])('refuses %s', async (_, command, code) => {
    await expect(command()).rejects.toMatchObject({ code, words: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
  })

  it('an early warning is marked while it stands and after it has ended; the last word counts and each is in the journal, over a restart', async () => {
    await room.ledger.createRules([AlarmRule.parse({ id: 'health', enterprise: 'E', point: 'GD-07', kind: 'health', high: 40, low: 0, priority: 'blue' })])
    await room.restart()
    await room.send('GD-07', 60)
    const id = open().find(({ rule }) => rule === 'health')?.id ?? ''
    expect(await desk().find(id)).toMatchObject({ finding: 'over_range', mark: null })
    expect(await desk().mark(id, 'wang', true)).toMatchObject({ mark: { useful: true, by: 'wang' }, state: 'unacknowledged' })
    await room.restart()
    expect(open().find((alarm) => alarm.id === id)).toMatchObject({ mark: { useful: true }, finding: 'over_range' })
    expect(await desk().detectors('E')).toContainEqual({ kind: 'health', alarms: 1, useful: 1, notUseful: 0, usefulShare: 1 })
    room.clock.advance(1000)
    await room.send('GD-07', 20)
    expect(await desk().mark(id, 'li', false)).toMatchObject({ clearedAt: expect.any(String), mark: { useful: false, by: 'li' } })
    expect((await desk().journal(id)).map(({ event, by, reason }) => [event, by, reason])).toEqual([
      ['raised', null, null], ['marked', 'wang', 'useful'], ['cleared', null, null], ['marked', 'li', 'not useful'],
    ])
    expect(await desk().detectors(undefined)).toContainEqual({ kind: 'health', alarms: 1, useful: 0, notUseful: 1, usefulShare: 0 })
    expect(await desk().detectors('F')).toContainEqual({ kind: 'health', alarms: 0, useful: 0, notUseful: 0, usefulShare: null })
  })

  it('suppressed by hand and released, from any number of callers', async () => {
    const id = await raise()
    await desk().suppress({ alarm: id }, order)
    await desk().suppress({ rule: 'H' }, order)
    expect(await desk().find(id)).toMatchObject({ state: 'suppressed' })
    await desk().unsuppress({ alarm: id }, order)
    expect(await desk().find(id)).toMatchObject({ state: 'unacknowledged' })
  })

  it('confirmed after it was seen, once, and kept; assigned to somebody and to nobody', async () => {
    const id = await raise()
    await desk().acknowledge(id, 'wang')
    expect(await desk().confirm(id, 'li')).toMatchObject({ state: 'acknowledged', confirmedBy: 'li' })
    await expect(desk().confirm(id, 'wang')).rejects.toMatchObject({ code: 'alarm_state', words: { zh: expect.stringContaining('：li 已于 ') } })
    expect(await desk().assign(id, 'wang', 'zhao')).toMatchObject({ assignee: 'zhao' })
    await room.restart()
    expect(open()).toMatchObject([{ id, confirmedBy: 'li', assignee: 'zhao', acknowledgedBy: 'wang' }])
    expect(await desk().assign(id, 'wang', null)).toMatchObject({ assignee: null })
  })

  it('one that has ended is still acknowledged and confirmed, by the first of two', async () => {
    const first = await raise()
    room.clock.advance(1_000)
    await room.send('GD-07', 10)
    room.clock.advance(1_000)
    await room.send('GD-07', 30)
    const results = await Promise.allSettled([desk().acknowledge(first, 'wang'), desk().acknowledge(first, 'li')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await desk().confirm(first, 'wang')).toMatchObject({ state: 'normal', acknowledgedBy: 'wang', confirmedBy: 'wang' })
    expect(open()).toMatchObject([{ state: 'unacknowledged', acknowledgedBy: null }])
  })

  it('the figures of a watch come from the journal: what was hidden is no load', async () => {
    const id = await raise()
    room.clock.advance(30_000)
    await desk().acknowledge(id, 'wang')
    room.clock.advance(30_000)
    await room.send('GD-07', 10)
    await desk().shelve({ rule: 'H' }, { ...order, oneShot: false })
    room.clock.advance(1_000)
    await room.send('GD-07', 30)
    room.clock.advance(1_000)
    const now = room.clock.now()
    expect(await desk().kpis('220000', now - 3_600_000, now, 1)).toMatchObject({
      alarms: 1, perTenMinutes: 1 / 6, peakTenMinutes: 1, priorities: { orange: { count: 1, share: 1 } }, topTenShare: 1, standing: 1, stale: 0,
      acknowledgeS: { count: 1, median: 30 }, clearS: { count: 1, median: 60 }, unacknowledged: 0,
    })
    expect(await desk().kpis('230000', now - 3_600_000, now, 1)).toMatchObject({ alarms: 0, standing: 0 })
  })
})
