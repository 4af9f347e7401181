import type { AlarmCommit, AlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import type { AlarmTransition, OverlayTransition } from './alarm-transition.ts'
import { clockRow, lateMemoryRow, memoryRow, overlayRow, rulesToKeep } from './engine-rows.ts'
import { takeChanges, type Engine, type EngineChanges } from './engine-state.ts'

/** Pauses between tries when the record store fails, ms: the engine goes on judging meanwhile. */
const RETRY_MS = [100, 500, 2_000, 5_000]

export interface KeepAlarms {
  engine: Engine
  records: Pick<AlarmRecords, 'commit'>
  clock: () => number
  regionOf: (enterprise: string) => string
  /** Called with what has become durable, in order. */
  onDurable: (transitions: readonly AlarmTransition[], overlays: readonly OverlayTransition[], recordedAt: number) => void
  onFailure: (error: unknown, tries: number) => void
  pause: (ms: number) => Promise<void>
}

/**
 * Group commit of the engine's changes: one transaction at a time, and what changes meanwhile goes with the next.
 * @returns flush: resolves when everything that has changed until now is durable and announced.
 */
export const createAlarmKeeper = (options: KeepAlarms) => {
  let tail: Promise<void> = Promise.resolve()
  let queued: Promise<void> | undefined
  let oldest: number | undefined

  const commitOnce = async (): Promise<void> => {
    const changes = takeChanges(options.engine)
    if (isEmpty(changes)) return
    const commit = commitOf(options, changes)
    oldest = commit.recordedAt
    await commitWithRetries(options, commit)
    oldest = undefined
    options.onDurable(changes.transitions, changes.overlays, commit.recordedAt)
  }
  const flush = (): Promise<void> => queued ??= tail.then(() => {
    queued = undefined
    tail = commitOnce()
    return tail
  })
  return { flush, /** Since when (epoch ms) a commit has been waiting for the store, if one is. */ waitingSince: () => oldest }
}

export type AlarmKeeper = ReturnType<typeof createAlarmKeeper>

const isEmpty = (changes: EngineChanges): boolean => changes.transitions.length === 0 && changes.overlays.length === 0 && changes.rules.size === 0 && changes.lateRules.size === 0 && changes.points.size === 0 && changes.sources.size === 0 && changes.eventsTo === undefined

const commitOf = ({ engine, clock, regionOf }: KeepAlarms, changes: EngineChanges): AlarmCommit => ({
  recordedAt: clock(),
  transitions: changes.transitions.map((transition) => ({ ...transition, region: regionOf(transition.alarm.enterprise) })),
  overlays: changes.overlays.map(({ overlay, ended, event, at, actor, reason }) => ({ row: overlayRow(overlay), ended, event, at, actor, reason })),
  memories: [...[...rulesToKeep(engine, changes)].map((id) => memoryRow(engine, id)), ...[...changes.lateRules].map((id) => lateMemoryRow(engine, id))].filter((row) => row !== undefined),
  forgotten: [...changes.rules].filter((id) => !engine.book.rows.has(id)),
  clocks: [...changes.points].map((point) => clockRow(engine, point)).filter((row) => row !== undefined),
  sources: [...changes.sources.values()],
  eventsTo: changes.eventsTo,
  readingsTo: engine.readTo,
})

/** Never gives up: an alarm that is not kept would be lost with the next restart, so its sender is not answered either. */
const commitWithRetries = async ({ records, onFailure, pause }: KeepAlarms, commit: AlarmCommit): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await records.commit(commit)
      return
    } catch (error) {
      onFailure(error, tries)
      await pause(RETRY_MS[Math.min(tries, RETRY_MS.length) - 1] ?? 0)
    }
  }
}
