import { isEvidence, type EvidenceKind } from '@hazardwatch/shared/alarm-mark'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Tag } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { ExpectedRow, ModelPicture, PictureSeries } from '@hazardwatch/shared/model-picture'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { ruleIdOf } from '@hazardwatch/shared/rule-part'
import { isoTime } from '@hazardwatch/shared/time'
import { createLimitConfigs, isJudged, setLimitConfig, SIGNAL } from '../detect/limit-columns.ts'
import { admit, createDetection } from '../detection.ts'
import { anomalyConfig, baselineConfig, detectorOf, forecastConfig, healthConfig, otherInputs, sourceConfig } from '../detect/all-detectors.ts'
import { lookOnAnomaly } from './look-on-anomaly.ts'
import { lookOnChange } from './look-on-change.ts'
import { lookOnDrift } from './look-on-drift.ts'
import { lookOnForecast } from './look-on-forecast.ts'
import { lookOnBaseline, lookOnHealth } from './look-on-instrument.ts'
import { lookOnSource } from './look-on-source.ts'
import type { Onlooker, Reason, SeenRow } from './look-on.ts'

/** As many as a picture has pixels, nearly. */
const MOST_ROWS = 400
/** A score must rise by so much before it is worth to ask why anew. */
const HIGHER = 1.02

export interface PictureTask {
  rule: AlarmRule
  /** The point of the rule, then those of its other inputs, in their order; undefined where the ledger has none. */
  points: (NumberedPoint | undefined)[]
  /** Stored readings of these points, oldest first; those before `from` warm the detector up. */
  readings: ReadingBatch
  /** Epoch ms. */
  replayedFrom: number
  from: number
  to: number
  at: number | undefined
}

/** Pure: lets stored readings pass through the detector of a rule as they did live, and says what it expected and why it found what it found. */
export const makePicture = (task: PictureTask): ModelPicture => {
  const { rule, from, to, replayedFrom, readings } = task
  if (!isEvidence(rule.kind)) throw new TypeError(`a rule of kind ${rule.kind} expects nothing`)
  const onlooker = onlookerOf(task)
  const kept = onlooker === undefined ? undefined : look(task, onlooker)
  const rows = kept?.rows ?? []
  const reason = kept?.reason
  return {
    rule: ruleIdOf(rule.id), kind: rule.kind, from: isoTime(from), to: isoTime(to), replayedFrom: isoTime(Math.max(replayedFrom, readings.count === 0 ? replayedFrom : readings.time[0]!)), readings: readings.count,
    at: kept?.reasonAt === undefined ? null : isoTime(kept.reasonAt),
    score: {
      meaning: onlooker?.meaning ?? 'none', alarmAt: numberOrNull(withoutNoise(onlooker?.alarmAt())),
      rows: rows.flatMap(({ time, score }): [number, number][] => (Number.isNaN(score) ? [] : [[time, score]])),
    },
    expectedBy: reason?.expectedBy ?? 'none',
    level: rule.kind === 'forecast' ? rule.limit : null,
    series: seriesOf(task, rows, reason?.series ?? [0]),
    contributions: reason?.contributions ?? [], findings: reason?.findings ?? [],
    courses: [reason?.course, kept?.last.course].flatMap((course, index, all) => (course === null || course === undefined || (index === 1 && course.madeAt === all[0]?.madeAt) ? [] : [course])),
  }
}

const onlookerOf = ({ rule, points }: PictureTask): Onlooker | undefined => {
  const [own] = points
  switch (rule.kind as EvidenceKind) {
    case 'anomaly':
      return lookOnAnomaly(anomalyConfig(rule))
    case 'changepoint':
      return lookOnChange(rule)
    case 'drift':
      return lookOnDrift(rule)
    case 'forecast':
      return lookOnForecast(forecastConfig(rule))
    case 'baseline':
      return lookOnBaseline(baselineConfig(rule))
    case 'health':
      return own && lookOnHealth(healthConfig(rule, own))
    case 'multivariate': {
      const { model, limit } = sourceConfig(rule)
      return model && lookOnSource(rule, model, limit)
    }
  }
}

interface Looked {
  rows: SeenRow[]
  reason: Reason | undefined
  reasonAt: number | undefined
  last: Reason
}

/** Of each stretch of time the row with the highest score is kept; the reason is that of the moment asked for, or of the highest score in the range. */
const look = ({ rule, points, readings, from, to, at }: PictureTask, onlooker: Onlooker): Looked => {
  const bestOf = new Map<number, SeenRow>()
  const hears = hearing(rule, points)
  let reason: Reason | undefined
  let reasonAt: number | undefined
  let highest = 0
  let latest: SeenRow | undefined
  for (let i = 0; i < readings.count; i++) {
    const time = readings.time[i]!
    if (time >= to) break
    if (at !== undefined && reason === undefined && time > at && latest !== undefined) {
      reason = onlooker.reason()
      reasonAt = latest.time
    }
    const heard = hears(readings, i)
    const row = heard && onlooker.take(heard.input, heard.time, heard.value, readings.quality[i]!)
    if (row === undefined) continue
    latest = row
    if (row.time < from || row.time >= to) continue
    if (at === undefined && row.score > highest * HIGHER) {
      highest = row.score
      reason = onlooker.reason()
      reasonAt = row.time
    }
    const bucket = Math.floor((row.time - from) * MOST_ROWS / (to - from))
    const best = bestOf.get(bucket)
    if (best === undefined || row.score > best.score || Number.isNaN(best.score)) bestOf.set(bucket, row)
  }
  const last = onlooker.reason()
  if (reason === undefined && latest !== undefined) {
    reason = last
    reasonAt = latest.time
  }
  return { rows: [...bestOf.values()], reason, reasonAt, last }
}

/** Each reading once, in order, of a quality that the rule judges: as the engine does. */
const hearing = (rule: AlarmRule, points: PictureTask['points']) => {
  const inputs = new Map(points.flatMap((point, input): [number, number][] => (point === undefined ? [] : [[point.number, input]])))
  const own = points[0]
  const detector = own && detectorOf(rule, own)
  const configs = createLimitConfigs(1)
  const detection = detector && createDetection(detector, points.map((point) => point?.number ?? -1))
  if (detector !== undefined) setLimitConfig(configs, 0, rule, SIGNAL, detector)
  return (readings: ReadingBatch, i: number): { input: number; time: number; value: number } | undefined => {
    const input = inputs.get(readings.point[i]!)
    if (input === undefined || detection === undefined) return undefined
    const time = admit(detection, input, readings.time[i]!)
    if (Number.isNaN(time)) return undefined
    const value = readings.value[i]!
    return { input, time, value: isJudged(configs, 0, readings.quality[i]!, value) ? value : Number.NaN }
  }
}

/** The series of an anomaly are two bands of one point; those of all others are the inputs. */
const seriesOf = ({ rule, points }: PictureTask, rows: readonly SeenRow[], shown: readonly number[]): PictureSeries[] => {
  const tags = [rule.point, ...otherInputs(rule)].map((tag) => Tag.parse(tag))
  return shown.map((index, place): PictureSeries => {
    const input = rule.kind === 'anomaly' ? 0 : index
    return {
      tag: tags[input] ?? Tag.parse(rule.point), unit: points[input]?.unit ?? '', role: place === 0 ? 'own' : rule.kind === 'drift' ? 'sibling' : 'channel',
      rows: rows.map((row): ExpectedRow => {
        const band = row.bands[index]
        return [row.time, numberOrNull(row.values[index]), numberOrNull(band?.low), numberOrNull(band?.expected), numberOrNull(band?.high)]
      }),
    }
  })
}

/** A bar of 12 that floating point made 11.999999999999998 of is one of 12. */
const withoutNoise = (value: number | undefined): number | undefined => (value === undefined ? undefined : Number(value.toPrecision(12)))

const numberOrNull = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value)
