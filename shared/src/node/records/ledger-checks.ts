import { convertUnit } from '../../convert-unit.ts'
import { HazardError } from '../../error-codes.ts'
import type { GatewayProfile, MappedName } from '../../gateway-profile.ts'
import { pointKey } from '../../ids.ts'
import type { Point, Source } from '../../ledger.ts'
import { pointNamed, type LedgerPicture } from './ledger-picture.ts'

/** What must hold before a record may be written. Each throws HazardError that says what to do. */

export const checkNew = (kind: string, keys: readonly string[], taken: (key: string) => boolean): void => {
  const seen = new Set<string>()
  for (const key of keys) {
    if (taken(key)) throw new HazardError('already_exists', `${kind} ${key} is already in the ledger; use PUT to replace it`)
    if (seen.has(key)) throw new HazardError('already_exists', `${kind} ${key} stands twice in this request`)
    seen.add(key)
  }
}

export const checkEnterpriseExists = (picture: LedgerPicture, code: string): void => {
  if (!picture.enterprises.has(code)) throw new HazardError('unknown_reference', `enterprise ${code} is not in the ledger; register it first (POST /api/v1/enterprises)`)
}

export const checkSource = (picture: LedgerPicture, item: Source): void => { checkEnterpriseExists(picture, item.enterprise) }

export const checkPoint = (picture: LedgerPicture, item: Point): void => {
  checkEnterpriseExists(picture, item.enterprise)
  const source = pointKey(item.enterprise, item.source)
  if (!picture.sources.has(source)) throw new HazardError('unknown_reference', `source ${source} is not in the ledger; register it first (POST /api/v1/sources)`)
}

/** Every name of a gateway that has a unit must convert to that of its point, if there is one yet. */
export const checkGatewayUnits = (picture: LedgerPicture, { enterprise, code, map }: GatewayProfile): void => {
  for (const name of map) {
    const point = name.unit === undefined ? undefined : pointNamed(picture, enterprise, name.tag)
    if (point !== undefined) checkUnit(`gateway ${pointKey(enterprise, code)}: map ${JSON.stringify(name.from)}`, name, point)
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
      if (point !== undefined) checkUnit(`point ${pointKey(enterprise, name.tag)}, which gateway ${code} maps ${JSON.stringify(name.from)} to`, name, point)
    }
  }
}

/** In another unit a channel is another channel to what was learnt of its source: its next reading would be an alarm. */
export const checkLearntUnits = (picture: LedgerPicture, { enterprise, tag, unit }: Point): void => {
  if (pointNamed(picture, enterprise, tag)?.unit === unit) return
  for (const { id, enterprise: of, model } of picture.rules.values()) {
    if (of === enterprise && model?.tags.includes(tag) === true) {
      throw new HazardError('unit_impossible', `point ${pointKey(enterprise, tag)} is a channel of what rule ${id} has learnt, in its present unit; take the model out of the rule first (PUT /api/v1/rules without model), change the unit, then learn again on a window after it (POST /api/v1/models)`)
    }
  }
}

const checkUnit = (what: string, { unit = '', ...state }: MappedName, point: Point): void => {
  const converted = convertUnit(unit, point.unit, state)
  if (typeof converted === 'string') throw new HazardError('unit_impossible', `${what}: ${converted}`)
}

export const found = <Item>(kind: string, key: string, item: Item | undefined): Item => {
  if (item === undefined) throw new HazardError('not_found', `${kind} ${key} is not in the ledger`)
  return item
}
