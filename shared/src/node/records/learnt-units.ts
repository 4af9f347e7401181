import { HazardError } from '../../error-codes.ts'
import { pointKey } from '../../ids.ts'
import type { Point } from '../../ledger.ts'
import { pointNamed, type LedgerPicture } from './ledger-picture.ts'
import { refuse, type Written } from './refuse-rule.ts'

/** In another unit a channel is another channel to what was learnt of its source: its next reading would be an alarm. */

/** Points that are registered (anew), or replaced: those that a model has as channels keep the unit in which it learnt them. */
export const checkLearntUnits = (picture: LedgerPicture, points: readonly Point[]): void => {
  const learnt = picture.rules.of({ kind: 'multivariate' }).flatMap(({ id, enterprise, model }) => (model === undefined ? [] : [{ id, enterprise, model }]))
  if (learnt.length === 0) return
  for (const { enterprise, tag, unit } of points) {
    for (const { id, enterprise: of, model } of learnt) {
      if (of !== enterprise || !model.tags.includes(tag)) continue
      // A model from before units were kept learnt the channel in the unit that it has.
      const was = model.units?.[model.tags.indexOf(tag)] ?? pointNamed(picture, enterprise, tag)?.unit ?? unit
      if (was !== unit) refusePoint(pointKey(enterprise, tag), id, was)
    }
  }
}

const refusePoint = (key: string, rule: string, unit: string): never => {
  throw new HazardError('unit_impossible', {
    en: `point ${key} is a channel of what rule ${rule} has learnt, in ${unit || 'no unit'}; take the model out of the rule first (PUT /api/v1/rules without model), change the unit, then learn again on a window after it (POST /api/v1/models)`,
    zh: `测点 ${key} 是规则 ${rule} 已学模型的一个通道，模型按单位 ${unit || '（无）'} 学得；先去掉规则的模型（PUT /api/v1/rules，不带 model），再改单位，然后用改后的时段重新学习（POST /api/v1/models）`,
  })
}

/** A rule that is written with a model, as when an older one is brought back. */
export const checkModelUnits = (picture: LedgerPicture, written: Written): void => {
  const { enterprise, model } = written.rule
  for (const [channel, was] of (model?.units ?? []).entries()) {
    const tag = model?.tags[channel] ?? ''
    const unit = pointNamed(picture, enterprise, tag)?.unit
    if (unit === undefined || unit === was) continue
    refuse(written, 'model', {
      en: `the model learnt ${tag} in ${was || 'no unit'}, and the point is in ${unit || 'no unit'} now; leave the model out and learn the source again (POST /api/v1/models)`,
      zh: `模型按单位 ${was || '（无）'} 学得 ${tag}，而该测点现在的单位是 ${unit || '（无）'}；去掉模型并重新学习该危险源（POST /api/v1/models）`,
    })
  }
}
