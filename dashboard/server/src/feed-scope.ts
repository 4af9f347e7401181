import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { UnnumberedFeedMessage } from '@hazardwatch/shared/feed-message'
import { splitPointKey } from '@hazardwatch/shared/ids'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { PointPresence } from '@hazardwatch/shared/presence'
import type { Region } from '@hazardwatch/shared/region'
import { COUNTRY, regionsWithin } from '@hazardwatch/shared/region-tree'
import type { RegionRisk, SourceRisk } from '@hazardwatch/shared/risk'
import { enterpriseTest, type InRegion } from './region-scope.ts'

/** What one connection wants: alarms, risk and presence of a region with everything below it; readings of the points. */
export interface FeedScope {
  readonly region: string
  readonly regions: ReadonlySet<string>
  /** ENT/TAG */
  readonly points: ReadonlySet<string>
  /**
   * The region has more points than anybody looks at: when a province falls silent, its presences and reasons are tens of megabytes for every screen, in the
   * very minute in which alarms must come through. So presence and reasons are told of the enterprises of the points above only.
   */
  readonly wide: boolean
  /** Of the points. */
  readonly enterprises: ReadonlySet<string>
  /** Scopes of the same key are told the same of every change. */
  readonly key: string
}

const WIDE_POINTS = 5_000

type ScopeLedger = Pick<Ledger, 'enterprises' | 'tagNumbers'>

/** @returns the scope of a subscription, or undefined when there is no such region. */
export const scopeOf = (list: readonly Region[], ledger: ScopeLedger, region: string, points: readonly string[]): FeedScope | undefined => {
  const regions = regionsWithin(list, region)
  if (regions === undefined) return undefined
  const enterprises = new Set(points.map((key) => splitPointKey(key)?.enterprise ?? ''))
  const wide = pointsWithin(ledger, regions) > WIDE_POINTS
  return { region, regions, points: new Set(points), wide, enterprises, key: wide ? [region, ...[...enterprises].sort()].join(' ') : region }
}

const pointsWithin = (ledger: ScopeLedger, regions: ReadonlySet<string>): number =>
  ledger.enterprises().reduce((sum, { code, region }) => (regions.has(region) ? sum + (ledger.tagNumbers(code)?.size ?? 0) : sum), 0)

/** @returns a source's level as the scope is told it. */
const riskIn = ({ wide, enterprises }: FeedScope, risk: SourceRisk): SourceRisk => {
  if (!wide || risk.contributions.length === 0 || enterprises.has(risk.enterprise)) return risk
  return { ...risk, contributions: [], more: risk.contributions.length + (risk.more ?? 0) }
}

export type RegionOf = (enterprise: string) => string | undefined

const regionIn = (scope: FeedScope, region: string): boolean => scope.region === COUNTRY || scope.regions.has(region)

const presenceIn = ({ wide, enterprises }: FeedScope, inRegion: InRegion, { point }: PointPresence): boolean => {
  const enterprise = splitPointKey(point)?.enterprise ?? ''
  return (!wide || enterprises.has(enterprise)) && inRegion(enterprise)
}

const sourcesIn = (scope: FeedScope, inRegion: InRegion, sources: readonly SourceRisk[]): SourceRisk[] =>
  sources.filter((risk) => inRegion(risk.enterprise)).map((risk) => riskIn(scope, risk))

export interface CountryPicture { alarms: Alarm[]; overlays: AlarmOverlay[]; floods: Flood[]; regions: RegionRisk[]; sources: SourceRisk[]; presence: PointPresence[] }

/** @returns the part of the whole picture that belongs to a scope. */
export const pictureIn = (scope: FeedScope, regionOf: RegionOf, picture: CountryPicture): CountryPicture => {
  const inRegion = enterpriseTest(scope.region, scope.regions, regionOf)
  return {
    alarms: picture.alarms.filter((alarm) => inRegion(alarm.enterprise)),
    overlays: picture.overlays.filter((overlay) => inRegion(overlay.enterprise)),
    floods: picture.floods.filter((flood) => regionIn(scope, flood.region)),
    regions: picture.regions.filter((risk) => regionIn(scope, risk.region)),
    sources: sourcesIn(scope, inRegion, picture.sources),
    presence: picture.presence.filter((presence) => presenceIn(scope, inRegion, presence)),
  }
}

/** @returns the message that a change is for a scope, or undefined when nothing of it belongs there. */
export const messageIn = (scope: FeedScope, regionOf: RegionOf, change: EngineChange): UnnumberedFeedMessage | undefined => {
  const inRegion = enterpriseTest(scope.region, scope.regions, regionOf)
  switch (change.type) {
    case 'alarm':
      return inRegion(change.alarm.enterprise) ? { type: 'alarm', alarm: change.alarm } : undefined
    case 'flood': {
      const floods = change.floods.filter((flood) => regionIn(scope, flood.region))
      return floods.length === 0 ? undefined : { type: 'flood', floods }
    }
    case 'overlay':
      return inRegion(change.overlay.enterprise) ? { type: 'overlay', overlay: change.overlay, ended: change.ended } : undefined
    case 'risk': {
      const regions = change.regions.filter((risk) => regionIn(scope, risk.region))
      const sources = sourcesIn(scope, inRegion, change.sources)
      return regions.length + sources.length === 0 ? undefined : { type: 'risk', regions, sources }
    }
    case 'presence': {
      const points = change.points.filter((presence) => presenceIn(scope, inRegion, presence))
      return points.length === 0 ? undefined : { type: 'presence', points }
    }
  }
}
