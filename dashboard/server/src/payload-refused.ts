import { HazardError } from '@hazardwatch/shared/error-codes'
import type { IntakeResult } from '@hazardwatch/shared/reading-intake'
import type { Rejection } from '@hazardwatch/shared/rejection'

/** Nothing of a payload was accepted: the problem carries what was refused and why, in the words that MQTT senders read. */
export class PayloadRefused extends HazardError {
  readonly rejections: readonly Rejection[]

  constructor({ refused, rejections }: IntakeResult) {
    const first = rejections[0]
    super('payload_refused', {
      en: `${refused} refused${first === undefined ? '' : `; the first: ${first.where}: ${first.detail}`}`,
      zh: `拒收 ${refused} 项${first === undefined ? '' : `；第一项：${first.where}：${first.detailZh ?? first.detail}`}`,
    })
    this.rejections = rejections
  }
}
