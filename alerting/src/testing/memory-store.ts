import { Alarm } from '@hazardwatch/shared/alarm'
import type { OverlayTable, PointClockTable, RuleMemoryTable } from '@hazardwatch/shared/node/records/tables'
import { clockRow, lateMemoryRow, memoryRow, overlayRow, restoreClock, restoreEngine } from '../engine-rows.ts'
import { takeChanges, type Engine } from '../engine-state.ts'

/** What a record store would hold of an engine, as text: nothing of the engine's own objects survives a restart. */
export const createMemoryStore = () => {
  const memories = new Map<string, string>()
  const clocks = new Map<number, string>()
  const overlays = new Map<string, string>()
  const alarms = new Map<string, string>()
  const all = <Row>(rows: Iterable<string>): Row[] => [...rows].map((row) => JSON.parse(row) as Row)
  return {
    /** Rules whose memory is kept. */
    rules: () => all<RuleMemoryTable>(memories.values()),
    keep: (engine: Engine): void => {
      const changes = takeChanges(engine)
      for (const { alarm } of changes.transitions) alarms.set(alarm.id, JSON.stringify(alarm))
      for (const { overlay, ended } of changes.overlays) {
        const row = overlayRow(overlay)
        const key = `${row.rule} ${row.enterprise}/${row.point} ${row.layer}`
        if (ended) overlays.delete(key)
        else overlays.set(key, JSON.stringify(row))
      }
      for (const id of changes.rules) memories.set(`${id} 0`, JSON.stringify(memoryRow(engine, id)))
      for (const id of changes.lateRules) memories.set(`${id} 1`, JSON.stringify(lateMemoryRow(engine, id)))
      for (const point of changes.points) {
        const row = clockRow(engine, point)
        if (row !== undefined) clocks.set(point, JSON.stringify(row))
      }
    },
    restore: (engine: Engine): void => {
      const known = all<unknown>(alarms.values()).map((row) => Alarm.parse(row))
      for (const clock of all<PointClockTable>(clocks.values())) restoreClock(engine, clock)
      restoreEngine(engine, {
        memories: all<RuleMemoryTable>(memories.values()), overlays: all<OverlayTable>(overlays.values()),
        open: known.filter(({ late, underlyingState }) => !late && underlyingState !== 'normal'), openLate: known.filter(({ late, clearedAt }) => late && clearedAt === null),
        openDry: known.filter(({ late, dryRun, clearedAt }) => !late && dryRun && clearedAt === null),
      })
      takeChanges(engine)
    },
  }
}
