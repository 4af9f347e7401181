import type { AlarmRule } from '../../alarm-rule.ts'
import { pointKey } from '../../ids.ts'
import type { Enterprise, NumberedPoint, Source } from '../../ledger.ts'

/** The whole ledger in memory, as lookups by key. Retired records are not in it. */
export interface LedgerPicture {
  enterprises: Map<string, Enterprise>
  /** By `ENT/CODE`. */
  sources: Map<string, Source>
  /** By `ENT/TAG`. */
  points: Map<string, NumberedPoint>
  pointsByNumber: Map<number, NumberedPoint>
  /** Enterprise to tag to point number: what the decoders resolve with. */
  tagNumbers: Map<string, Map<string, number>>
  rules: Map<string, AlarmRule>
}

export const createLedgerPicture = (): LedgerPicture => ({
  enterprises: new Map(), sources: new Map(), points: new Map(), pointsByNumber: new Map(), tagNumbers: new Map(), rules: new Map(),
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

export const putPoint = (picture: LedgerPicture, item: NumberedPoint): void => {
  picture.points.set(pointKey(item.enterprise, item.tag), item)
  picture.pointsByNumber.set(item.number, item)
  picture.tagNumbers.get(item.enterprise)?.set(item.tag, item.number)
}

export const dropPoint = (picture: LedgerPicture, item: NumberedPoint): void => {
  picture.points.delete(pointKey(item.enterprise, item.tag))
  picture.pointsByNumber.delete(item.number)
  picture.tagNumbers.get(item.enterprise)?.delete(item.tag)
}
