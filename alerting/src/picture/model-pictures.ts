import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { isEvidence, type EvidenceKind } from '@hazardwatch/shared/alarm-mark'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Clock } from '@hazardwatch/shared/clock'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { MOST_PICTURE_READINGS, ModelPicture, type ModelPictures, type PictureQuestion, type WarmUp } from '@hazardwatch/shared/model-picture'
import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { ruleOnPoint, ruleOrPart } from '@hazardwatch/shared/rule-part'
import type { ScannableStore } from '@hazardwatch/shared/reading-store'
import { FEWEST_HEALTHY_ROWS } from '@hazardwatch/shared/source-model'
import { baselineConfig, forecastConfig, otherInputs } from '../detect/all-detectors.ts'
import type { PictureTask } from './make-picture.ts'
import { warmUpOf } from './warm-up.ts'

export interface PicturesOptions {
  ledger: Pick<Ledger, 'rule' | 'rules' | 'point'>
  store: Pick<ScannableStore, 'scan' | 'history'>
  /** What the detector of a rule remembers at present; undefined when there is none. */
  memoryOf: (rule: string) => Float64Array | undefined
  clock: Clock
  /** Default: in a thread of its own. */
  make?: (task: PictureTask) => Promise<ModelPicture>
}

/** More than these waiting is somebody's loop. */
const QUEUED = 20
/** The panel forgets within thousands of readings: from this many on what was before changes little. */
const ANOMALY_BEFORE = 12_000
const HEALTH_BEFORE = 2_000
const CHANGE_BEFORE = 5_000
const SOURCE_BEFORE = 120
/** Interval of a point whose readings are too few to tell. */
const SLOWEST_MS = 3_600_000

/** Pictures are made of what is stored when they are asked for: nothing of them is kept. One after the other, in a thread that ends with each. */
export const createModelPictures = (options: PicturesOptions): ModelPictures => {
  const { ledger, store, memoryOf, clock, make = makeAside } = options
  let running: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const asked = new Map<string, Promise<ModelPicture>>()

  const work = async (question: PictureQuestion): Promise<ModelPicture> => {
    const rule = evidenceRule(ledger, question.rule)
    const points = pointsOf(ledger, rule)
    const [own] = points
    if (own === undefined) throw new HazardError('not_found', { en: `points has no ${rule.enterprise}/${rule.point}`, zh: `没有测点 ${rule.enterprise}/${rule.point}` })
    const intervalMs = await intervalOf(store, own, question.to)
    const replayedFrom = Math.max(0, question.from - beforeMs(rule, intervalMs, points.length, question))
    const readings = await collect(store, points, replayedFrom, question.to)
    return make({ rule, points, readings, replayedFrom, from: question.from, to: question.to, at: question.at })
  }
  return {
    picture: (question) => {
      const key = JSON.stringify(question)
      const same = asked.get(key)
      if (same !== undefined) return same
      if (waiting >= QUEUED) {
        throw new HazardError('busy', { en: `${waiting} pictures are waiting to be made; ask again in a few seconds`, zh: `有 ${waiting} 幅图正排队等待生成；请过几秒再试` })
      }
      waiting++
      const made = running.then(() => work(question)).finally(() => {
        waiting--
        asked.delete(key)
      })
      running = made.catch(() => undefined)
      asked.set(key, made)
      return made
    },
    warmUps: async (enterprise, tag) => {
      const rules = ledger.rules({ enterprise }).filter((rule) => rule.enabled && isEvidence(rule.kind)).flatMap((rule) => ruleOnPoint(ledger, rule, tag) ?? [])
      const found = await Promise.all(rules.map(async (rule) => warmUpOf(rule, memoryOf(rule.id), rule.kind === 'multivariate' && rule.model === undefined ? await storedRows(store, ledger, rule, clock()) : 0)))
      return found.filter((each): each is WarmUp => each !== undefined)
    },
  }
}

const evidenceRule = (ledger: PicturesOptions['ledger'], id: string): AlarmRule => {
  const rule = ruleOrPart(ledger, id)
  if (rule === undefined) throw new HazardError('not_found', { en: `rules has no ${id}`, zh: `没有规则 ${id}` })
  if (!isEvidence(rule.kind)) {
    throw new HazardError('rule_impossible', {
      en: `rule ${id} is of kind ${rule.kind}; it expects nothing, so there is no picture of it`,
      zh: `规则 ${id} 的类型为 ${rule.kind}；这类规则没有预期值，因此没有“预期与实测”图`,
    })
  }
  return rule
}

const pointsOf = (ledger: PicturesOptions['ledger'], rule: AlarmRule): (NumberedPoint | undefined)[] =>
  [rule.point, ...otherInputs(rule)].map((tag) => ledger.point(rule.enterprise, tag))

/** By what the ledger says, else by the readings before `to`. */
const intervalOf = async (store: PicturesOptions['store'], { number, expectedIntervalS }: NumberedPoint, to: number): Promise<number> => {
  if (expectedIntervalS !== null) return expectedIntervalS * 1000
  for (const span of [60_000, 3_600_000, 86_400_000]) {
    const { raw, points } = await store.history({ point: number, from: to - span, to, maxPoints: 1_000 })
    if (!raw || points.length >= 20) return span / Math.max(points.length, 1)
  }
  return SLOWEST_MS
}

/** How much of the past a detector is given before the range, in ms: what it needs to be what it was, as far as the bound allows. */
const beforeMs = (rule: AlarmRule, intervalMs: number, points: number, { from, to }: PictureQuestion): number => {
  const room = Math.max(0, MOST_PICTURE_READINGS * 0.9 / points * intervalMs - (to - from))
  return Math.min(room, wantedMs(rule, intervalMs))
}

const wantedMs = (rule: AlarmRule, intervalMs: number): number => {
  switch (rule.kind as EvidenceKind) {
    case 'anomaly':
      return ANOMALY_BEFORE * Math.max(intervalMs, (rule.everyS ?? 0) * 1000)
    case 'health':
      return HEALTH_BEFORE * intervalMs + (rule.windowS ?? 3_600) * 1000
    case 'baseline': {
      const { riseS, warmUpS } = baselineConfig(rule)
      return (3 * riseS + warmUpS) * 1000
    }
    case 'drift':
      return 2 * (rule.windowS ?? 0) * 1000
    case 'forecast': {
      const { windowMs } = forecastConfig(rule)
      return 3 * windowMs
    }
    case 'changepoint':
      return CHANGE_BEFORE * intervalMs
    case 'multivariate':
      return SOURCE_BEFORE * (rule.everyS ?? 0) * 1000
  }
}

const collect = async (store: PicturesOptions['store'], points: PictureTask['points'], from: number, to: number): Promise<ReadingBatch> => {
  const numbers = [...new Set(points.flatMap((point) => (point === undefined ? [] : [point.number])))]
  const all = createBatch(4_096, Number.NaN)
  const stop = new AbortController()
  const tooMany = new HazardError('bad_request', {
    en: `from and to: there are more than ${MOST_PICTURE_READINGS} readings to go through; ask for a shorter time`, zh: `from 和 to：这段时间要读取的读数超过 ${MOST_PICTURE_READINGS} 条；请选更短的时间`,
  })
  try {
    await store.scan({ points: numbers, from, to, order: 'time' }, (batch) => {
      if (all.count + batch.count > MOST_PICTURE_READINGS) stop.abort(tooMany)
      else for (let i = 0; i < batch.count; i++) addReading(all, batch.point[i]!, batch.time[i]!, batch.value[i]!, batch.quality[i]!)
    }, stop.signal)
  } catch (error) {
    if (stop.signal.aborted) throw tooMany
    throw error instanceof HazardError ? error : new HazardError('store_unavailable', { en: 'the store did not answer', zh: '存储没有应答' })
  }
  if (stop.signal.aborted) throw tooMany
  return all
}

/** Rows of a source that was not learnt yet: stretches of its grid in which its own point has a reading. */
const storedRows = async (store: PicturesOptions['store'], ledger: PicturesOptions['ledger'], rule: AlarmRule, now: number): Promise<number> => {
  const point = ledger.point(rule.enterprise, rule.point)
  const everyMs = (rule.everyS ?? Number.NaN) * 1000
  if (point === undefined) return 0
  const { points } = await store.history({ point: point.number, from: now - 4 * FEWEST_HEALTHY_ROWS * everyMs, to: now, maxPoints: 40_000 })
  return new Set(points.map(([time]) => Math.floor(time / everyMs))).size
}

const makeAside = async (task: PictureTask): Promise<ModelPicture> => {
  const worker = new Worker(new URL('./picture-worker.ts', import.meta.url), { workerData: task })
  // An error event rejects.
  const [picture] = await once(worker, 'message') as [unknown]
  return ModelPicture.parse(picture)
}
