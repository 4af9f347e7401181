import { readFileSync } from 'node:fs'
import { createBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { createRefusals, type Refusals } from '../refusals.ts'
import { READINGS_MAX } from './decode-target.ts'
import { formatNames, formats, type FormatName } from './formats.ts'
import { decodeNativeCommitment } from './native-commitment.ts'
import { decodeNativeStatus } from './native-status.ts'
import { decodeNativeVideo } from './native-video.ts'
import { decodeNativeWork } from './native-work.ts'
import { CAMERA, plantRegistry } from './tell-events.ts'
import { ARRIVED_AT } from './tell-payload.ts'
import { createUnknownNames } from './unknown-names.ts'
import { refuseMessage } from './unreadable-parts.ts'

const SEED = 20_261_126
const ROUNDS = 4_000

/** What must hold of any message, whatever it was. */
interface Outcome {
  refusals: Refusals
  /** Columns that were made for it, in rows. */
  rows: number
  names: number
  replies: number
}
type Run = (topic: string, bytes: Uint8Array) => Outcome

interface Target {
  name: string
  /** A session; the next call makes a new one. */
  open: () => Run
  samples: { topic: string; bytes: Buffer }[]
}

interface Story { format: FormatName; messages: { topic: string; payload?: string; payloadBase64?: string }[] }
const stories = JSON.parse(readFileSync(new URL('../../stories/messages.json', import.meta.url), 'utf8')) as Story[]

const readingTarget = (name: FormatName): Target => ({
  name,
  open: () => {
    const decode = formats[name]()
    return (topic, bytes) => {
      const into = { batch: createBatch(4, ARRIVED_AT), refusals: createRefusals(), tags: { get: (tag: string) => (tag.length % 3 === 0 ? undefined : tag.length) }, replies: [], unknown: createUnknownNames() }
      decode(topic, bytes, into)
      return { refusals: into.refusals, rows: into.batch.point.length, names: into.unknown.names.size, replies: into.replies.length }
    }
  },
  samples: stories.filter((story) => story.format === name).flatMap(({ messages }) => messages)
    .map(({ topic, payload, payloadBase64 }) => ({ topic, bytes: payloadBase64 === undefined ? Buffer.from(payload ?? '') : Buffer.from(payloadBase64, 'base64') })),
})

const eventSamples = {
  video: [{ ts: ARRIVED_AT, camera: CAMERA, event: 'smoke', confidence: 0.9, snapshot: 'https://a/b' }],
  work: [{ ts: ARRIVED_AT, source: 'S1', type: 'hot_work', grade: 1, until: ARRIVED_AT + 1_000 }],
  commitment: [{ ts: ARRIVED_AT, level: 'low', text: '今日安全承诺', values: { units: 3 } }],
  status: [{ online: true }],
}
const eventDecoders = { video: decodeNativeVideo, work: decodeNativeWork, commitment: decodeNativeCommitment }

const eventTarget = (name: keyof typeof eventSamples): Target => ({
  name: `native ${name}`,
  open: () => (_topic, payload) => {
    const refusals = createRefusals()
    if (name === 'status') {
      const status = decodeNativeStatus(payload)
      if ('problem' in status) refuseMessage(refusals, status.problem)
    } else eventDecoders[name](payload, { enterprise: 'E1', arrivedAt: ARRIVED_AT, registry: plantRegistry, events: [], refusals })
    return { refusals, rows: 0, names: 0, replies: 0 }
  },
  samples: eventSamples[name].map((sample) => ({ topic: '', bytes: Buffer.from(JSON.stringify(sample)) })),
})

const targets = [...formatNames.map(readingTarget), ...(['video', 'work', 'commitment', 'status'] as const).map(eventTarget)]

/** Whole numbers below a bound, the same ones for a seed. */
const draws = (seed: number) => {
  let state = seed >>> 0
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor(state / 2 ** 32 * below)
  }
}

const tokens = ['[', ']', '{', '}', '"', ',', ':', '\\u0000', '-9999', '1e999', 'null', '"__proto__":', '9'.repeat(400), '\u{1f4a5}', '##', '&&', '=', ';', '\r\n'].map((text) => Buffer.from(text))

/** A good message, changed in one to four places. */
const mutate = (samples: Target['samples'], draw: (below: number) => number): Buffer => {
  let bytes = Buffer.from(samples[draw(samples.length)]?.bytes ?? '')
  for (let left = 1 + draw(4); left > 0; left--) {
    const at = draw(bytes.length + 1)
    const to = at + draw(bytes.length - at + 1)
    const parts: (() => Buffer[])[] = [
      () => [bytes.subarray(0, at)],
      () => [bytes.subarray(0, at), bytes.subarray(to)],
      () => [bytes.subarray(0, at), Buffer.from([draw(256)]), bytes.subarray(at + 1)],
      () => [bytes.subarray(0, at), tokens[draw(tokens.length)] ?? bytes, bytes.subarray(at)],
      () => [bytes.subarray(0, at), ...Array.from({ length: 1 + draw(20) }, () => bytes.subarray(at, Math.min(to, at + 2_000))), bytes.subarray(at)],
      () => [bytes.subarray(0, at), samples[draw(samples.length)]?.bytes.subarray(draw(50)) ?? bytes],
    ]
    bytes = Buffer.concat(parts[draw(parts.length)]?.() ?? [bytes]).subarray(0, 200_000)
  }
  return bytes
}

const faultsOf = ({ refusals, rows, names, replies }: Outcome): string[] => {
  const counted = Object.values(refusals.byReason).reduce((sum, count) => sum + count, 0)
  return [
    counted !== refusals.count && 'the reasons do not add up',
    refusals.listed.length > 100 && 'more than a hundred refusals are described',
    refusals.listed.some(({ where, detail, detailZh = '', tag = '' }) => [where, detail, detailZh, tag].some((text) => text.length > 200)) && 'a description is too long',
    refusals.listed.some(({ detail, detailZh = '' }) => detailZh === detail || !/\p{Script=Han}/u.test(detailZh)) && 'a description is not in Chinese',
    rows > 2 * READINGS_MAX && 'columns for more readings than a message may hold',
    names > 1_000 && 'too many names',
    replies > 1_000 && 'too many answers',
  ].filter((fault) => fault !== false)
}

describe.each(targets)('$name', ({ name, open, samples }) => {
  it(`${ROUNDS} damaged messages in sessions of a hundred: never a throw, and all bounds hold`, () => {
    const draw = draws(SEED + name.length)
    let run = open()
    for (let round = 0; round < ROUNDS; round++) {
      if (round % 100 === 0) run = open()
      const bytes = mutate(samples, draw)
      const topic = samples[draw(samples.length)]?.topic ?? ''
      expect(faultsOf(run(topic, bytes)), `round ${round}: ${bytes.toString('base64').slice(0, 400)}`).toEqual([])
    }
  })

  const topic = samples[0]?.topic ?? ''
  const DEEP = 100_000
  it.each<[what: string, bytes: () => Buffer]>([
    ['a list', () => Buffer.from('['.repeat(DEEP) + ']'.repeat(DEEP))],
    ['a list just below the size from which depth is counted', () => Buffer.from('['.repeat(32_000) + ']'.repeat(32_000))],
    ['an object', () => Buffer.from(`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`)],
    ['a value', () => Buffer.from(`{"values":{"A":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`)],
    ['each field of a message', () => Buffer.from(`[${['ts', 'values', 'quality', 'params', 'data', 'tags', 'camera', 'online'].map((field) => `{"${field}":${'{"x":'.repeat(1_000)}1${'}'.repeat(1_000)}}`).join()}]`)],
    ['protobuf in protobuf', () => Buffer.concat(Array.from({ length: DEEP }, (_, depth) => Buffer.from([0x12, 0xff, 0xff, 0x03, depth & 0x7f])))],
  ])('nested a hundred thousand deep: %s', (_, bytes) => {
    expect(faultsOf(open()(topic, bytes()))).toEqual([])
  })

  it('10 MB of one message said again and again', () => {
    const sample = samples[0]?.bytes ?? Buffer.from('{}')
    const joined = Buffer.concat([Buffer.from('['), Buffer.alloc(10 * 1024 ** 2 - 2, Buffer.concat([sample, Buffer.from(',')])), Buffer.from(']')])
    const run = open()
    expect([...faultsOf(run(topic, joined)), ...faultsOf(run(topic, Buffer.alloc(10 * 1024 ** 2, sample)))]).toEqual([])
  }, 60_000)
})
