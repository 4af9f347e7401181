import type { Words } from './words.ts'

/** Error catalogue: code, HTTP status and the text for the person who reads it, in both languages. */
export const errorCatalogue = {
  bad_request: { status: 400, zh: '请求内容有误', en: 'The request is malformed' },
  payload_refused: { status: 422, zh: '报文中没有可接受的读数', en: 'None of the readings could be accepted' },
  not_found: { status: 404, zh: '没有这条记录', en: 'There is no such record' },
  unknown_reference: { status: 422, zh: '引用的对象不存在', en: 'It refers to something that does not exist' },
  already_exists: { status: 409, zh: '该编号已存在', en: 'The code is already taken' },
  alarm_state: { status: 409, zh: '报警当前状态不允许此操作', en: 'The alarm is not in a state that allows this' },
  mark_refused: { status: 422, zh: '只有预警类报警可以评价', en: 'Only early warnings can be marked' },
  shelve_too_long: { status: 422, zh: '搁置时间超过上限', en: 'It may not be shelved for so long' },
  rule_impossible: { status: 422, zh: '规则无法生效', en: 'The rule cannot work' },
  unit_impossible: { status: 422, zh: '单位无法换算', en: 'The unit does not convert' },
  payload_too_large: { status: 413, zh: '报文过大', en: 'The payload is too large' },
  unsupported_media_type: { status: 415, zh: '不支持的内容类型', en: 'This content type is not supported' },
  forbidden_origin: { status: 403, zh: '拒绝来自其他站点的请求', en: 'Requests from another site are refused' },
  /** A queue is full: the same request is answered later. `retry-after` says in how many seconds to ask again. */
  busy: { status: 429, zh: '排队已满，请稍后再试', en: 'The queue is full, ask again later' },
  store_unavailable: { status: 503, zh: '存储暂不可用', en: 'The store is not available' },
  internal: { status: 500, zh: '服务内部错误', en: 'Internal error' },
} as const

export type ErrorCode = keyof typeof errorCatalogue

/** Which field of what was written is at fault: of several written together, the one with this index. */
interface FaultPlace {
  item: number
  field: string
}

/**
 * An error that reaches the caller as RFC 9457 problem details. What is said tells what is wrong, where, and how to mend it, in both languages;
 * `detail` is the English of it, for logs.
 */
export class HazardError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  readonly words: Words
  readonly place: FaultPlace | undefined

  /** Of a fault of ours the caller is told no more than where it is logged. */
  constructor(code: 'store_unavailable' | 'internal', said: Words | string)
  constructor(code: ErrorCode, said: Words, place?: FaultPlace)
  constructor(code: ErrorCode, said: Words | string, place?: FaultPlace) {
    const words = typeof said === 'string' ? { en: said, zh: said } : said
    super(`${code}: ${words.en}`)
    this.name = 'HazardError'
    this.code = code
    this.detail = words.en
    this.words = words
    this.place = place
  }
}
