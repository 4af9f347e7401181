import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point } from '@hazardwatch/shared/ledger'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEngineRoom, type EngineRoom } from './testing/engine-room.ts'

const rule = (fields: object) => AlarmRule.parse({ id: 'gas', enterprise: 'E', point: 'X-*', kind: 'H', limit: 20, priority: 'yellow', ...fields })
const point = (tag: string, fields: object = {}) => Point.parse({ enterprise: 'E', tag, source: 'S', name: tag, quantity: 'concentration', unit: '[ppm]', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null, ...fields })

describe('rules on many points, with a ledger that changes', () => {
  let room: EngineRoom
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    room = await openEngineRoom()
    await room.ledger.createPoints(['X-1', 'X-2'].map((tag) => point(tag)))
    await room.ledger.createRules([rule({})])
  })
  afterEach(async () => {
    await room.close()
    vi.useRealTimers()
  })

  const send = async (tag: string, value: number): Promise<void> => {
    room.clock.advance(1_000)
    await room.send(tag, value)
  }
  /** The newest occurrence of each point, hidden or not. */
  const newest = async (id: string) => {
    const { items } = await room.alerting.desk.list({ rule: id, limit: 100 })
    return [...new Map(items.reverse().map((alarm) => [alarm.point, alarm])).values()]
  }
  const standing = async (id = 'gas') => (await newest(id)).map(({ point: tag, state, limit }) => `${tag} ${state} ${limit ?? ''}`).sort()
  const change = async (work: Promise<void>): Promise<void> => {
    await work
    await room.alerting.flush()
  }

  it('alarms of each point, by the id of the rule; acknowledged apart, shelved by point', async () => {
    await send('X-1', 30)
    await send('X-2', 30)
    expect(await standing()).toEqual(['X-1 unacknowledged 20', 'X-2 unacknowledged 20'])
    const { items } = await room.alerting.desk.list({ rule: 'gas', limit: 10 })
    expect(new Set(items.map(({ id }) => id)).size).toBe(2)
    await room.alerting.desk.acknowledge(items.find((alarm) => alarm.point === 'X-1')?.id ?? '', 'op')
    const order = { by: 'op', reason: 'test', oneShot: false }
    await room.alerting.desk.shelve({ rule: 'gas', point: 'X-2' }, order)
    expect(await standing()).toEqual(['X-1 acknowledged 20', 'X-2 shelved 20'])
    await expect(room.alerting.desk.shelve({ rule: 'gas' }, order)).rejects.toMatchObject({ code: 'bad_request', detail: expect.stringContaining('is on 2 points (X-*); name the one') as unknown })
    await expect(room.alerting.desk.shelve({ rule: 'gas', point: 'GD-07' }, order)).rejects.toMatchObject({ code: 'not_found' })
    await room.alerting.desk.unshelve({ alarm: items.find((alarm) => alarm.point === 'X-2')?.id ?? '' }, order)
    await room.restart()
    expect(await standing()).toEqual(['X-1 acknowledged 20', 'X-2 unacknowledged 20'])
  })

  it('a point that is registered later is watched at once, one that goes ends', async () => {
    await change(room.ledger.createPoints([point('X-3')]))
    await send('X-3', 30)
    expect(await standing()).toEqual(['X-3 unacknowledged 20'])
    await change(room.ledger.retirePoint('E', 'X-3'))
    expect(await standing()).toEqual(['X-3 returned_unacknowledged 20'])
    await change(room.ledger.createPoints([point('X-3')]))
    await send('X-3', 31)
    expect(await standing()).toEqual(['X-3 unacknowledged 20'])
  })

  it('an edit of the selector keeps what goes on where it stays, and ends the rest; so does one to a single tag and back', async () => {
    await send('X-1', 30)
    await send('X-2', 30)
    const same = async () => (await newest('gas')).find((alarm) => alarm.point === 'X-1')?.id
    const first = await same()
    await change(room.ledger.replaceRule(rule({ point: '{tag=X-*, tag!=X-2}' })))
    expect(await standing()).toEqual(['X-1 unacknowledged 20', 'X-2 returned_unacknowledged 20'])
    await change(room.ledger.replaceRule(rule({ point: 'X-1' })))
    await send('X-1', 31)
    await change(room.ledger.replaceRule(rule({ point: 'X-*', limit: 25 })))
    await send('X-1', 32)
    await room.restart()
    await send('X-1', 33)
    expect([await same(), await standing()]).toEqual([first, ['X-1 unacknowledged 20', 'X-2 returned_unacknowledged 20']])
    await send('X-1', 10)
    await send('X-2', 26)
    expect(await standing()).toEqual(['X-1 returned_unacknowledged 20', 'X-2 unacknowledged 25'])
    await change(room.ledger.retireRule('gas'))
    expect(await standing()).toEqual(['X-1 returned_unacknowledged 20', 'X-2 returned_unacknowledged 25'])
  })

  it('figures are converted for each point; one whose unit does not convert is counted, not passed over', async () => {
    await change(room.ledger.createPoints([point('X-3', { unit: '%' }), point('X-4', { unit: 'Cel' })]))
    expect(room.alerting.desk.health().gaps).toEqual({ excludedPoints: 1, rulesWithoutPoints: 0 })
    await send('X-3', 0.002)
    await send('X-4', 500)
    expect(await standing()).toEqual(['X-3 unacknowledged 0.002'])
    await change(room.ledger.replacePoint(point('X-4', { unit: 'ppm' })))
    await send('X-4', 500)
    expect(await standing()).toEqual(['X-3 unacknowledged 0.002', 'X-4 unacknowledged 20'])
    await change(room.ledger.replacePoint(point('X-4', { unit: 'Cel' })))
    expect(await standing()).toContain('X-4 returned_unacknowledged 20')
    for (const tag of ['X-1', 'X-2', 'X-3', 'X-4']) await change(room.ledger.retirePoint('E', tag))
    expect(room.alerting.desk.health().gaps).toEqual({ excludedPoints: 0, rulesWithoutPoints: 1 })
  })

  it('a point that moves to another source is no longer meant', async () => {
    await change(room.ledger.replaceRule(rule({ point: '{source=S, tag=X-*}' })))
    await room.ledger.createSources([{ ...room.ledger.sources()[0]!, code: 'S2' as never }])
    await send('X-1', 30)
    await change(room.ledger.replacePoint(point('X-1', { source: 'S2' })))
    expect(await standing()).toEqual(['X-1 returned_unacknowledged 20'])
    await send('X-1', 31)
    expect(await standing()).toEqual(['X-1 returned_unacknowledged 20'])
  })

  it('covers alarms on its own points one by one, and others as long as any of it stands', async () => {
    await change(room.ledger.createRules([rule({ id: 'near', limit: 10, suppressedBy: ['gas'] }), rule({ id: 'far', point: 'GD-07', limit: 5, suppressedBy: ['gas'] })]))
    await send('X-1', 30)
    await send('X-2', 15)
    await send('GD-07', 6)
    const states = async () => [...await standing('far'), ...await standing('near')]
    expect(await states()).toEqual(['GD-07 suppressed 5', 'X-1 suppressed 10', 'X-2 unacknowledged 10'])
    await send('X-1', 15)
    expect(await states()).toEqual(['GD-07 unacknowledged 5', 'X-1 unacknowledged 10', 'X-2 unacknowledged 10'])
  })

  it('armed by another point, and by the state of each source', async () => {
    await change(room.ledger.replaceRule(rule({ activeWhile: { point: 'TK-1', low: 1 } })))
    await send('TK-1', 0)
    await send('X-1', 30)
    expect(await standing()).toEqual(['X-1 suppressed 20'])
    await send('TK-1', 2)
    expect(await standing()).toEqual(['X-1 unacknowledged 20'])
    await change(room.ledger.replacePoint({ ...room.ledger.point('E', 'TK-1')!, name: 'renamed' }))
    await send('TK-1', 0)
    expect(await standing()).toEqual(['X-1 suppressed 20'])
  })

  it('an edit that the engine had not made anything of before it was killed is made up for', async () => {
    await send('X-1', 30)
    await send('X-2', 30)
    await room.alerting.desk.outOfService({ rule: 'gas', point: 'X-2' }, { by: 'op', reason: 'test' })
    // It hears of nothing any more, and the ledger goes on.
    await room.alerting.stop()
    await room.ledger.replaceRule(rule({ point: '{tag=X-*, tag!=X-2}' }))
    await room.restart()
    // What ends hidden is normal when it comes to light.
    expect(await standing()).toEqual(['X-1 unacknowledged 20', 'X-2 normal 20'])
    expect(room.alerting.desk.overlays()).toEqual([])
  })
})
