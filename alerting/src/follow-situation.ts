import { isHidden, isOpen, type Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint, Source } from '@hazardwatch/shared/ledger'
import { PointTable } from '@hazardwatch/shared/point-table'
import type { PointPresence } from '@hazardwatch/shared/presence'
import type { RegionRisk, SourceRisk } from '@hazardwatch/shared/risk'
import { isoTime } from '@hazardwatch/shared/time'
import { assessSource } from './assess-risk.ts'
import { createFloodBook, type FloodBook } from './nuisance/flood-book.ts'
import { overlayView, slotKey, type Overlay } from './overlay-book.ts'
import { createRiskMap, dropSourceRisk, putSourceRisk, regionRisk, type RiskMap } from './risk-map.ts'
import type { PointMemory } from './point-memory.ts'
import { absentPoints, changedPresences, createPresenceColumns, forgetPresence, toldPresence, toldSince, watchPresence, type PresenceColumns } from './presence-columns.ts'

/** The picture that the outside sees: durable open alarms, what is hidden, points that do not speak, and the levels that follow from both. */
export interface Situation {
  risk: RiskMap
  open: Map<string, Alarm>
  /** Open ones, and hidden ones that would be open. */
  openOfSource: Map<string, Map<string, Alarm>>
  overlays: Map<string, Overlay>
  floods: FloodBook
  points: PointTable
  pointsOfSource: Map<string, Set<number>>
  told: PresenceColumns
  /** Sources whose level must be found anew. */
  stale: Set<string>
}

export const createSituation = (): Situation => ({
  risk: createRiskMap(), open: new Map(), openOfSource: new Map(), overlays: new Map(), floods: createFloodBook(), points: new PointTable(), pointsOfSource: new Map(), told: createPresenceColumns(), stale: new Set(),
})

export const noteAlarm = (situation: Situation, alarm: Alarm): void => {
  if (alarm.late || alarm.dryRun) return
  const key = pointKey(alarm.enterprise, alarm.source)
  const ofSource = situation.openOfSource.get(key) ?? new Map<string, Alarm>()
  if (isOpen(alarm)) situation.open.set(alarm.id, alarm)
  else situation.open.delete(alarm.id)
  if (isOpen(alarm) || isHidden(alarm)) situation.openOfSource.set(key, ofSource.set(alarm.id, alarm))
  else ofSource.delete(alarm.id)
  situation.stale.add(key)
}

/** @param source that of the point, undefined when the ledger does not have it any more */
export const noteOverlay = (situation: Situation, overlay: Overlay, ended: boolean, source: string | undefined): void => {
  const key = `${overlay.state}\n${slotKey(overlay)}`
  if (ended) situation.overlays.delete(key)
  else situation.overlays.set(key, overlay)
  if (overlay.state === 'out_of_service' && source !== undefined) situation.stale.add(pointKey(overlay.enterprise, source))
}

export const notePoint = (situation: Situation, point: NumberedPoint, retired: boolean): void => {
  const before = situation.points.get(point.number)
  if (before !== undefined) forgetPoint(situation, before)
  if (!retired) {
    situation.points.set(point.number, point)
    watchPresence(situation.told, point.number, point.expectedIntervalS)
    const key = pointKey(point.enterprise, point.source)
    situation.pointsOfSource.set(key, (situation.pointsOfSource.get(key) ?? new Set()).add(point.number))
    situation.stale.add(key)
  }
}

const forgetPoint = (situation: Situation, point: NumberedPoint): void => {
  const key = pointKey(point.enterprise, point.source)
  situation.points.delete(point.number)
  forgetPresence(situation.told, point.number)
  situation.pointsOfSource.get(key)?.delete(point.number)
  situation.stale.add(key)
}

/** Looks at every point. @param now epoch ms, our clock @returns those whose presence changed; when there are `most` of them, there may be more. */
export const notePresences = (situation: Situation, memory: PointMemory, now: number, most?: number): PointPresence[] => {
  const changed: PointPresence[] = []
  for (const number of changedPresences(situation.told, memory, now, most)) {
    const point = situation.points.get(number)
    if (point === undefined) continue
    changed.push(presenceOf(situation, point))
    situation.stale.add(pointKey(point.enterprise, point.source))
  }
  return changed
}

/** What has been told of a point. */
const presenceOf = ({ told }: Situation, { number, enterprise, tag }: NumberedPoint): PointPresence => {
  const since = toldSince(told, number)
  return { point: pointKey(enterprise, tag), presence: toldPresence(told, number), since: since === null ? null : isoTime(since) }
}

/** @returns the points that are not live: all, or of these. */
export const absencesOf = (situation: Situation, numbers?: readonly number[]): PointPresence[] =>
  (numbers ?? absentPoints(situation.told)).flatMap((number): PointPresence[] => {
    const point = situation.points.get(number)
    return point === undefined || toldPresence(situation.told, number) === 'live' ? [] : [presenceOf(situation, point)]
  })

/** Finds the stale levels anew. @returns the sources whose level or reasons changed, and the regions whose counts changed. */
export const reassess = (
  situation: Situation, sourceOf: (key: string) => Source | undefined, regionsOf: (enterprise: string) => readonly string[],
): { sources: SourceRisk[]; regions: RegionRisk[] } => {
  const sources: SourceRisk[] = []
  const regions = new Set<string>()
  for (const key of situation.stale) {
    const source = sourceOf(key)
    if (source === undefined) { dropUnknownSource(situation, key, regions); continue }
    const risk = assessSource(situationOf(situation, key, source))
    const before = situation.risk.sources.get(key)?.risk
    for (const region of putSourceRisk(situation.risk, risk, regionsOf(source.enterprise))) regions.add(region)
    if (JSON.stringify(before) !== JSON.stringify(risk)) sources.push(risk)
  }
  situation.stale.clear()
  return { sources, regions: [...regions].map((region) => regionRisk(situation.risk, region)) }
}

const dropUnknownSource = (situation: Situation, key: string, regions: Set<string>): void => {
  const before = situation.risk.sources.get(key)?.risk
  if (before !== undefined) for (const region of dropSourceRisk(situation.risk, before.enterprise, before.source)) regions.add(region)
}

const situationOf = (situation: Situation, key: string, source: Source) => {
  const numbers = [...(situation.pointsOfSource.get(key) ?? [])]
  const tags = new Set<string | undefined>(numbers.map((number) => situation.points.get(number)?.tag))
  // A point without a regular interval is not expected to have spoken yet.
  const expected = numbers.filter((number) => toldPresence(situation.told, number) !== 'never_seen' || situation.points.get(number)?.expectedIntervalS !== null)
  const absences = absencesOf(situation, expected)
  return {
    enterprise: source.enterprise, source: source.code, watched: numbers.length > 0,
    alarms: [...(situation.openOfSource.get(key)?.values() ?? [])], absences,
    outOfService: [...situation.overlays.values()].filter(({ state, enterprise, point }) => state === 'out_of_service' && enterprise === source.enterprise && tags.has(point)).map(overlayView),
  }
}
