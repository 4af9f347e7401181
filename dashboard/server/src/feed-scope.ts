import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { Flood } from '@hazardwatch/shared/alarm-kpis'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import type { UnnumberedFeedMessage } from '@hazardwatch/shared/feed-message'
import { splitPointKey } from '@hazardwatch/shared/ids'
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
}

/** @returns the scope of a subscription, or undefined when there is no such region. */
export const scopeOf = (list: readonly Region[], region: string, points: readonly string[]): FeedScope | undefined => {
  const regions = regionsWithin(list, region)
  return regions === undefined ? undefined : { region, regions, points: new Set(points) }
}

export type RegionOf = (enterprise: string) => string | undefined

const regionIn = (scope: FeedScope, region: string): boolean => scope.region === COUNTRY || scope.regions.has(region)

const presenceIn = (inRegion: InRegion, presence: PointPresence): boolean => inRegion(splitPointKey(presence.point)?.enterprise ?? '')

export interface CountryPicture { alarms: Alarm[]; overlays: AlarmOverlay[]; floods: Flood[]; regions: RegionRisk[]; sources: SourceRisk[]; presence: PointPresence[] }

/** @returns the part of the whole picture that belongs to a scope. */
export const pictureIn = (scope: FeedScope, regionOf: RegionOf, picture: CountryPicture): CountryPicture => {
  const inRegion = enterpriseTest(scope.region, scope.regions, regionOf)
  return {
    alarms: picture.alarms.filter((alarm) => inRegion(alarm.enterprise)),
    overlays: picture.overlays.filter((overlay) => inRegion(overlay.enterprise)),
    floods: picture.floods.filter((flood) => regionIn(scope, flood.region)),
    regions: picture.regions.filter((risk) => regionIn(scope, risk.region)),
    sources: picture.sources.filter((risk) => inRegion(risk.enterprise)),
    presence: picture.presence.filter((presence) => presenceIn(inRegion, presence)),
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
      const sources = change.sources.filter((risk) => inRegion(risk.enterprise))
      return regions.length + sources.length === 0 ? undefined : { type: 'risk', regions, sources }
    }
    case 'presence': {
      const points = change.points.filter((presence) => presenceIn(inRegion, presence))
      return points.length === 0 ? undefined : { type: 'presence', points }
    }
  }
}
