import type { AlarmDesk } from '@hazardwatch/shared/alarm-desk'
import type { FeedReading, UnnumberedFeedMessage } from '@hazardwatch/shared/feed-message'
import { splitPointKey } from '@hazardwatch/shared/ids'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { pictureIn, type FeedScope, type RegionOf } from './feed-scope.ts'

/** The points of a scope by what is known of them. */
export interface ScopePoints {
  /** ENT/TAG and number of those that are registered. */
  registered: { key: string; number: number }[]
  /** ENT/TAG of those that are not. */
  unknown: string[]
}

export const resolvePoints = (ledger: Pick<Ledger, 'point'>, scope: FeedScope): ScopePoints => {
  const found: ScopePoints = { registered: [], unknown: [] }
  for (const key of scope.points) {
    const parts = splitPointKey(key)
    const point = parts === undefined ? undefined : ledger.point(parts.enterprise, parts.tag)
    if (point === undefined) found.unknown.push(key)
    else found.registered.push({ key, number: point.number })
  }
  return found
}

/** @returns everything that a scope holds right now, without waiting for anything. */
export const snapshotOf = (
  desk: Pick<AlarmDesk, 'openAlarms' | 'overlays' | 'floods' | 'sourceRisks' | 'regionRisks' | 'absences'>,
  regionOf: RegionOf,
  scope: FeedScope,
  tagNumbers: Ledger['tagNumbers'],
  readings: Record<string, FeedReading[]>,
): UnnumberedFeedMessage => {
  const presence = scope.wide ? desk.absences([...scope.enterprises].flatMap((code) => [...tagNumbers(code)?.values() ?? []])) : desk.absences()
  const whole = { alarms: desk.openAlarms(), overlays: desk.overlays(), floods: desk.floods(), regions: desk.regionRisks(), sources: desk.sourceRisks(), presence }
  const { regions, sources, ...picture } = pictureIn(scope, regionOf, whole)
  return { type: 'snapshot', region: scope.region, ...(scope.wide && { wide: true }), ...picture, risk: { regions, sources }, readings }
}
