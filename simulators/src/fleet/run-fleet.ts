import type { FleetFormat, FleetReport } from './encode/fleet-format.ts'
import { enterpriseCode, firstPointOf, firstStepOf, pointName, pointsOf, slotOf, timeOf, type Fleet } from './fleet-plan.ts'
import type { FleetConnection } from './mqtt-connection.ts'
import { allow, createPace, lagMs, sent } from './pace.ts'
import { valueAt } from './point-value.ts'

/** Counted since the start. */
export interface FleetTotals {
  messages: number
  readings: number
  acknowledged: number
  /** Given up by the connection, which happens at its end only. */
  failed: number
}

/** A fleet that publishes when it is told the time. */
export interface FleetRun {
  /** Sends what is due at `now` (epoch ms) and within the pace. Times must not go back far; a step back sends nothing. */
  tick(now: number): void
  totals(): FleetTotals
  /** Of the next message behind its time, in ms. */
  lagMs(now: number): number
  /** Numbers of the messages that were sent: `from` up to and without `to`. `expectedAlarms` takes them. */
  published(): { from: number; to: number }
}

/** @param startMs epoch ms of the beginning. Nothing is read from a clock: the same fleet and start give the same messages. */
export const createFleetRun = (fleet: Fleet, format: FleetFormat, connections: readonly FleetConnection[], startMs: number): FleetRun => {
  const pace = createPace(fleet, startMs)
  const from = pace.next
  const totals: FleetTotals = { messages: 0, readings: 0, acknowledged: 0, failed: 0 }
  const names = Array.from({ length: pointsOf(fleet, 0) }, (_, point) => pointName(point))
  const session = format.session?.()
  if (session !== undefined) void connections[0]?.listen?.(session.commands, session.obey)
  const encode = session?.encode ?? format.encode
  const settle = (error?: Error): void => {
    if (error === undefined) totals.acknowledged++
    else totals.failed++
  }
  const sendNext = (): boolean => {
    const slot = slotOf(fleet, pace.next % fleet.slots)
    const connection = connections[slot.enterprise % connections.length]
    // Those behind wait too: messages leave in the order of their times.
    if (connection?.ready() !== true) return false
    connection.publish(encode(reportOf(fleet, pace.next, names)), settle)
    totals.messages++
    totals.readings += slot.count * fleet.batch
    sent(pace)
    return true
  }
  return {
    tick: (now) => { for (let left = allow(fleet, pace, now); left > 0 && sendNext(); left--); },
    totals: () => ({ ...totals }),
    lagMs: (now) => lagMs(fleet, pace, now),
    published: () => ({ from, to: pace.next }),
  }
}

/** What message number `message` says. @param names of points, at least as many as an enterprise has */
export const reportOf = (fleet: Fleet, message: number, names: readonly string[]): FleetReport => {
  const index = message % fleet.slots
  const { enterprise, first, count } = slotOf(fleet, index)
  const firstPoint = firstPointOf(fleet, enterprise)
  const firstStep = firstStepOf(fleet, message)
  const moments = Array.from({ length: fleet.batch }, (_, at) => {
    const values = new Float64Array(count)
    for (let row = 0; row < count; row++) values[row] = valueAt(fleet, firstPoint + first + row, first + row, firstStep + at)
    return { ts: timeOf(fleet, index, firstStep + at), values }
  })
  return { enterprise: enterpriseCode(enterprise), names: count === names.length ? names : names.slice(first, first + count), moments }
}
