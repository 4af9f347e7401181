import type { ClockCorrection, GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { pointKey } from '@hazardwatch/shared/ids'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { createTopicTree } from '@hazardwatch/shared/topic-tree'
import type { FormatDecoder } from './decode/decode-target.ts'
import { formats } from './decode/formats.ts'
import { createNameMap, type NameMap } from './map-names.ts'

/** How the messages of one gateway are read. */
export interface GatewayRoute {
  enterprise: string
  code: string
  format: GatewayProfile['format']
  /** With the sessions of this gateway; another enterprise's messages cannot reach them. Of hj212 each connection has its own. */
  decode: FormatDecoder
  names: NameMap
  clock: ClockCorrection
}

/** The gateway profiles of the ledger as lookups. A change of the ledger takes effect with the next message. */
export interface GatewayRoutes {
  find(topic: string): GatewayRoute | undefined
  /** The box that gives this MN over HJ 212. */
  ofDevice(mn: string): GatewayRoute | undefined
  /** That of an enterprise with a code. */
  ofCode(enterprise: string, code: string): GatewayRoute | undefined
  /** What to subscribe to for all of them. */
  filters(): string[]
  start(): void
  stop(): void
}

interface Entry {
  profile: GatewayProfile
  route: GatewayRoute
}

/** @param changed called soon after the filters changed, once for many changes of one turn */
export const createGatewayRoutes = (ledger: Pick<Ledger, 'gateways' | 'point' | 'onChange'>, changed: () => void): GatewayRoutes => {
  const entries = new Map<string, Entry>()
  const byTopic = createTopicTree<GatewayRoute>()
  const byDevice = new Map<string, GatewayRoute>()
  const stale = new Set<string>()
  let stopListening = (): void => undefined
  let announced = true

  const announce = (): void => {
    if (!announced) return
    announced = false
    queueMicrotask(() => {
      announced = true
      changed()
    })
  }
  const drop = ({ topic, mn }: GatewayProfile): void => {
    if (topic !== undefined) byTopic.delete(topic)
    if (mn !== undefined) byDevice.delete(mn)
  }
  const put = (profile: GatewayProfile, retired: boolean): void => {
    const key = pointKey(profile.enterprise, profile.code)
    const before = entries.get(key)
    if (before !== undefined) drop(before.profile)
    entries.delete(key)
    if (retired) return
    const route = routeOf(profile, before, namesOf(profile))
    entries.set(key, { profile, route })
    if (profile.topic !== undefined) byTopic.set(profile.topic, route)
    if (profile.mn !== undefined) byDevice.set(profile.mn, route)
  }
  const namesOf = ({ enterprise, map }: GatewayProfile): NameMap => createNameMap(map, (tag) => ledger.point(enterprise, tag)?.unit)
  /** The units of points are in the maps of names. Many points change in one turn; no message comes within it. */
  const convertAgain = (enterprise: string): void => {
    if (stale.size === 0) {
      queueMicrotask(() => {
        for (const { profile, route } of entries.values()) if (stale.has(profile.enterprise) && profile.map.some(({ unit }) => unit !== undefined)) route.names = namesOf(profile)
        stale.clear()
      })
    }
    stale.add(enterprise)
  }
  return {
    find: (topic) => byTopic.find(topic),
    ofDevice: (mn) => byDevice.get(mn),
    ofCode: (enterprise, code) => entries.get(pointKey(enterprise, code))?.route,
    filters: () => [...entries.values()].flatMap(({ profile: { topic } }) => (topic === undefined ? [] : [topic])),
    start: () => {
      stopListening = ledger.onChange((change) => {
        if (change.type === 'point') convertAgain(change.point.enterprise)
        if (change.type !== 'gateway') return
        put(change.gateway, change.retired)
        announce()
      })
      for (const profile of ledger.gateways()) put(profile, false)
    },
    stop: () => { stopListening() },
  }
}

/** A map that is mended does not end the sessions: their births would not come again by themselves. */
const routeOf = (profile: GatewayProfile, before: Entry | undefined, names: NameMap): GatewayRoute => {
  const goesOn = before?.profile.format === profile.format && before.profile.topic === profile.topic
  const { enterprise, code, format, clockCorrection: clock } = profile
  return { enterprise, code, format, decode: goesOn ? before.route.decode : formats[format](), names, clock }
}
