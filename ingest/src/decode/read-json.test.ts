import { describe, expect, it } from 'vitest'
import { PAYLOAD_MAX_BYTES, readJson } from './read-json.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('bytes to JSON', () => {
  it('reads a part of a larger buffer', () => {
    expect(readJson(bytes('xx{"a":1}yy').subarray(2, 9))).toEqual({ ok: true, value: { a: 1 } })
  })

  it('reads brackets and escaped quotes inside a long text as text', () => {
    const text = `${'['.repeat(40)}\\"${'{'.repeat(70_000)}`
    expect(readJson(bytes(`["${text}", 1]`))).toEqual({ ok: true, value: [text.replace('\\"', '"'), 1] })
  })

  it.each<[name: string, payload: Uint8Array, reason: string]>([
    ['more than 10 MB', new Uint8Array(PAYLOAD_MAX_BYTES + 1), 'too_large'],
    ['10 MB of opening brackets', new Uint8Array(PAYLOAD_MAX_BYTES).fill(0x5b), 'not_json'],
    ['objects nested a hundred thousand deep', bytes('{"a":'.repeat(100_000)), 'not_json'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22), 'not_json'],
    ['an encoded surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'not_json'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00), 'not_json'],
    ['a figure JSON does not know', bytes('{"a":NaN}'), 'not_json'],
    ['an open string', bytes('"abc'), 'not_json'],
  ])('refuses %s', (_, payload, reason) => {
    expect(readJson(payload)).toMatchObject({ ok: false, problem: { reason, where: '$' } })
  })

  it.each([
    ['{"a":1', `Expected ',' or '}' after property value in JSON at position 6 (line 1 column 7)`, `JSON 第 1 行第 7 列有误：Expected ',' or '}' after property value`],
    ['', 'Unexpected end of JSON input', 'JSON 不完整，报文在中途结束'],
    ['{"a":NaN}', `Unexpected token 'N', "{"a":NaN}" is not valid JSON`, `不是有效的 JSON：Unexpected token 'N', "{"a":NaN}" is not valid JSON`],
  ])('says what is wrong with %s', (text, en, zh) => { expect(readJson(bytes(text))).toMatchObject({ problem: { detail: { en, zh } } }) })
})
