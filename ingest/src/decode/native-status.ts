import { z } from 'zod'
import { shown, type Problem } from '../refusals.ts'
import { isFields } from './json-fields.ts'
import { readFields } from './event-parts.ts'
import { readJson } from './read-json.ts'

const Status = z.object({ online: z.boolean() })

/**
 * `{"online": true}`, or `{"online": false}` as the will. There is no time in it: a will is written when its sender connects, so what
 * counts is when it arrives. Pure, and it never throws.
 */
export const decodeNativeStatus = (payload: Uint8Array): { online: boolean } | { problem: Problem } => {
  const json = readJson(payload)
  if (!json.ok) return { problem: json.problem }
  if (!isFields(json.value)) return { problem: { reason: 'wrong_shape', where: '$', detail: `${shown(json.value)} is no status: send {"online": true}, and {"online": false} as the will` } }
  const read = readFields(Status, json.value)
  return 'fields' in read ? read.fields : { problem: { ...read.problem, where: `$${read.problem.where}` } }
}
