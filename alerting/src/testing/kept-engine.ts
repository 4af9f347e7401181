import { isOpen } from '@hazardwatch/shared/alarm'
import type { AlarmMemory } from '@hazardwatch/shared/node/records/alarm-records'
import type { PointClockTable } from '@hazardwatch/shared/node/records/tables'
import type { AlarmTransition } from '../alarm-transition.ts'
import { clockRow, lateMemoryRow, memoryRow, overlayRow, restoreClock, restoreEngine, rulesToKeep } from '../engine-rows.ts'
import { endDryRuns } from '../end-dry-run.ts'
import { endOrphans } from '../end-orphans.ts'
import { createEngine, takeChanges, type Engine } from '../engine-state.ts'
import { refreshGates } from '../gate-rules.ts'

type Row<Name extends 'memories' | 'overlays'> = AlarmMemory[Name][number]

/** An engine whose changes are kept as the record store keeps them, and which is made anew of what is kept. */
export const createKeptEngine = (configure: (engine: Engine) => void) => {
  const memories = new Map<string, Row<'memories'>>()
  const clocks = new Map<number, PointClockTable>()
  const overlays = new Map<string, Row<'overlays'>>()
  const alarms = new Map<string, AlarmMemory['open'][number]>()
  const put = <Key, Kept>(rows: Map<Key, Kept>, key: Key, row: Kept | undefined): void => { if (row !== undefined) rows.set(key, row) }
  const kept = {
    engine: createEngine(),
    told: [] as AlarmTransition[],
    commit: (): void => {
      const { engine } = kept
      const changes = takeChanges(engine)
      kept.told.push(...changes.transitions)
      for (const { alarm } of changes.transitions) if (!alarm.late || alarms.get(alarm.id)?.late !== false) alarms.set(alarm.id, alarm)
      for (const { overlay, ended } of changes.overlays) {
        const row = overlayRow(overlay)
        const key = [row.rule, row.enterprise, row.point, row.layer].join('\n')
        if (ended) overlays.delete(key)
        else overlays.set(key, row)
      }
      for (const id of rulesToKeep(engine, changes)) put(memories, `${id} 0`, memoryRow(engine, id))
      for (const id of changes.lateRules) put(memories, `${id} 1`, lateMemoryRow(engine, id))
      for (const id of changes.rules) if (!engine.book.rows.has(id)) for (const late of [0, 1]) memories.delete(`${id} ${late}`)
      for (const point of changes.points) put(clocks, point, clockRow(engine, point))
    },
    /** What was not committed is lost. @param clockOf event time of a point, epoch ms @param now epoch ms */
    restart: (now: number, numberOf: (tag: string) => number): void => {
      const engine = kept.engine = createEngine()
      configure(engine)
      const all = [...alarms.values()]
      for (const clock of clocks.values()) restoreClock(engine, clock)
      const moved = restoreEngine(engine, {
        memories: [...memories.values()], overlays: [...overlays.values()],
        open: all.filter((alarm) => !alarm.late && !alarm.dryRun && isOpen(alarm)), openLate: all.filter((alarm) => alarm.late && alarm.clearedAt === null),
        openDry: all.filter((alarm) => alarm.dryRun && !alarm.late && alarm.clearedAt === null),
      })
      takeChanges(engine)
      for (const id of moved) {
        engine.changes.rules.add(id)
        engine.changes.lateRules.add(id)
      }
      endDryRuns(engine)
      endOrphans(engine, ({ point }) => engine.memory.points.liveAt[numberOf(point)] ?? 0, now)
      refreshGates(engine, now)
      kept.commit()
    },
  }
  configure(kept.engine)
  kept.commit()
  return kept
}
