import { z } from 'zod'
import { valueFault, type Problem } from '../refusals.ts'
import { isFields } from './json-fields.ts'
import { readFields } from './event-parts.ts'
import { readJson } from './read-json.ts'

const REMEDY = { en: 'send {"online": true}, and {"online": false} as the will', zh: '请发送 {"online": true}，并以 {"online": false} 作为遗嘱' }

const Status = z.object({ online: z.boolean() })

/**
 * `{"online": true}`, or `{"online": false}` as the will. There is no time in it: a will is written when its sender connects, so what
 * counts is when it arrives. Pure, and it never throws.
 */
export const decodeNativeStatus = (payload: Uint8Array): { online: boolean } | { problem: Problem } => {
  const json = readJson(payload)
  if (!json.ok) return { problem: json.problem }
  if (!isFields(json.value)) return { problem: { reason: 'wrong_shape', where: '$', detail: valueFault(json.value, { en: 'is no status', zh: '不是状态报文' }, REMEDY) } }
  const read = readFields(Status, json.value)
  if ('fields' in read) return read.fields
  const { reason, where, detail } = read.problem
  return { problem: { reason, where: `$${where}`, detail: detail() } }
}
