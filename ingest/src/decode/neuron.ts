import { GOOD, qualityCode } from '@hazardwatch/shared/quality'
import { shown } from '../refusals.ts'
import type { DecodeTarget, FormatDecoder } from './decode-target.ts'
import { fieldOf, inBrackets, isFields, nameOf, type Fields } from './json-fields.ts'
import { readJson } from './read-json.ts'
import { readTime, TIME_REMEDY } from './reading-time.ts'
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
  if (collection.parts.count === 0) refusePart(collection.parts, 'wrong_shape', () => ({ where: '$', detail: `neither values, errors nor tags: ${REMEDY}` }))
  collection.parts.count ||= 1
  refuseParts(into.refusals, collection.parts)
}

const REMEDY = 'upload in values format or tags format, with the names of node and group'

const readHead = (message: unknown, into: DecodeTarget): Collection | undefined => {
  const fault = (where: string, detail: string): undefined => { refuseMessage(into.refusals, { reason: 'wrong_shape', where, detail }) }
  if (!isFields(message)) return fault('$', `${shown(message)} is no Neuron message: ${REMEDY}`)
  const node = nameOf(message['node'])
  const group = nameOf(message['group'])
  if (node === undefined) return fault('$.node', `no name of a node: ${REMEDY}`)
  if (group === undefined) return fault('$.group', `no name of a group: ${REMEDY}`)
  const ts = message['timestamp']
  const time = ts === undefined ? into.batch.arrivedAt : readTime(ts)
  if (time !== undefined) return { prefix: `${node}/${group}/`, time, parts: createParts(into.refusals), into }
  refuseMessage(into.refusals, { reason: 'wrong_time', where: '$.timestamp', detail: `${shown(ts)} is no time: ${TIME_REMEDY}` })
  return undefined
}

const decodeValues = (values: unknown, errors: Fields, collection: Collection): void => {
  const { prefix, time, parts, into } = collection
  parts.count++
  if (!isFields(values)) return refusePart(parts, 'wrong_shape', () => ({ where: '$.values', detail: 'send an object of names and values' }))
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
  if (!isFields(errors)) return refusePart(parts, 'wrong_shape', () => ({ where: '$.errors', detail: 'send an object of names and error codes' }))
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
    return refusePart(parts, 'wrong_shape', () => ({ where: '$.tags', detail: 'send a list of {"name", "value"} or {"name", "error"}' }))
  }
  // An empty list is a part that was read.
  parts.count += Math.max(1, tags.length)
  for (let index = 0; index < tags.length; index++) decodeTag(tags[index], index, collection)
}

const decodeTag = (entry: unknown, index: number, { prefix, time, parts, into }: Collection): void => {
  const name = isFields(entry) ? nameOf(entry['name']) : undefined
  if (!isFields(entry) || name === undefined) {
    return refusePart(parts, 'wrong_shape', () => ({ where: `$.tags[${index}]`, detail: 'send {"name", "value"} or {"name", "error"}' }))
  }
  const tag = prefix + name
  const failed = isError(entry['error'])
  const { value } = entry
  const taken = failed ? takeReading(into, tag, time, null, FAULT) : takeReading(into, tag, time, numberOf(value), GOOD)
  if (!taken) refuseReading(into, tag, value, () => `$.tags[${index}].value`, NUMBER_REMEDY)
}

/** Error code 0 is success. */
const isError = (code: unknown): boolean => code !== undefined && code !== null && code !== 0
