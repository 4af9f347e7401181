import { serviceReason } from '@hazardwatch/shared/service-reason'
import { applyLive } from './apply-observation.ts'
import { isRaised } from './detect/limit-columns.ts'
import { endDry } from './dry-run.ts'
import type { Engine } from './engine-state.ts'

/**
 * A rule that is no longer in a dry run raises what it has standing: as an occurrence of its own, announced, with the onset it had. What the dry run
 * recorded of it ends there.
 * @param clockOf event time at a point, epoch ms
 */
export const endDryRun = (engine: Engine, id: string, clockOf: (point: number) => number): void => {
  const dry = engine.dryAlarms.get(id)
  if (dry === undefined) return
  const row = engine.book.rows.get(id)
  const rule = row === undefined ? undefined : engine.book.rules.get(row)
  const onset = Date.parse(dry.onsetAt)
  const stands = row !== undefined && rule?.enabled === true && isRaised(engine.book.live.phase[row] ?? 0)
  if (stands && rule.dryRun === true) return
  const at = Math.max(clockOf(engine.book.points[row ?? -1] ?? -1), Date.parse(dry.raisedAt))
  endDry(engine, dry, at, serviceReason(stands ? 'dryRunOver' : 'watchedNoMore'))
  if (stands) applyLive(engine, { rule: row, event: 'raised', at, onset, value: dry.value })
}

/** After a restart: what was edited in the moment before the end has not been taken to the occurrences yet. To be called before anything is judged. */
export const endDryRuns = (engine: Engine): void => {
  for (const id of engine.dryAlarms.keys()) endDryRun(engine, id, (point) => engine.memory.points.liveAt[point] ?? 0)
}
