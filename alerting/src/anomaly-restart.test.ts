import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEngineRoom, type EngineRoom } from './testing/engine-room.ts'

const STEP_MS = 60_000
const calm = (i: number): number => 10 + Math.sin(i * i) + Math.sin(i / 40)

describe('a rule of kind anomaly over a restart', () => {
  let room: EngineRoom
  beforeEach(async () => {
    room = await openEngineRoom()
    await room.ledger.createRules([AlarmRule.parse({ id: 'A', enterprise: 'E', point: 'GD-07', kind: 'anomaly', limit: null, priority: 'blue' })])
  })
  afterEach(async () => { await room.close() })

  /** Readings a minute apart; what came of them is durable at the end. */
  const feed = async (from: number, to: number): Promise<void> => {
    const point = room.ledger.point('E', 'GD-07')?.number ?? -1
    for (let i = from; i < to; i++) {
      room.clock.advance(STEP_MS)
      const batch = batchOf(room.clock.now(), [{ point, time: room.clock.now(), value: calm(i), quality: 'good' }])
      room.logged.push(batch)
      room.alerting.receive(batch)
    }
    await room.alerting.flush()
  }
  const model = () => room.alerting.desk.anomalyModels(room.ledger.point('E', 'GD-07')?.number ?? -1)

  it('goes on from what it had learnt when the service was stopped', async () => {
    await feed(0, 900)
    const before = model()
    expect(before).toMatchObject([{ rowsUntilLive: 0, severity: 0 }])
    await room.alerting.stop()
    await room.restart()
    expect(model()).toEqual(before)
  })

  it('finds after a kill what it would have found without, and raises it once, at the priority of the rule', async () => {
    await feed(0, 900)
    await room.restart()
    await feed(900, 920)
    room.clock.advance(STEP_MS)
    await room.send('GD-07', 24)
    await room.restart()
    const raised = room.changes.flatMap((change) => (change.type === 'alarm' && change.alarm.rule === 'A' ? [change.alarm] : []))
    expect(new Set(raised.map(({ id }) => id)).size).toBe(1)
    expect(raised[0]).toMatchObject({ state: 'unacknowledged', priority: 'blue', value: 24 })
  })
})
