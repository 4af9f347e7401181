/** What somebody asks for. `points` is the number of points of the whole fleet. */
export interface FleetPlan {
  enterprises: number
  points: number
  /** Between two readings of a point. */
  intervalMs: number
  seed: number
  /** Excursions beyond a limit, an hour, in the whole fleet. */
  excursionsPerHour: number
  /** Moments that one message carries: more than one makes it an array. */
  batch: number
  /** Most values that one moment of a message carries; an enterprise with more points sends several messages. */
  valuesPerMessage: number
}

/**
 * The plan with what follows from it. Points are dealt evenly; the first `larger` enterprises have one more. Each enterprise has one or
 * more message slots, and the slots share the period evenly, so that the load is level.
 */
export interface Fleet extends FleetPlan {
  /** Points of a smaller enterprise. */
  base: number
  larger: number
  slots: number
  /** Between two messages of a slot. */
  periodMs: number
  messagesPerS: number
  readingsPerS: number
}

/** A part of an enterprise that is told in one message: points `first` to `first + count - 1` of it. */
export interface Slot { enterprise: number; first: number; count: number }

/** Below a millisecond two readings of a point would share their time, and the second would count as a duplicate. */
const SHORTEST_INTERVAL_MS = 1
/** Excursions keep within windows of this many steps, with normal steps on both sides: neighbours never run into each other. */
export const WINDOW_STEPS = 8

/** The plan does not work; the message is one line that says what to change. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
}

/** @throws PlanError */
export const createFleet = (plan: FleetPlan): Fleet => {
  const { enterprises, points, intervalMs, batch } = plan
  if (points < enterprises) {
    throw new PlanError(`${points} points are too few for ${enterprises} enterprises; give each at least one (--points ${enterprises} or more)`)
  }
  if (!(intervalMs >= SHORTEST_INTERVAL_MS)) {
    const remedy = 'its times must differ by 1 ms: ask for a lower --rate, or for more --enterprises'
    throw new PlanError(`a point would report every ${intervalMs.toPrecision(2)} ms; ${remedy}`)
  }
  const mostExcursions = Math.floor((points * 3_600_000) / (intervalMs * WINDOW_STEPS))
  if (plan.excursionsPerHour > mostExcursions) {
    throw new PlanError(`--excursions ${plan.excursionsPerHour} are too many: at this interval ${points} points have room for ${mostExcursions} an hour`)
  }
  const base = Math.floor(points / enterprises)
  const larger = points % enterprises
  const slots = larger * slotsOf(plan, base + 1) + (enterprises - larger) * slotsOf(plan, base)
  const periodMs = intervalMs * batch
  return { ...plan, base, larger, slots, periodMs, messagesPerS: (slots * 1000) / periodMs, readingsPerS: (points * 1000) / intervalMs }
}

const slotsOf = ({ valuesPerMessage }: FleetPlan, points: number): number => Math.ceil(points / valuesPerMessage)

export const pointsOf = ({ base, larger }: Fleet, enterprise: number): number => base + (enterprise < larger ? 1 : 0)

/** Number of an enterprise's first point in the whole fleet. */
export const firstPointOf = ({ base, larger }: Fleet, enterprise: number): number => enterprise * base + Math.min(enterprise, larger)

/** @param slot from 0; arithmetic instead of a table, so that a fleet of any size costs nothing to hold. */
export const slotOf = (fleet: Fleet, slot: number): Slot => {
  const ofLarger = slotsOf(fleet, fleet.base + 1)
  const ofSmaller = slotsOf(fleet, fleet.base)
  const border = fleet.larger * ofLarger
  const enterprise = slot < border ? Math.floor(slot / ofLarger) : fleet.larger + Math.floor((slot - border) / ofSmaller)
  const part = slot < border ? slot % ofLarger : (slot - border) % ofSmaller
  const first = part * fleet.valuesPerMessage
  return { enterprise, first, count: Math.min(fleet.valuesPerMessage, pointsOf(fleet, enterprise) - first) }
}

/** Messages are numbered since the epoch, slot by slot within each period. @returns epoch ms at which one is due, not rounded. */
export const dueAt = ({ slots, periodMs }: Fleet, message: number): number =>
  Math.floor(message / slots) * periodMs + ((message % slots) * periodMs) / slots

/** @returns the number of the first message that is due at the time or later. */
export const messageAt = (fleet: Fleet, epochMs: number): number => {
  const { slots, periodMs } = fleet
  const period = Math.floor(epochMs / periodMs)
  let message = period * slots + Math.ceil(((epochMs - period * periodMs) * slots) / periodMs)
  // The division's last bit may be off by one message to either side.
  while (dueAt(fleet, message - 1) >= epochMs) message--
  while (dueAt(fleet, message) < epochMs) message++
  return message
}

/** @returns the step (number of the reading since the epoch) of the first moment in a message. */
export const firstStepOf = ({ slots, batch }: Fleet, message: number): number => Math.floor(message / slots) * batch

/** Epoch ms of the readings of a step in a slot: the last moment of a message is the one at which it is due. */
export const timeOf = (fleet: Fleet, slot: number, step: number): number => {
  const { slots, batch, intervalMs } = fleet
  const period = Math.floor(step / batch)
  return Math.floor(dueAt(fleet, period * slots + slot) - (batch - 1 - (step - period * batch)) * intervalMs)
}

const padded = (index: number, digits: number): string => String(index + 1).padStart(digits, '0')
export const enterpriseCode = (enterprise: number): string => `SIM${padded(enterprise, 4)}`
export const pointName = (point: number): string => `P${padded(point, 3)}`
