import type { AlarmRule } from '../../alarm-rule.ts'
import { HazardError } from '../../error-codes.ts'
import { pointKey } from '../../ids.ts'
import type { Point, Source } from '../../ledger.ts'
import type { LedgerPicture } from './ledger-picture.ts'

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

/** A rule that could never alarm is refused when it is written, not discovered when it was needed. */
export const checkRule = (picture: LedgerPicture, rule: AlarmRule): void => {
  const key = pointKey(rule.enterprise, rule.point)
  const point = picture.points.get(key)
  if (point === undefined) throw new HazardError('unknown_reference', `point ${key} is not in the ledger; register it first (POST /api/v1/points)`)
  const { rangeLow, rangeHigh } = point
  if ((rangeLow !== null && rule.limit < rangeLow) || (rangeHigh !== null && rule.limit > rangeHigh)) {
    throw new HazardError('rule_impossible', `rule ${rule.id}: limit ${rule.limit} lies outside the range ${rangeLow ?? '…'} to ${rangeHigh ?? '…'} ${point.unit} of ${key}, so it could never alarm; choose a limit inside it or correct the range`)
  }
  if (rangeLow !== null && rangeHigh !== null && rule.deadband > 0 && rule.deadband >= rangeHigh - rangeLow) {
    throw new HazardError('rule_impossible', `rule ${rule.id}: deadband ${rule.deadband} is as wide as the whole range of ${key}, so it could never clear; choose a smaller one`)
  }
}

export const found = <Item>(kind: string, key: string, item: Item | undefined): Item => {
  if (item === undefined) throw new HazardError('not_found', `${kind} ${key} is not in the ledger`)
  return item
}
