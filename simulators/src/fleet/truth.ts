import { pointKey } from '@hazardwatch/shared/ids'
import { enterpriseCode, firstPointOf, slotOf, timeOf, WINDOW_STEPS, type Fleet } from './fleet-plan.ts'
import { limitKinds, type LimitKind } from './point-kind.ts'
import { excursionIn, valueAt, type Excursion } from './point-value.ts'

/** An alarm that a correct engine raises: once, at exactly this time. Times in epoch ms. */
export interface ExpectedAlarm {
  /** Of the rule: `ENT/TAG/H`. */
  rule: string
  onsetAt: number
  value: number
  /** Null when the last published reading was still beyond the limit. */
  clearedAt: number | null
}

/** Excursions beyond HH pass H on their way. */
const limitsOf = (limit: LimitKind): readonly LimitKind[] => (limit === 'HH' ? ['H', 'HH'] : limitKinds.filter((each) => each === limit))

/**
 * The alarms that messages `from` to `to` (exclusive) must raise on limits without delays, from the excursions alone: no value is judged
 * here, so that this and an engine cannot share a fault. One of the rule's occurrences after the other, points in their order.
 * @param tagOf the tag in the ledger of a point of an enterprise
 */
export function* expectedAlarms(fleet: Fleet, from: number, to: number, tagOf: (point: number) => string): Generator<ExpectedAlarm> {
  for (let slot = 0; slot < fleet.slots; slot++) {
    const { enterprise, first, count } = slotOf(fleet, slot)
    const steps = { from: Math.ceil((from - slot) / fleet.slots) * fleet.batch, to: Math.ceil((to - slot) / fleet.slots) * fleet.batch }
    for (let ofEnterprise = first; ofEnterprise < first + count; ofEnterprise++) {
      const key = pointKey(enterpriseCode(enterprise), tagOf(ofEnterprise))
      yield* alarmsOfPoint(fleet, { slot, key, ofEnterprise, point: firstPointOf(fleet, enterprise) + ofEnterprise, steps })
    }
  }
}

interface PointRun { slot: number; key: string; ofEnterprise: number; point: number; steps: { from: number; to: number } }

function* alarmsOfPoint(fleet: Fleet, run: PointRun): Generator<ExpectedAlarm> {
  const { point, steps } = run
  for (let window = Math.floor(steps.from / WINDOW_STEPS); window * WINDOW_STEPS < steps.to; window++) {
    const excursion = excursionIn(fleet, point, window)
    if (excursion !== undefined) yield* alarmsOfExcursion(fleet, run, excursion)
  }
}

function* alarmsOfExcursion(fleet: Fleet, { slot, key, ofEnterprise, point, steps }: PointRun, excursion: Excursion): Generator<ExpectedAlarm> {
  // A run that begins in the midst of an excursion raises at its first reading.
  const firstStep = Math.max(excursion.firstStep, steps.from)
  if (firstStep >= Math.min(excursion.endStep, steps.to)) return
  for (const limit of limitsOf(excursion.limit)) {
    yield {
      rule: `${key}/${limit}`, onsetAt: timeOf(fleet, slot, firstStep), value: valueAt(fleet, point, ofEnterprise, firstStep),
      clearedAt: excursion.endStep < steps.to ? timeOf(fleet, slot, excursion.endStep) : null,
    }
  }
}
