import { silenceAfterMs } from '../watch-silence.ts'
import type { Engine } from '../engine-state.ts'
import { SILENCE } from '../detect/limit-columns.ts'
import type { Gateway } from './gateway-book.ts'

/** A point has missed a reading when it is later than this many of its intervals. */
const OVERDUE_INTERVALS = 1.5

/** After how many ms without a reading a point is silent, and after how many it has missed one. Infinity: nobody expects it to speak. */
interface Patience { silentMs: number; overdueMs: number }

export const patienceOf = ({ book, gateways }: Engine, point: number): Patience => {
  const interval = gateways.interval[point] ?? Number.NaN
  let silentMs = silenceAfterMs(Number.isNaN(interval) ? null : interval / 1000)
  for (let row = book.firstOfPoint[point] ?? -1; row !== -1; row = book.nextOfRule[row] ?? -1) {
    if (book.configs.mode[row] === SILENCE && !book.taps.has(row)) silentMs = Math.min(silentMs, book.configs.onDelay[row] ?? Number.POSITIVE_INFINITY)
  }
  return { silentMs, overdueMs: Number.isNaN(interval) ? silentMs / 2 : Math.min(silentMs, interval * OVERDUE_INTERVALS) }
}

/** @returns when any of its points was last heard, wall time; 0 = never */
export const lastHeard = ({ memory }: Engine, { members }: Gateway): number => {
  let last = 0
  for (const point of members) last = Math.max(last, memory.points.heardAt[point] ?? 0)
  return last
}

/** @returns least ms without a reading from which a closer look may find something */
export const quietMs = (engine: Engine, gateway: Gateway): number => {
  if (!Number.isNaN(gateway.quietMs)) return gateway.quietMs
  gateway.quietMs = Number.POSITIVE_INFINITY
  for (const point of gateway.members) gateway.quietMs = Math.min(gateway.quietMs, patienceOf(engine, point).overdueMs)
  return gateway.quietMs
}

/** A point was silent by itself when the gateway was last heard. Its silence is none of the gateway's doing. */
export const spokeToTheEnd = (heardAt: number, silentMs: number, last: number): boolean => heardAt > 0 && heardAt + silentMs > last

/**
 * Whether a gateway has failed by `now`: nothing comes through it, one of its points has fallen silent, and most of the others have missed readings as well
 * (all of them, where no profile says that they come through one gateway). Two points at the least: the silence of one is its own alarm.
 * @param strict all of them @param silent a point that is falling silent now
 * @returns since when, wall time; undefined = it has not
 */
export const failedSince = (engine: Engine, gateway: Gateway, now: number, strict: boolean, silent = -1): number | undefined => {
  const { heardAt } = engine.memory.points
  const last = lastHeard(engine, gateway)
  const deaf = engine.memory.deafUntil
  let [points, overdue, anySilent, since, shortest] = [0, 0, false, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const point of gateway.members) {
    const heard = heardAt[point] ?? 0
    const { silentMs, overdueMs } = patienceOf(engine, point)
    if (silentMs === Number.POSITIVE_INFINITY || !spokeToTheEnd(heard, silentMs, last)) continue
    points++
    const from = Math.max(heard, deaf)
    if (now - from >= overdueMs || point === silent) overdue++
    if (now - from >= silentMs || point === silent) anySilent = true
    since = Math.min(since, from + silentMs)
    shortest = Math.min(shortest, overdueMs)
  }
  const enough = strict ? overdue === points : overdue * 2 > points
  return points >= 2 && anySilent && enough && now - Math.max(last, deaf) >= shortest ? Math.max(Math.min(since, now), last + 1) : undefined
}
