import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEngineRoom, type EngineRoom } from './testing/engine-room.ts'

describe('alerting', () => {
  let room: EngineRoom
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    room = await openEngineRoom({ broken: () => { throw new Error('a subscriber that always fails') } })
    await room.send('TK-1', 1)
  })
  afterEach(async () => {
    await room.close()
    vi.useRealTimers()
  })

  /** Lets time pass on both clocks, and what the timers started become durable. */
  const pass = async (ms: number): Promise<void> => {
    room.clock.advance(ms)
    vi.advanceTimersByTime(ms)
    await room.alerting.flush()
  }
  const open = () => room.alerting.desk.openAlarms().map(({ rule, state }) => `${rule} ${state}`)
  const only = async (rule: string) => {
    const [alarm] = (await room.alerting.desk.list({ rule, limit: 1 })).items
    if (alarm === undefined) throw new Error(`no alarm of ${rule}`)
    return alarm
  }
  const colours = () => room.changes.flatMap((change) => (change.type === 'risk' ? change.regions.filter(({ region }) => region === '220881').map(({ level }) => level) : []))

  it('a durable alarm is told first, then the colours that follow; a subscriber that fails stops nobody', async () => {
    await pass(1000)
    room.changes.length = 0
    await room.send('GD-07', 60)
    expect(room.changes.map((change: EngineChange) => change.type)).toEqual(['alarm', 'risk'])
    expect(room.alerting.desk.regionRisk('220881')).toMatchObject({ level: 'orange', counts: { orange: 1 } })
    expect(room.alerting.desk.regionRisk('220000')?.children).toHaveLength(9)
    expect(room.alerting.desk.regionRisk('999999')).toBeUndefined()
    expect(room.alerting.desk.liveLevel('E', 'S')).toBe('orange')
  })

  it('a delay runs out while no reading comes', async () => {
    await room.send('GD-07', 60)
    await pass(12_500)
    expect(open()).toEqual(['H unacknowledged', 'HH unacknowledged'])
    const { onsetAt, raisedAt } = await only('HH')
    expect(Date.parse(raisedAt) - Date.parse(onsetAt)).toBe(10_000)
  })

  it('goes on after a kill: open alarms, running delays, colours', async () => {
    await room.send('GD-07', 60)
    await room.restart()
    expect(open()).toEqual(['H unacknowledged'])
    expect(room.alerting.desk.regionRisk('220881')?.level).toBe('orange')
    await pass(12_500)
    expect(open()).toEqual(['H unacknowledged', 'HH unacknowledged'])
  })

  it('judges what the log holds and nobody judged: acknowledged just before a kill', async () => {
    const point = room.ledger.point('E', 'GD-07')?.number ?? -1
    room.logged.push(batchOf(room.clock.now(), [{ point, time: room.clock.now(), value: 60 }]))
    await room.restart()
    expect(open()).toEqual(['H unacknowledged'])
    expect((await only('H')).late).toBe(false)
  })

  it('a reading in the log breaks off a delay that the clock would have let run out', async () => {
    await room.send('GD-07', 60)
    const point = room.ledger.point('E', 'GD-07')?.number ?? -1
    room.clock.advance(5_000)
    room.logged.push(batchOf(room.clock.now(), [{ point, time: room.clock.now(), value: 0 }]))
    room.clock.advance(60_000)
    await room.restart()
    expect(open()).toEqual(['H returned_unacknowledged'])
  })

  it('replaying what was judged before changes nothing, however much of it there is', async () => {
    for (let second = 0; second < 60; second++) {
      room.clock.advance(1000)
      await room.send('GD-07', second % 2 === 0 ? 60 : 0)
    }
    const before = await room.alerting.desk.list({ limit: 1000 })
    await room.restart()
    await room.alerting.flush()
    expect(await room.alerting.desk.list({ limit: 1000 })).toEqual(before)
  })

  const inLog = (value: number, ageMs: number): void => {
    room.logged.push(batchOf(room.clock.now(), [{ point: room.ledger.point('E', 'GD-07')?.number ?? -1, time: room.clock.now() - ageMs, value }]))
  }

  it('a late excursion in the log that nobody judged before the kill is recorded, one that was judged is not recorded again', async () => {
    await room.send('GD-07', 1)
    await room.send('GD-07', 60, 9_000)
    await room.send('GD-07', 0, 8_000)
    inLog(60, 5_000)
    inLog(0, 4_000)
    const late = async () => (await room.alerting.desk.list({ rule: 'H', limit: 10 })).items.map(({ id, onsetAt, clearedAt }) => [id, room.clock.now() - Date.parse(onsetAt), room.clock.now() - Date.parse(clearedAt ?? '')])
    await room.restart()
    const first = await late()
    expect(first.map(([, ...ages]) => ages)).toEqual([[5_000, 4_000], [9_000, 8_000]])
    for (const [id] of first) expect((await room.alerting.desk.journal(String(id))).map(({ event }) => event)).toEqual(['raised', 'cleared'])
    await room.restart()
    expect(await late()).toEqual(first)
    for (const [id] of first) expect(await room.alerting.desk.journal(String(id))).toHaveLength(2)
  })

  it('a batch that was judged and never became durable leaves its place to another, which is not taken for it after the next kill', async () => {
    await room.send('GD-07', 60)
    room.logged.pop()
    await room.restart()
    expect(open()).toEqual(['H unacknowledged'])
    room.clock.advance(1_000)
    inLog(0, 0)
    await room.restart()
    expect(open()).toEqual(['H returned_unacknowledged'])
  })

  it('a point that falls silent turns its county unknown, and back when it speaks', async () => {
    await pass(1000)
    expect(colours().at(-1)).toBe('blue')
    await pass(31_000)
    expect(colours().at(-1)).toBe('unknown')
    expect(room.alerting.desk.absences()).toMatchObject([{ point: 'E/GD-07', presence: 'never_seen' }, { point: 'E/TK-1', presence: 'silent' }])
    await room.send('TK-1', 1)
    await pass(1000)
    expect(colours().at(-1)).toBe('blue')
  })

  it('bad quality turns it unknown as well', async () => {
    room.clock.advance(1)
    await room.send('TK-1', null)
    await pass(1000)
    expect(room.alerting.desk.regionRisk('220881')?.contributions).toMatchObject([{ reason: 'bad_quality', point: 'TK-1', level: 'unknown' }])
  })

  it('an occurrence that has ended is still acknowledged, once, and the newer one is left alone', async () => {
    await room.send('GD-07', 60)
    const first = await only('H')
    room.clock.advance(1000)
    await room.send('GD-07', 0)
    room.clock.advance(1000)
    await room.send('GD-07', 60)
    expect(await room.alerting.desk.acknowledge(first.id, 'wang')).toMatchObject({ acknowledgedBy: 'wang', state: 'normal' })
    expect(open()).toEqual(['H unacknowledged'])
    await expect(room.alerting.desk.acknowledge(first.id, 'li')).rejects.toMatchObject({ code: 'alarm_state' })
    await expect(room.alerting.desk.acknowledge('0'.repeat(32), 'li')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('a comment is counted on the open alarm and told', async () => {
    await room.send('GD-07', 60)
    const alarm = await only('H')
    await room.alerting.desk.comment(alarm.id, 'wang', '已通知现场')
    expect(room.alerting.desk.openAlarms()[0]?.comments).toBe(1)
    expect(room.changes.at(-1)).toMatchObject({ type: 'alarm', alarm: { id: alarm.id, comments: 1 } })
    expect(await room.alerting.desk.comments(alarm.id)).toMatchObject([{ by: 'wang', text: '已通知现场' }])
    await expect(room.alerting.desk.comment('0'.repeat(32), 'li', 'x')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('a late excursion is recorded, and neither told nor open', async () => {
    await room.send('GD-07', 1)
    room.changes.length = 0
    await room.send('GD-07', 60, 400_000)
    await room.send('GD-07', 0, 399_000)
    expect(open()).toEqual([])
    expect(room.changes.filter(({ type }) => type === 'alarm')).toEqual([])
    expect(await only('H')).toMatchObject({ late: true, state: 'normal', value: 60 })
  })

  it('lists by region, and takes ENT/TAG as well as a tag', async () => {
    await room.send('GD-07', 60)
    for (const filter of [{ region: '220000' }, { region: '220881' }, { point: 'E/GD-07' }, { point: 'GD-07' }]) {
      expect((await room.alerting.desk.list({ limit: 10, ...filter })).items, JSON.stringify(filter)).toHaveLength(1)
    }
    for (const filter of [{ region: '222400' }, { point: 'F/GD-07' }]) expect((await room.alerting.desk.list({ limit: 10, ...filter })).items, JSON.stringify(filter)).toEqual([])
  })

  it('follows the ledger: a retired source leaves the map, its alarm still waits to be seen', async () => {
    await room.send('GD-07', 60)
    await room.ledger.retireSource('E', 'S')
    await pass(1000)
    expect(open()).toEqual(['H returned_unacknowledged'])
    expect(room.alerting.desk.regionRisk('220881')).toMatchObject({ level: 'none', contributions: [] })
  })

  it.each([
    { name: 'narrowed: the next reading alarms', before: 100, after: 40, raised: 1 },
    { name: 'widened: it does not', before: 40, after: 100, raised: 0 },
  ])('the range of a point, $name', async ({ before, after, raised }) => {
    const edit = async (rangeHigh: number): Promise<void> => {
      const point = room.ledger.point('E', 'GD-07')
      if (point === undefined) throw new Error('no point GD-07')
      await room.ledger.replacePoint({ ...point, rangeLow: 0, rangeHigh })
    }
    await edit(before)
    await room.ledger.createRules([AlarmRule.parse({ id: 'range', enterprise: 'E', point: 'GD-07', kind: 'range', priority: 'blue' })])
    await edit(after)
    await room.send('GD-07', 60)
    expect(room.alerting.desk.openAlarms().filter(({ rule }) => rule === 'range')).toHaveLength(raised)
  })

  it('a source that nothing watches is unknown', async () => {
    await room.ledger.retirePoint('E', 'TK-1')
    await room.ledger.retirePoint('E', 'GD-07')
    await pass(1000)
    expect(room.alerting.desk.sourceRisks()).toMatchObject([{ level: 'unknown', contributions: [{ reason: 'no_points' }] }])
  })

  it('says how far it is behind', async () => {
    await room.send('GD-07', 1)
    expect(room.alerting.desk.health()).toMatchObject({ lagMs: 0, judgedAt: room.clock.now() })
    room.clock.advance(7_000)
    expect(room.alerting.desk.health().lagMs).toBe(6_750)
  })
})
