import type { Camera } from '../../camera.ts'
import type { GatewayProfile } from '../../gateway-profile.ts'
import { pointKey, splitPointKey } from '../../ids.ts'
import type { Enterprise, NumberedPoint, Source } from '../../ledger.ts'
import { PointTable } from '../../point-table.ts'
import type { PointLookup } from '../../rule-part.ts'
import { RuleShelves } from './rule-shelves.ts'
import { createTopicTree, type TopicTree } from '../../topic-tree.ts'

/** The whole ledger in memory, as lookups by key. Retired records are not in it. */
export interface LedgerPicture {
  enterprises: Map<string, Enterprise>
  /** By `ENT/CODE`. */
  sources: Map<string, Source>
  /** By number; by name through `tagNumbers` (`pointNamed`): a key of its own for each of a country's points would take as much room as the point. */
  points: PointTable
  /** Enterprise to tag to point number: what the decoders resolve with. */
  tagNumbers: Map<string, Map<string, number>>
  rules: RuleShelves
  /** By `ENT/CODE`. */
  gateways: Map<string, GatewayProfile>
  gatewayTopics: TopicTree<GatewayProfile>
  gatewaysByMn: Map<string, GatewayProfile>
  /** By `ENT/ID`. */
  cameras: Map<string, Camera>
  /** Who has the camera of an id. */
  cameraOwners: Map<string, string>
}

export const createLedgerPicture = (): LedgerPicture => {
  const points = { points: new PointTable(), tagNumbers: new Map<string, Map<string, number>>() }
  return {
    enterprises: new Map(), sources: new Map(), ...points, rules: new RuleShelves((enterprise, tag) => pointNamed(points, enterprise, tag)),
    gateways: new Map(), gatewayTopics: createTopicTree(), gatewaysByMn: new Map(), cameras: new Map(), cameraOwners: new Map(),
  }
}

/** What a selector is resolved with. */
export const lookupOf = (picture: LedgerPicture): PointLookup => ({
  point: (enterprise, tag) => pointNamed(picture, enterprise, tag),
  pointByNumber: (number) => picture.points.get(number),
  tagNumbers: (enterprise) => picture.tagNumbers.get(enterprise),
})

export const putEnterprise = (picture: LedgerPicture, item: Enterprise): void => {
  picture.enterprises.set(item.code, item)
  if (!picture.tagNumbers.has(item.code)) picture.tagNumbers.set(item.code, new Map())
}

export const dropEnterprise = (picture: LedgerPicture, code: string): void => {
  picture.enterprises.delete(code)
  picture.tagNumbers.delete(code)
}

export const putSource = (picture: LedgerPicture, item: Source): void => {
  picture.sources.set(pointKey(item.enterprise, item.code), item)
}

export const dropSource = (picture: LedgerPicture, item: Source): void => {
  picture.sources.delete(pointKey(item.enterprise, item.code))
}

export const pointNamed = (picture: Pick<LedgerPicture, 'points' | 'tagNumbers'>, enterprise: string, tag: string): NumberedPoint | undefined => {
  const number = picture.tagNumbers.get(enterprise)?.get(tag)
  return number === undefined ? undefined : picture.points.get(number)
}

/** @returns the points of an enterprise. */
export const pointsOf = (picture: LedgerPicture, enterprise: string): NumberedPoint[] =>
  [...picture.tagNumbers.get(enterprise)?.values() ?? []].flatMap((number) => picture.points.get(number) ?? [])

/** @param key `ENT/TAG` */
export const pointOfKey = (picture: LedgerPicture, key: string): NumberedPoint | undefined => {
  const parts = splitPointKey(key)
  return parts && pointNamed(picture, parts.enterprise, parts.tag)
}

export const putPoint = (picture: LedgerPicture, item: NumberedPoint): void => {
  picture.points.set(item.number, item)
  picture.tagNumbers.get(item.enterprise)?.set(item.tag, item.number)
}

export const dropPoint = (picture: LedgerPicture, item: NumberedPoint): void => {
  picture.points.delete(item.number)
  picture.tagNumbers.get(item.enterprise)?.delete(item.tag)
}

export const putGateway = (picture: LedgerPicture, item: GatewayProfile): void => {
  picture.gateways.set(pointKey(item.enterprise, item.code), item)
  if (item.topic !== undefined) picture.gatewayTopics.set(item.topic, item)
  if (item.mn !== undefined) picture.gatewaysByMn.set(item.mn, item)
}

export const dropGateway = (picture: LedgerPicture, item: GatewayProfile): void => {
  picture.gateways.delete(pointKey(item.enterprise, item.code))
  if (item.topic !== undefined) picture.gatewayTopics.delete(item.topic)
  if (item.mn !== undefined) picture.gatewaysByMn.delete(item.mn)
}

export const putCamera = (picture: LedgerPicture, item: Camera): void => {
  picture.cameras.set(pointKey(item.enterprise, item.id), item)
  picture.cameraOwners.set(item.id, item.enterprise)
}

export const dropCamera = (picture: LedgerPicture, item: Camera): void => {
  picture.cameras.delete(pointKey(item.enterprise, item.id))
  picture.cameraOwners.delete(item.id)
}
