import { isoTime } from '@hazardwatch/shared/time'
import type { Words } from '@hazardwatch/shared/words'
import { READINGS_MAX } from './decode-target.ts'

/** A remedy: what to send instead, as an example that needs no language. */
export const send = (example: string): Words => ({ en: `send ${example}`, zh: `请发送 ${example}` })

export const TAG_UNREGISTERED: Words = { en: 'this tag is not registered: register the point, or correct the tag', zh: '位号未登记；请登记测点，或更正位号' }

export const TOO_MANY_READINGS: Words = { en: `more than ${READINGS_MAX} readings: split the message`, zh: `读数超过 ${READINGS_MAX} 个；请拆分发送` }

/** What is wrong with a time that is too far ahead. @param by how far it may be, with its unit @param arrivedAt epoch ms */
export const tooFarAhead = (by: string, arrivedAt: number): Words =>
  ({ en: `is more than ${by} ahead of its arrival at ${isoTime(arrivedAt)}`, zh: `时间比到达时间 ${isoTime(arrivedAt)} 超前 ${by} 以上` })

/** @param enterprise as the topic names it */
export const enterpriseUnregistered = (enterprise: string): Words =>
  ({ en: `enterprise "${enterprise}" is not registered: register it, or correct the topic`, zh: `企业 "${enterprise}" 未登记；请登记，或更正主题` })
