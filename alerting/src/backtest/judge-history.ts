import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { configureRule } from '../configure-rule.ts'
import { otherInputs } from '../detect/all-detectors.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, takeChanges, type Engine } from '../engine-state.ts'
import type { Episode } from './compare-occurrences.ts'
import { pointOf, type Cluster } from './form-clusters.ts'
import { passQuiet, quietBand, quietUntil } from './skip-quiet.ts'

/** Quiet rows are looked for in stretches of this length; shorter ones are judged as they are. */
const STRETCH_ROWS = 1_024

/** One side of a backtest on one cluster: the engine that runs live, fed with history. */
export interface HistoryJudge {
  /** Readings of the cluster under its own point numbers; per point oldest first, over several points in the order of time. */
  take(batch: ReadingBatch): void
  /** Nothing more comes; lets time pass to the end of the range, epoch ms. @returns everything that was raised, oldest first. */
  finish(to: number): Episode[]
}

/** Rules in history: everything is as it was before the first reading of the range, so an alarm that stood then is found anew. */
export const createHistoryJudge = (cluster: Cluster, rules: readonly AlarmRule[], from: number): HistoryJudge => {
  const engine = createEngine()
  const episodes = new Map<string, Episode>()
  for (const rule of rules) {
    const point = pointOf(cluster, rule.enterprise, rule.point)
    if (point !== undefined) configureRule(engine, { ...rule, dryRun: false }, point, from, otherInputs(rule).map((tag) => pointOf(cluster, rule.enterprise, tag)))
  }
  // The clock of a point alone is that of its readings: each settles what came before it.
  const alone = cluster.points.length === 1
  return {
    take: (batch) => {
      if (alone) judgeAlone(engine, batch)
      else judgeTogether(engine, batch)
      collect(engine, episodes)
    },
    finish: (to) => {
      advanceEngine(engine, to)
      collect(engine, episodes)
      return [...episodes.values()].sort((a, b) => a.raisedAt - b.raisedAt)
    },
  }
}

const judgeAlone = (engine: Engine, batch: ReadingBatch): void => {
  const point = 0
  let from = 0
  while (from < batch.count) {
    const band = quietBand(engine, point)
    const loud = band === undefined ? from : quietUntil(band, batch, from, batch.count, engine.memory.points.heardAt[point] ?? 0)
    passQuiet(engine, point, batch, from, loud)
    const to = Math.min(batch.count, loud + STRETCH_ROWS)
    if (loud < to) judgeBatch(engine, part(batch, loud, to), 'history')
    from = to
  }
}

/** Of several points one may fall silent while the others go on: the clock, which in history is the time of the readings, is looked at when that can be. */
const judgeTogether = (engine: Engine, batch: ReadingBatch): void => {
  let from = 0
  for (let row = 0; row < batch.count; row++) {
    const time = batch.time[row] ?? 0
    if (engine.book.silences.size === 0 || time < engine.memory.nextSilence) continue
    if (from < row) judgeBatch(engine, part(batch, from, row), 'history')
    advanceEngine(engine, time, false)
    from = row
  }
  if (from < batch.count) judgeBatch(engine, part(batch, from, batch.count), 'history')
}

const part = (batch: ReadingBatch, from: number, to: number): ReadingBatch => (from === 0 && to === batch.count ? batch : {
  count: to - from,
  point: batch.point.subarray(from, to), time: batch.time.subarray(from, to), value: batch.value.subarray(from, to), quality: batch.quality.subarray(from, to),
  historical: null, marks: null, arrivedAt: batch.arrivedAt,
})

const collect = (engine: Engine, episodes: Map<string, Episode>): void => {
  if (engine.changes.transitions.length === 0) {
    engine.changes.rules.clear()
    engine.changes.points.clear()
    return
  }
  for (const { event, alarm, at } of takeChanges(engine).transitions) {
    if (event === 'raised' && !alarm.late) {
      episodes.set(alarm.id, { rule: alarm.rule, point: pointKey(alarm.enterprise, alarm.point), onset: Date.parse(alarm.onsetAt), raisedAt: at, clearedAt: null })
    } else if (event === 'cleared') {
      const episode = episodes.get(alarm.id)
      if (episode !== undefined) episode.clearedAt = at
    }
  }
}
