import { GOOD, qualityCode } from '@hazardwatch/shared/quality'
import type { Words } from '@hazardwatch/shared/words'
import { valueFault } from '../refusals.ts'
import type { DecodeTarget, FormatDecoder } from './decode-target.ts'
import { fieldOf, inBrackets, isFields, nameOf, type Fields } from './json-fields.ts'
import { readJson } from './read-json.ts'
import { noTime, readTime } from './reading-time.ts'
import { NUMBER_REMEDY, numberOf, refuseReading, takeReading } from './reading-value.ts'
import { createParts, refuseMessage, refusePart, refuseParts, type Parts } from './unreadable-parts.ts'

const FAULT = qualityCode('fault') ?? 1

/** What one message says for all its tags. */
interface Collection {
  /** `node/group/`, before the name of the tag. */
  prefix: string
  time: number
  parts: Parts
  into: DecodeTarget
}

/**
 * EMQX Neuron, data upload of the MQTT application: values format `{timestamp, node, group, values, errors}` and tags format
 * `{timestamp, node, group, tags: [{name, value | error}]}` (ECP format is read as tags). Tag = `node/group/name`.
 * A tag with an error code has no value and quality fault.
 */
export const decodeNeuron: FormatDecoder = (_topic, payload, into) => {
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const collection = readHead(json.value, into)
  if (collection === undefined) return
  const message = json.value as Fields
  const { tags, values, errors } = message
  if (tags !== undefined) decodeTags(tags, collection)
  if (values !== undefined) decodeValues(values, isFields(errors) ? errors : {}, collection)
  if (errors !== undefined) decodeErrors(errors, collection)
  if (collection.parts.count === 0) refusePart(collection.parts, 'wrong_shape', () => ({ where: '$', detail: withRemedy(NOTHING) }))
  collection.parts.count ||= 1
  refuseParts(into.refusals, collection.parts)
}

const REMEDY: Words = { en: 'upload in values format or tags format, with the names of node and group', zh: '请按 values 格式或 tags 格式上报，并带上 node 和 group 的名称' }
const NOTHING: Words = { en: 'neither values, errors nor tags', zh: '没有 values、errors 或 tags' }
const withRemedy = ({ en, zh }: Words): Words => ({ en: `${en}: ${REMEDY.en}`, zh: `${zh}；${REMEDY.zh}` })

const readHead = (message: unknown, into: DecodeTarget): Collection | undefined => {
  const fault = (where: string, detail: Words): undefined => { refuseMessage(into.refusals, { reason: 'wrong_shape', where, detail }) }
  if (!isFields(message)) return fault('$', valueFault(message, { en: 'is no Neuron message', zh: '不是 Neuron 报文' }, REMEDY))
  const node = nameOf(message['node'])
  const group = nameOf(message['group'])
  if (node === undefined) return fault('$.node', withRemedy({ en: 'no name of a node', zh: '缺少 node 的名称' }))
  if (group === undefined) return fault('$.group', withRemedy({ en: 'no name of a group', zh: '缺少 group 的名称' }))
  const ts = message['timestamp']
  const time = ts === undefined ? into.batch.arrivedAt : readTime(ts)
  if (time !== undefined) return { prefix: `${node}/${group}/`, time, parts: createParts(into.refusals), into }
  refuseMessage(into.refusals, { reason: 'wrong_time', where: '$.timestamp', detail: noTime(ts) })
  return undefined
}

const VALUES_REMEDY: Words = { en: 'send an object of names and values', zh: '请发送由名称和值组成的对象' }
const ERRORS_REMEDY: Words = { en: 'send an object of names and error codes', zh: '请发送由名称和错误码组成的对象' }
const TAGS_REMEDY: Words = { en: 'send a list of {"name", "value"} or {"name", "error"}', zh: '请发送由 {"name", "value"} 或 {"name", "error"} 组成的数组' }
const TAG_REMEDY: Words = { en: 'send {"name", "value"} or {"name", "error"}', zh: '请发送 {"name", "value"} 或 {"name", "error"}' }

const decodeValues = (values: unknown, errors: Fields, collection: Collection): void => {
  const { prefix, time, parts, into } = collection
  parts.count++
  if (!isFields(values)) return refusePart(parts, 'wrong_shape', () => ({ where: '$.values', detail: VALUES_REMEDY }))
  for (const name in values) {
    // The error says that this value is not one that was read now.
    if (isError(fieldOf(errors, name))) continue
    const tag = prefix + name
    const value = values[name]
    if (!takeReading(into, tag, time, numberOf(value), GOOD)) refuseReading(into, tag, value, () => `$.values${inBrackets(name)}`, NUMBER_REMEDY)
  }
}

const decodeErrors = (errors: unknown, { prefix, time, parts, into }: Collection): void => {
  parts.count++
  if (!isFields(errors)) return refusePart(parts, 'wrong_shape', () => ({ where: '$.errors', detail: ERRORS_REMEDY }))
  for (const name in errors) {
    if (!isError(errors[name])) continue
    const tag = prefix + name
    if (!takeReading(into, tag, time, null, FAULT)) refuseReading(into, tag, null, () => `$.errors${inBrackets(name)}`, NUMBER_REMEDY)
  }
}

const decodeTags = (tags: unknown, collection: Collection): void => {
  const { parts } = collection
  if (!Array.isArray(tags)) {
    parts.count++
    return refusePart(parts, 'wrong_shape', () => ({ where: '$.tags', detail: TAGS_REMEDY }))
  }
  // An empty list is a part that was read.
  parts.count += Math.max(1, tags.length)
  for (let index = 0; index < tags.length; index++) decodeTag(tags[index], index, collection)
}

const decodeTag = (entry: unknown, index: number, { prefix, time, parts, into }: Collection): void => {
  const name = isFields(entry) ? nameOf(entry['name']) : undefined
  if (!isFields(entry) || name === undefined) {
    return refusePart(parts, 'wrong_shape', () => ({ where: `$.tags[${index}]`, detail: TAG_REMEDY }))
  }
  const tag = prefix + name
  const failed = isError(entry['error'])
  const { value } = entry
  const taken = failed ? takeReading(into, tag, time, null, FAULT) : takeReading(into, tag, time, numberOf(value), GOOD)
  if (!taken) refuseReading(into, tag, value, () => `$.tags[${index}].value`, NUMBER_REMEDY)
}

/** Error code 0 is success. */
const isError = (code: unknown): boolean => code !== undefined && code !== null && code !== 0
