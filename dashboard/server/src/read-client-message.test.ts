import { expect, it } from 'vitest'
import { readClientMessage } from './read-client-message.ts'

it.each<[string, string, object]>([
  ['all of it', '{"type":"subscribe","region":"220000","points":["A/B"]}', { type: 'subscribe', region: '220000', points: ['A/B'] }],
  ['region and points left out', '{"type":"subscribe"}', { type: 'subscribe', region: '100000', points: [] }],
])('reads %s', (_name, text, message) => {
  expect(readClientMessage(text)).toEqual({ ok: true, message })
})

it.each([
  ['no JSON', 'hello', 'not JSON'],
  ['nothing', '', 'not JSON'],
  ['null', 'null', 'message: Invalid input'],
  ['another type', '{"type":"ping"}', 'type: Invalid input: expected "subscribe"'],
  ['a region that is no adcode', '{"type":"subscribe","region":"22"}', 'region: '],
  ['points that are no list', '{"type":"subscribe","points":"A/B"}', 'points: '],
  ['too many points', JSON.stringify({ type: 'subscribe', points: Array.from({ length: 2001 }, () => 'A/B') }), 'points: Too big'],
])('refuses %s and says why', (_name, text, reason) => {
  const read = readClientMessage(text)
  expect(read.ok ? '' : read.why.en).toContain(reason)
  expect(read.ok ? '' : read.why.zh).toMatch(/[\u4e00-\u9fff].*；例如发送 \{/)
})
