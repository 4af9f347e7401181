import { convertUnit } from '../../convert-unit.ts'
import { HazardError } from '../../error-codes.ts'
import type { GatewayProfile, MappedName } from '../../gateway-profile.ts'
import { pointKey } from '../../ids.ts'
import type { Point, Source } from '../../ledger.ts'
import { isWords, type Words } from '../../words.ts'
import { pointNamed, type LedgerPicture } from './ledger-picture.ts'

/** What must hold before a record may be written. Each throws HazardError that says what to do. */

const kinds = { enterprise: '企业', source: '危险源', point: '测点', rule: '规则', gateway: '网关', camera: '摄像机' }
type Kind = keyof typeof kinds

export const checkNew = (kind: Kind, keys: readonly string[], taken: (key: string) => boolean): void => {
  const seen = new Set<string>()
  for (const key of keys) {
    if (taken(key)) throw new HazardError('already_exists', { en: `${kind} ${key} is already in the ledger; use PUT to replace it`, zh: `台账中已有${kinds[kind]} ${key}；要替换它请用 PUT` })
    if (seen.has(key)) throw new HazardError('already_exists', { en: `${kind} ${key} stands twice in this request`, zh: `${kinds[kind]} ${key} 在本次请求中出现两次` })
    seen.add(key)
  }
}

export const checkEnterpriseExists = (picture: LedgerPicture, code: string): void => {
  if (picture.enterprises.has(code)) return
  throw new HazardError('unknown_reference', {
    en: `enterprise ${code} is not in the ledger; register it first (POST /api/v1/enterprises)`,
    zh: `台账中没有企业 ${code}；请先登记（POST /api/v1/enterprises）`,
  })
}

export const checkSource = (picture: LedgerPicture, item: Source): void => { checkEnterpriseExists(picture, item.enterprise) }

export const checkPoint = (picture: LedgerPicture, item: Point): void => {
  checkEnterpriseExists(picture, item.enterprise)
  const source = pointKey(item.enterprise, item.source)
  if (picture.sources.has(source)) return
  throw new HazardError('unknown_reference', {
    en: `source ${source} is not in the ledger; register it first (POST /api/v1/sources)`,
    zh: `台账中没有危险源 ${source}；请先登记（POST /api/v1/sources）`,
  })
}

/** Every name of a gateway that has a unit must convert to that of its point, if there is one yet. */
export const checkGatewayUnits = (picture: LedgerPicture, { enterprise, code, map }: GatewayProfile): void => {
  for (const name of map) {
    const point = name.unit === undefined ? undefined : pointNamed(picture, enterprise, name.tag)
    if (point === undefined) continue
    const [key, from] = [pointKey(enterprise, code), JSON.stringify(name.from)]
    checkUnit({ en: `gateway ${key}: map ${from}`, zh: `网关 ${key}：map ${from}` }, name, point)
  }
}

/** As {@link checkGatewayUnits}, for points that are registered or change their unit after the gateway. */
export const checkPointUnits = (picture: LedgerPicture, points: readonly Point[]): void => {
  const byKey = new Map(points.map((point) => [pointKey(point.enterprise, point.tag), point]))
  const enterprises = new Set<string>(points.map(({ enterprise }) => enterprise))
  for (const { enterprise, code, map } of picture.gateways.values()) {
    if (!enterprises.has(enterprise)) continue
    for (const name of map) {
      const point = name.unit === undefined ? undefined : byKey.get(pointKey(enterprise, name.tag))
      if (point === undefined) continue
      const [key, from] = [pointKey(enterprise, name.tag), JSON.stringify(name.from)]
      checkUnit({ en: `point ${key}, which gateway ${code} maps ${from} to`, zh: `测点 ${key}（网关 ${code} 把 ${from} 映射为它）` }, name, point)
    }
  }
}

const checkUnit = (what: Words, { unit = '', ...state }: MappedName, point: Point): void => {
  const converted = convertUnit(unit, point.unit, state)
  if (isWords(converted)) throw new HazardError('unit_impossible', { en: `${what.en}: ${converted.en}`, zh: `${what.zh}：${converted.zh}` })
}

export const found = <Item>(kind: Kind, key: string, item: Item | undefined): Item => {
  if (item === undefined) throw new HazardError('not_found', { en: `${kind} ${key} is not in the ledger`, zh: `台账中没有${kinds[kind]} ${key}` })
  return item
}
