import { NATIVE_GATEWAY, type GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger, LedgerChange } from '@hazardwatch/shared/ledger-port'
import type { Engine } from '../engine-state.ts'
import { assignPoint, dropPoint, gatewayOf } from './gateway-book.ts'

type Points = Pick<Ledger, 'points' | 'gateways' | 'tagNumbers' | 'pointByNumber'>

export interface GatewayFollower {
  follow: (change: LedgerChange) => void
  /** A message came through a gateway with readings of this point. */
  hear: (point: number, gateway: string) => void
}

/**
 * Which point comes through which gateway as far as the ledger tells: by the map of a profile, else by the only profile of the enterprise, else by none (the
 * native topics and HTTP). What the messages themselves tell goes before that.
 */
export const followGateways = (engine: Engine, ledger: Points): GatewayFollower => {
  const profiles = new Map<string, Map<string, GatewayProfile>>()
  /** By enterprise and tag: the code of the gateway whose map has it. */
  const mapped = new Map<string, Map<string, string>>()
  const remap = (enterprise: string): void => {
    mapped.set(enterprise, new Map([...profiles.get(enterprise)?.values() ?? []].flatMap(({ code, map }) => map.map(({ tag }): [string, string] => [tag, code]))))
  }
  const assign = (point: NumberedPoint): void => {
    const own = profiles.get(point.enterprise)
    const [only] = own?.size === 1 ? own.keys() : []
    assignPoint(engine.gateways, point, gatewayOf(engine.gateways, point.enterprise, mapped.get(point.enterprise)?.get(point.tag) ?? only ?? NATIVE_GATEWAY), false)
  }
  for (const profile of ledger.gateways()) profiles.set(profile.enterprise, (profiles.get(profile.enterprise) ?? new Map<string, GatewayProfile>()).set(profile.code, profile))
  for (const enterprise of profiles.keys()) remap(enterprise)
  for (const point of ledger.points()) assign(point)
  return {
    follow: (change) => {
      if (change.type === 'point') {
        if (change.retired) dropPoint(engine.gateways, change.point.number)
        else assign(change.point)
      }
      if (change.type !== 'gateway') return
      const { enterprise, code } = change.gateway
      const own = profiles.get(enterprise) ?? new Map<string, GatewayProfile>()
      profiles.set(enterprise, own)
      if (change.retired) own.delete(code)
      else own.set(code, change.gateway)
      remap(enterprise)
      for (const number of ledger.tagNumbers(enterprise)?.values() ?? []) {
        const point = ledger.pointByNumber(number)
        if (point !== undefined) assign(point)
      }
    },
    hear: (number, code) => {
      const point = ledger.pointByNumber(number)
      if (point !== undefined) assignPoint(engine.gateways, point, gatewayOf(engine.gateways, point.enterprise, code), true)
    },
  }
}
