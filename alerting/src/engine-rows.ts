import { HidingState, type Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'
import type { AlarmMemory } from '@hazardwatch/shared/node/records/alarm-records'
import type { OverlayTable, PointClockTable, RuleMemoryTable } from '@hazardwatch/shared/node/records/tables'
import { z } from 'zod'
import { putAlarm } from './alarm-book.ts'
import type { Engine, EngineChanges } from './engine-state.ts'
import { IDLE, type LimitMemories } from './detect/limit-columns.ts'
import { isToKeep, restoreCells, type Detection } from './detection.ts'
import { policyOf } from './enter-state.ts'
import { lateMemory, notePending } from './judge-memory.ts'
import { putOverlay, type Overlay } from './overlay-book.ts'
import { recentTimes, reservePoint, restoreTimes } from './point-memory.ts'
import { movedTo } from './configure-many.ts'
import { bookedAs } from './rule-slots.ts'
import { reAlarmTimer, setTimer, unshelveTimer } from './wall-timers.ts'

/** The engine's memory as rows of the record store, and back: what a restart goes on from. */

/**
 * What a kind remembers changes with every reading, and is kept with the clock of the point: what that clock has passed is not replayed, so it must be in
 * the memory of every rule that hears the point. Memory may be ahead of the clock (a rule knows again what it has heard), never behind it.
 * @returns ids of the rules whose memory must be written.
 */
export const rulesToKeep = ({ book }: Engine, changes: EngineChanges): Set<string> => {
  const ids = new Set(changes.rules)
  for (const point of changes.points) {
    for (let row = book.firstOfPoint[point] ?? -1; row !== -1; row = book.nextOfRule[row] ?? -1) {
      const rule = book.taps.get(row)?.rule ?? row
      const detection = book.detections[rule]
      const id = detection !== undefined && isToKeep(detection) ? book.rules.idOf(rule) : undefined
      if (id !== undefined) ids.add(id)
    }
  }
  return ids
}

/** Before a stop: everything is to be kept, also what is written seldom. */
export const keepWhatIsKeptSeldom = ({ book, changes }: Engine): void => {
  for (const [row, detection] of book.detections.entries()) {
    const id = detection?.detector.keptSeldom === true ? book.rules.idOf(row) : undefined
    if (id !== undefined) changes.rules.add(id)
  }
}

/** @returns the row of a rule's memory, or undefined when the rule is gone. */
export const memoryRow = (engine: Engine, id: string): RuleMemoryTable | undefined => {
  const row = engine.book.rows.get(id)
  if (row === undefined) return undefined
  return { rule: id, late: 0, point: tagOf(engine, row), last_at: null, ...phaseRow(engine.book.live, row), cells: cellsText(engine.book.detections[row]) }
}

/** @returns the row of a rule's late comparator, or undefined when it has none. */
export const lateMemoryRow = (engine: Engine, id: string): RuleMemoryTable | undefined => {
  const row = engine.book.rows.get(id)
  const late = row === undefined ? undefined : engine.memory.late.get(row)
  return late && { rule: id, late: 1, point: tagOf(engine, row ?? -1), last_at: late.lastAt, ...phaseRow(late.row, 0), cells: `${textOf(late.times) ?? ''} ${cellsText(late.detection) ?? ''}` }
}

const tagOf = ({ book, points }: Engine, row: number): string | null => points.get(book.points[row] ?? -1)?.tag ?? null

const phaseRow = (memories: LimitMemories, row: number) => ({
  phase: memories.phase[row] ?? IDLE, since: memories.since[row] ?? 0, onset: memories.onset[row] ?? 0, onset_value: memories.onsetValue[row] ?? 0,
})

/** @returns the row of a point's clock, or undefined when the point has not had a live reading. */
export const clockRow = (engine: Engine, point: number): PointClockTable | undefined => {
  const { points } = engine.memory
  const judgedTo = points.judgedTo[point] ?? Number.NEGATIVE_INFINITY
  if (judgedTo === Number.NEGATIVE_INFINITY) return undefined
  return {
    point,
    judged_to: judgedTo,
    live_at: points.liveAt[point] ?? 0,
    live_arrival: points.liveArrival[point] ?? 0,
    heard_at: points.heardAt[point] ?? 0,
    quality: points.quality[point] ?? 0,
    recent: JSON.stringify(recentTimes(points, point)),
  }
}

/**
 * Puts stored memory back, clocks beside it. The rules must have been configured before; memory of rules that are gone is left out.
 * @returns ids under which memory was stored and does not stand any more, and those under which it stands now
 */
export const restoreEngine = (engine: Engine, { memories, open, openLate, openDry = [], overlays, sources = [] }: AlarmMemory): string[] => {
  for (const { enterprise, source, state, at, until } of sources) engine.gates.sources.set(pointKey(enterprise, source), { state, at, until })
  const moved = restoreRules(engine, memories)
  for (const alarm of openLate) restoreLateAlarm(engine, alarm)
  for (const alarm of openDry) engine.dryAlarms.set(bookedAs(engine, alarm), alarm)
  for (const row of overlays) restoreOverlay(engine, row)
  for (const alarm of open) restoreAlarm(engine, alarm)
  return moved
}

/** An edit that the ledger has and the engine had not made anything of yet, when it was killed: the rule is on another point, or under another id. */
const restoreRules = (engine: Engine, memories: readonly RuleMemoryTable[]): string[] => {
  const moved: string[] = []
  const fits = ({ rule, point }: RuleMemoryTable): boolean => {
    const row = engine.book.rows.get(rule)
    return row !== undefined && (point === null || tagOf(engine, row) === point)
  }
  for (const memory of memories) if (fits(memory)) restoreRule(engine, memory)
  const others = memories.filter((memory) => !fits(memory))
  if (others.length === 0) return moved
  const fitting = new Set(memories.filter(fits).map(({ rule }) => rule))
  for (const memory of others) {
    const to = movedTo(engine, memory.rule, memory.point)
    if (to !== undefined && !fitting.has(to)) restoreRule(engine, { ...memory, rule: to })
    moved.push(memory.rule, ...(to === undefined ? [] : [to]))
  }
  return moved
}

const restoreAlarm = (engine: Engine, alarm: Alarm): void => {
  putAlarm(engine.alarms, alarm)
  const again = reAlarmTimer(alarm, policyOf(engine, alarm).reAlarmS ?? null)
  if (again !== undefined) setTimer(engine.timers, again)
}

const restoreOverlay = (engine: Engine, row: OverlayTable): void => {
  const overlay = overlayFromRow(row)
  putOverlay(engine.overlays, overlay)
  const stage = engine.book.stages.get(engine.book.rows.get(bookedAs(engine, row)) ?? -1)
  if (stage !== undefined && overlay.causes['gate:stage'] !== undefined) stage.open = false
  const timer = unshelveTimer(overlay)
  if (timer !== undefined) setTimer(engine.timers, timer)
}

const overlayFromRow = (row: OverlayTable): Overlay => ({
  rule: row.rule, enterprise: row.enterprise, point: row.point, state: HidingState.parse(row.state), since: row.since, until: row.until,
  oneShot: row.one_shot === 1, by: row.actor, reason: row.reason, causes: z.record(z.string(), z.string()).parse(JSON.parse(row.causes)),
})

/** @returns the row of an overlay. */
export const overlayRow = (overlay: Overlay): OverlayTable => ({
  rule: overlay.rule, enterprise: overlay.enterprise, point: overlay.point, layer: overlay.state === 'suppressed' ? 'design' : 'person', state: overlay.state,
  since: overlay.since, until: overlay.until, one_shot: Number(overlay.oneShot), actor: overlay.by, reason: overlay.reason, causes: JSON.stringify(overlay.causes),
})

const restoreRule = (engine: Engine, memory: RuleMemoryTable): void => {
  const row = engine.book.rows.get(memory.rule)
  if (row === undefined) return
  if (memory.late === 1) {
    const late = lateMemory(engine.book, engine.memory, row)
    late.lastAt = memory.last_at ?? Number.NEGATIVE_INFINITY
    restorePhase(late.row, 0, memory)
    // Before the times were kept there were only the cells.
    const [cells = '', times = ''] = (memory.cells ?? '').split(' ').reverse()
    if (times !== '') late.times.set(cellsOf(times).subarray(0, late.times.length))
    if (cells !== '') restoreDetection(late.detection, { cells })
    return
  }
  restorePhase(engine.book.live, row, memory)
  restoreDetection(engine.book.detections[row], memory)
  notePending(engine.book, engine.memory, row)
}

const restorePhase = (memories: LimitMemories, row: number, memory: RuleMemoryTable): void => {
  memories.phase[row] = memory.phase
  memories.since[row] = memory.since ?? 0
  memories.onset[row] = memory.onset ?? 0
  memories.onsetValue[row] = memory.onset_value ?? 0
}

const cellsText = (detection: Detection | undefined): string | null => textOf(detection?.cells)

const textOf = (cells: Float64Array | undefined): string | null =>
  (cells === undefined ? null : Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength).toString('base64'))

const restoreDetection = (detection: Detection | undefined, { cells }: Pick<RuleMemoryTable, 'cells'>): void => {
  if (detection !== undefined && cells !== null) restoreCells(detection, cellsOf(cells))
}

const cellsOf = (text: string): Float64Array => {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  return new Float64Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 8))
}

/** Of the late occurrences without an end, the one that the comparator is still in. */
const restoreLateAlarm = (engine: Engine, alarm: Alarm): void => {
  const id = bookedAs(engine, alarm)
  const row = engine.book.rows.get(id)
  const late = row === undefined ? undefined : engine.memory.late.get(row)
  if (late?.row.onset[0] === Date.parse(alarm.onsetAt)) engine.lateAlarms.set(id, alarm)
}

/** Puts back how far a point has been judged. */
export const restoreClock = (engine: Engine, clock: PointClockTable): void => {
  const { points } = engine.memory
  reservePoint(points, clock.point)
  points.judgedTo[clock.point] = clock.judged_to
  points.liveAt[clock.point] = clock.live_at
  points.liveArrival[clock.point] = clock.live_arrival
  points.heardAt[clock.point] = clock.heard_at
  points.quality[clock.point] = clock.quality
  restoreTimes(points, clock.point, timesOf(clock.recent))
}

/** Before runs, the times themselves were kept, newest first. */
const Times = z.union([z.array(z.number()), z.array(z.array(z.number()))])

const isRun = (item: unknown): item is number[] => Array.isArray(item) && item.length === 3 && item.every(Number.isFinite)

const timesOf = (text: string): number[][] => {
  const times = JSON.parse(text) as unknown
  if (Array.isArray(times) && times.every(isRun)) return times.length < 2 ? times : times.toSorted(([first = 0], [other = 0]) => first - other)
  return timesOfOld(times)
}

const timesOfOld = (times: unknown): number[][] =>
  Times.parse(times).map((time) => (typeof time === 'number' ? [time, 0, time] : time)).toSorted(([first = 0], [other = 0]) => first - other)
