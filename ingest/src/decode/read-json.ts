import { isAscii, isUtf8 } from 'node:buffer'
import type { Words } from '@hazardwatch/shared/words'
import type { Problem } from '../refusals.ts'

/** Largest payload that is decoded. A gateway with more to say splits it. */
export const PAYLOAD_MAX_BYTES = 10 * 1024 * 1024

/** No wire format nests deeper; a hostile 10 MB of "[" would otherwise hold the process for two seconds and 400 MB. */
const DEPTH_MAX = 32

/** Below this size nesting cannot hurt, and the scan (1 ns a byte) is spared on the hot path. */
const DEPTH_SCAN_FROM_BYTES = 64 * 1024

export type ReadJson = { ok: true; value: unknown } | { ok: false; problem: Problem }

/** Bytes to parsed JSON. Never throws: size, encoding, nesting and syntax come back as a problem with its remedy. */
export const readJson = (payload: Uint8Array): ReadJson => {
  if (payload.length > PAYLOAD_MAX_BYTES) return refused('too_large', tooManyBytes(payload.length))
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  if (bytes.length >= DEPTH_SCAN_FROM_BYTES && nestsDeeper(bytes, DEPTH_MAX)) {
    return refused('not_json', { en: `nested more than ${DEPTH_MAX} levels deep`, zh: `嵌套超过 ${DEPTH_MAX} 层` })
  }
  const text = textOf(bytes)
  if (text === undefined) return refused('not_json', { en: 'not valid UTF-8: send the text in UTF-8', zh: '不是有效的 UTF-8；请用 UTF-8 编码发送' })
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch (error) {
    return refused('not_json', syntaxFault(error instanceof Error ? error.message : 'not JSON'))
  }
}

export const tooManyBytes = (bytes: number): Words =>
  ({ en: `${bytes} bytes; at most ${PAYLOAD_MAX_BYTES} fit into a message: split it`, zh: `报文有 ${bytes} 字节，每条最多 ${PAYLOAD_MAX_BYTES} 字节；请拆分发送` })

/** @param en of the parser, which speaks English only: the Chinese says where, and leaves what it expected as it is */
const syntaxFault = (en: string): Words => {
  if (en === 'Unexpected end of JSON input') return { en, zh: 'JSON 不完整，报文在中途结束' }
  const [, what, line, column] = /^(.*) in JSON at position \d+ \(line (\d+) column (\d+)\)$/.exec(en) ?? []
  return { en, zh: what === undefined ? `不是有效的 JSON：${en}` : `JSON 第 ${line} 行第 ${column} 列有误：${what}` }
}

/** Latin-1 is the cheapest way to a string that V8 parses by bytes; it is right exactly when every byte is ASCII. */
const textOf = (bytes: Buffer): string | undefined => {
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (!isUtf8(bytes)) return undefined
  const text = bytes.toString('utf8')
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

const nestsDeeper = (bytes: Buffer, limit: number): boolean => {
  let depth = 0
  let quoted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) quoted = !quoted
    else if (quoted) at += byte === BACKSLASH ? 1 : 0
    else if (byte === 0x5b || byte === 0x7b) depth++
    else if (byte === 0x5d || byte === 0x7d) depth--
    if (depth > limit) return true
  }
  return false
}

const refused = (reason: Problem['reason'], detail: Words): ReadJson => ({ ok: false, problem: { reason, where: '$', detail } })
