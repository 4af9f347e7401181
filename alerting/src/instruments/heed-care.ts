import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { InstrumentCare } from '@hazardwatch/shared/instrument-care'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import { OFF } from '../detect/limit-columns.ts'
import { BUMP_FAILED, OVERDUE, toldOfCare } from '../detect/health.ts'
import { applyFindings } from '../engine.ts'
import type { Engine } from '../engine-state.ts'
import { passOnConditions } from '../hear-conditions.ts'
import { suppressAlarm, unsuppressAlarm } from '../hide-alarm.ts'
import { createFindings, keep, type Findings } from '../judge-memory.ts'
import { judgeHeard } from '../judge-signal.ts'
import { slotKey, slotOn } from '../overlay-book.ts'
import { rulesOfPoint } from '../rule-book.ts'

/** Identity of a bump test among what suppresses an alarm. */
const CAUSE = 'bump-test'

/** Brings the engine to what the care of the instruments says, at a wall time, epoch ms. Said again it changes nothing. */
export type HeedCare = (cares: readonly InstrumentCare[], now: number) => void

/**
 * Rules of kind health hear of overdue calibrations and failed bump tests, and the alarms of a point under test are suppressed by design. A point that is not named is
 * neither overdue nor under test: what the engine remembers otherwise, from before a restart too, ends.
 */
export const createCareHeeder = (engine: Engine): HeedCare => {
  let named: ReadonlySet<number> | undefined
  return (cares, now) => {
    const byPoint = new Map(cares.map((care) => [care.point, care]))
    const findings = createFindings()
    for (const point of new Set([...byPoint.keys(), ...named ?? rememberedPoints(engine)])) heedPoint(engine, point, byPoint.get(point), now, findings)
    named = new Set(byPoint.keys())
    passOnConditions(engine.book, engine.memory, now, findings)
    applyFindings(engine, findings)
  }
}

/** Points of which the engine may remember something from before a restart: those under test, and those of health rules. */
const rememberedPoints = ({ book, overlays }: Engine): number[] => {
  const tested = new Set([...overlays.suppressed].flatMap(([key, { causes }]) => (causes[CAUSE] === undefined ? [] : [key])))
  const isTested = ({ id, enterprise, point }: AlarmRule): boolean => tested.has(slotKey(slotOn(id, { enterprise, tag: point })))
  const points: number[] = []
  for (let row = 0; row < book.end; row++) {
    // A country has a million rules, and none is under test: they are not made to be looked at.
    const rule = tested.size > 0 ? book.rules.get(row) : undefined
    if (book.rules.kindOf(row) === 'health' || (rule !== undefined && isTested(rule))) points.push(book.points[row] ?? -1)
  }
  return points
}

const heedPoint = (engine: Engine, point: number, care: InstrumentCare | undefined, now: number, findings: Findings): void => {
  for (const row of rulesOfPoint(engine.book, point)) {
    const rule = engine.book.rules.get(row)
    if (rule === undefined) continue
    heedTest(engine, rule, care?.test ?? null, now)
    if (rule.kind === 'health' && engine.book.configs.mode[row] !== OFF) tellHealth(engine, row, care, now, findings)
  }
}

/** A vote or a combination hears other points too, and a silent instrument is silent with or without gas: those are never suppressed by a test. */
const isOfPointAlone = ({ kind, others, when }: AlarmRule): boolean => kind !== 'silence' && others === undefined && when === undefined

const heedTest = (engine: Engine, rule: AlarmRule, test: InstrumentCare['test'], now: number): void => {
  const slot = slotOn(rule.id, { enterprise: rule.enterprise, tag: rule.point })
  // Gas makes a healthy instrument look noisy; that it failed is to be told at once.
  const covers = test !== null && isOfPointAlone(rule) && !(test.recovering && rule.kind === 'health')
  if (covers) suppressAlarm(engine, slot, CAUSE, { by: test.by, reason: test.reason, now })
  else if (engine.overlays.suppressed.get(slotKey(slot))?.causes[CAUSE] !== undefined) unsuppressAlarm(engine, slot, CAUSE, { by: null, reason: serviceReason('bumpTestEnded'), now })
}

const tellHealth = ({ book, memory }: Engine, row: number, care: InstrumentCare | undefined, now: number, findings: Findings): void => {
  const detection = book.detections[row]
  if (detection === undefined) return
  for (const [index, holds] of [[OVERDUE, care?.overdue === true], [BUMP_FAILED, care?.bumpFailed === true]] as const) {
    if (toldOfCare(detection.own, index) === holds) continue
    judgeHeard(book.configs, row, book.live, row, detection, index, holds, now, findings.live)
    keep(book, memory, row, findings)
  }
}
