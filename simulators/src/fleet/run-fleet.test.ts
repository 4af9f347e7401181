import { describe, expect, it } from 'vitest'
import { native } from './encode/native.ts'
import { createFleet } from './fleet-plan.ts'
import type { FleetConnection } from './mqtt-connection.ts'
import { createFleetRun } from './run-fleet.ts'

const fleet = createFleet({ enterprises: 4, points: 10, intervalMs: 1000, seed: 1, excursionsPerHour: 0, batch: 2, valuesPerMessage: 500 })
const START = 1_795_402_800_000

/** A broker's side that takes `room` messages and acknowledges when it is told to. */
const takeUpTo = (room: number) => {
  const taken: { topic: string; payload: string; done: (error?: Error) => void }[] = []
  let free = room
  const connection: FleetConnection = {
    ready: () => taken.length < free,
    connected: () => true,
    publish: (message, done) => { taken.push({ topic: message.topic, payload: String(message.payload), done }) },
    end: () => Promise.resolve(),
  }
  return { connection, taken, makeRoom: (more: number) => { free += more } }
}

const runUntil = (run: { tick: (now: number) => void }, from: number, to: number): void => { for (let now = from; now < to; now += 10) run.tick(now) }

describe('a run of the fleet', () => {
  it('sends each enterprise its moments, on a connection of its own choice that stays the same', () => {
    const [one, two] = [takeUpTo(1000), takeUpTo(1000)]
    const run = createFleetRun(fleet, native, [one.connection, two.connection], START)
    runUntil(run, START, START + 6_000)
    expect(run.totals()).toEqual({ messages: 12, readings: 60, acknowledged: 0, failed: 0 })
    expect(new Set(one.taken.map(({ topic }) => topic))).toEqual(new Set(['hazard/v1/SIM0001/readings', 'hazard/v1/SIM0003/readings']))
    expect(new Set(two.taken.map(({ topic }) => topic))).toEqual(new Set(['hazard/v1/SIM0002/readings', 'hazard/v1/SIM0004/readings']))
    const parts = JSON.parse(two.taken[0]?.payload ?? '') as { ts: number; values: Record<string, number> }[]
    expect(parts.map(({ ts }) => ts)).toEqual([START + 500 - 1000, START + 500])
    expect(parts.map(({ values }) => Object.keys(values))).toEqual([['P001', 'P002', 'P003'], ['P001', 'P002', 'P003']])
  })

  it('is the same again for the same start', () => {
    const [first, second] = [takeUpTo(1000), takeUpTo(1000)]
    for (const { connection } of [first, second]) runUntil(createFleetRun(fleet, native, [connection], START), START, START + 10_000)
    expect(first.taken.map(({ payload }) => payload)).toEqual(second.taken.map(({ payload }) => payload))
    expect(first.taken).toHaveLength(20)
  })

  it('holds back while the broker takes nothing, and leaves nothing out afterwards', () => {
    const [free, slow] = [takeUpTo(1000), takeUpTo(3)]
    runUntil(createFleetRun(fleet, native, [free.connection], START), START, START + 30_000)
    const run = createFleetRun(fleet, native, [slow.connection], START)
    runUntil(run, START, START + 10_000)
    expect(slow.taken).toHaveLength(3)
    expect(run.lagMs(START + 10_000)).toBe(8_500)
    slow.makeRoom(1000)
    runUntil(run, START + 10_000, START + 30_000)
    expect(slow.taken.map(({ payload }) => payload)).toEqual(free.taken.map(({ payload }) => payload))
    expect(run.lagMs(START + 30_000)).toBe(0)
  })

  it('counts what was acknowledged and what was given up', () => {
    const { connection, taken } = takeUpTo(1000)
    const run = createFleetRun(fleet, native, [connection], START)
    runUntil(run, START, START + 2_000)
    taken.forEach(({ done }, index) => { done(index === 0 ? new Error('gone') : undefined) })
    expect(run.totals()).toEqual({ messages: 4, readings: 20, acknowledged: 3, failed: 1 })
  })
})
