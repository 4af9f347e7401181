import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeNativeStatus } from './native-status.ts'

it.each<[payload: string, expected: object]>([
  ['{"online": true}', { online: true }],
  ['{"online": false}', { online: false }],
  ['{"online": true, "version": "1.2"}', { online: true }],
  ['{"online": "true"}', { problem: { reason: 'wrong_value', where: '$.online' } }],
  ['{"online": null}', { problem: { reason: 'wrong_value', where: '$.online' } }],
  ['{}', { problem: { reason: 'wrong_shape', where: '$.online' } }],
  ['[{"online": true}]', { problem: { reason: 'wrong_shape', where: '$' } }],
  ['true', { problem: { reason: 'wrong_shape', where: '$' } }],
  ['', { problem: { reason: 'not_json', where: '$' } }],
])('%s', (payload, expected) => { expect(decodeNativeStatus(Buffer.from(payload))).toMatchObject(expected) })

it('is never a throw, whatever the bytes are', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)))), (bytes) => {
    const status = decodeNativeStatus(bytes)
    expect('online' in status ? typeof status.online : status.problem.where.startsWith('$')).toBe('online' in status ? 'boolean' : true)
  }))
})
