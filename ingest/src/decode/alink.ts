import { GOOD } from '@hazardwatch/shared/quality'
import type { Words } from '@hazardwatch/shared/words'
import { refuse, valueFault } from '../refusals.ts'
import type { DecodeTarget, FormatDecoder, Reply } from './decode-target.ts'
import { inBrackets, isFields, type Fields } from './json-fields.ts'
import { readJson } from './read-json.ts'
import { noTime, readTime } from './reading-time.ts'
import { NUMBER_REMEDY, numberOf, refuseReading, takeReading } from './reading-value.ts'
import { send, tooFarAhead } from './refusal-words.ts'
import { refuseMessage } from './unreadable-parts.ts'

/** As Alibaba's platform: a property's time may lie at most this far ahead of its arrival. */
const AHEAD_MAX_MS = 24 * 3_600_000

const deviceTopic = /^\/sys\/[^/]+\/([^/]+)\/(.+)$/
const PROPERTY_POST = 'thing/event/property/post'
/** Batch, history and packed posts also carry properties, in other forms: passing over them would be a silent loss. */
const otherPost = /^thing\/event\/property\/[^/]+\/post$/
const METHOD = 'thing.event.property.post'

/**
 * Alibaba Alink, property post: `{id, version, params: {identifier: value | {value, time}}, method}` on
 * `/sys/{productKey}/{deviceName}/thing/event/property/post`. Tag = `deviceName/identifier`. Answered on `{topic}_reply`.
 * Other topics of a device carry no properties in this form (raw data, events, replies, services): they are passed over.
 */
export const decodeAlink: FormatDecoder = (topic, payload, into) => {
  const [, device, action] = deviceTopic.exec(topic) ?? []
  if (device === undefined) return refuseMessage(into.refusals, { reason: 'wrong_shape', where: '$', detail: NO_DEVICE })
  if (action !== PROPERTY_POST) return refuseOtherPost(action, into)
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const post = json.value
  if (!isFields(post)) return refuseMessage(into.refusals, { reason: 'wrong_shape', where: '$', detail: valueFault(post, { en: 'is no Alink message', zh: '不是 Alink 报文' }, REMEDY) })
  const { params } = post
  const readable = isFields(params)
  if (readable) decodeParams(params, `${device}/`, into)
  else refuseMessage(into.refusals, { reason: 'wrong_shape', where: '$.params', detail: valueFault(params, { en: 'holds no properties', zh: '没有属性' }, REMEDY) })
  into.replies.push(createReply(topic, post, readable))
}

const NO_DEVICE: Words = {
  en: 'no device in the topic: publish to /sys/<productKey>/<deviceName>/thing/event/property/post',
  zh: '主题中没有设备；请发布到 /sys/<productKey>/<deviceName>/thing/event/property/post',
}
const REMEDY = send('{"id": "1", "version": "1.0", "params": {"<identifier>": 1.5}, "method": "thing.event.property.post"}')
const POST_REMEDY: Words = { en: `send ${PROPERTY_POST}, one device a message`, zh: `请发送 ${PROPERTY_POST}，每条报文一个设备` }

const refuseOtherPost = (action: string | undefined, { refusals }: DecodeTarget): void => {
  if (action === undefined || !otherPost.test(action)) return
  refuseMessage(refusals, { reason: 'wrong_shape', where: '$', detail: valueFault(action, { en: 'is not read', zh: '不读取这种上报' }, POST_REMEDY) })
}

const decodeParams = (params: Fields, prefix: string, into: DecodeTarget): void => {
  const { arrivedAt } = into.batch
  for (const identifier in params) {
    const tag = prefix + identifier
    const property = params[identifier]
    const timed = isFields(property)
    const value = timed ? property['value'] : property
    const ts = timed ? property['time'] : undefined
    const time = ts === undefined ? arrivedAt : readTime(ts)
    if (time === undefined || time > arrivedAt + AHEAD_MAX_MS) refuseTime(ts, time, identifier, tag, into)
    else if (!takeReading(into, tag, time, numberOf(value), GOOD)) {
      refuseReading(into, tag, value, () => `$.params${inBrackets(identifier)}${timed ? '.value' : ''}`, NUMBER_REMEDY)
    }
  }
}

const refuseTime = (ts: unknown, time: number | undefined, identifier: string, tag: string, { batch, refusals }: DecodeTarget): void => {
  const where = () => `$.params${inBrackets(identifier)}.time`
  if (time === undefined) return refuse(refusals, 'wrong_time', () => ({ where: where(), tag, detail: noTime(ts) }))
  refuse(refusals, 'future', () => ({ where: where(), tag, detail: valueFault(ts, tooFarAhead('24 h', batch.arrivedAt), CLOCK_REMEDY) }))
}

const CLOCK_REMEDY: Words = { en: 'set the clock of the device', zh: '请校准设备的时钟' }

/** An id is at most a 32-bit number as text; what is longer is not echoed. */
const ID_MAX_CHARS = 64

/**
 * 200 says that the post was read; single refused values do not change it, or the device would send the same post for ever.
 * `sys.ack: 0` (no answer wanted) is answered too: a device that does not listen loses nothing.
 */
const createReply = (topic: string, { id, version }: Fields, readable: boolean): Reply => {
  const verdict = readable ? { code: 200, message: 'success' } : { code: 460, message: 'request parameter error' }
  const reply = { code: verdict.code, data: {}, id: echoed(id, ''), message: verdict.message, method: METHOD, version: echoed(version, '1.0') }
  return { topic: `${topic}_reply`, payload: Buffer.from(JSON.stringify(reply)) }
}

const echoed = (value: unknown, otherwise: string): string | number => {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.length <= ID_MAX_CHARS ? value : otherwise
}
