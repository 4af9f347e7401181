import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { DeadLetter } from '@hazardwatch/shared/dead-letters'
import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formats } from '../decode/formats.ts'
import { frameOf } from '../decode/hj212/acknowledge-packet.ts'
import type { InboundMessage } from '../decode-message.ts'
import type { GatewayRoute } from '../gateway-routes.ts'
import { createIngestStats } from '../ingest-stats.ts'
import { createNameMap } from '../map-names.ts'
import { createMessagePath } from '../message-path.ts'
import type { TakenEvent } from '../receive-event.ts'
import { createRefusals } from '../refusals.ts'
import { createLetterKeeper, type LetterKeeper } from './keep-letter.ts'
import { openLetterFolder, type LetterFolder } from './letter-folder.ts'
import { listLetters } from './list-letters.ts'
import { createReplay } from './replay-letters.ts'
import { openReplaySession } from './replay-session.ts'

const T = 1_795_402_800_000
let path: string
let folder: LetterFolder
let keeper: LetterKeeper
let spooled: ReadingBatch[]
let errors: number
let tags: Map<string, number>
let map: GatewayProfile['map']
const clock = createFakeClock(T)

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'hazard-letters-'))
  clock.set(T)
  folder = await openLetterFolder(path, { maxBytes: 1e8, maxLetters: 1e6 })
  errors = 0
  keeper = createLetterKeeper(folder, { keep: () => undefined }, clock.now, { error: () => { errors++ } })
  spooled = []
  tags = new Map([['A', 1]])
  map = []
  newcomer = undefined
})
afterEach(async () => { await rm(path, { recursive: true }) })

let newcomer: Map<string, number> | undefined
const registry = { tagNumbers: (code: string) => (code === 'E1' ? tags : code === 'NEW' ? newcomer : undefined) }
const route = (format: GatewayProfile['format'] = 'dtu'): GatewayRoute => ({ enterprise: 'E1', code: 'G', format, decode: formats[format](), names: createNameMap(map, () => ''), clock: 'off' })

const take = async (payload: string | Uint8Array, more: Partial<InboundMessage> = {}): Promise<void> => {
  const live = createMessagePath({
    registry, reject: () => undefined, setAside: keeper.keep, plausibility: { check: () => undefined }, order: { mark: () => undefined, takeBack: () => undefined }, forward: () => undefined,
    spool: { spool: () => Promise.resolve(), position: () => 0 }, accounts: { count: () => undefined, correctionOf: () => 0 }, stats: createIngestStats(clock.now),
  })
  live.take({ topic: 'hazard/v1/E1/readings', enterprise: 'E1', payload: Buffer.from(payload), arrivedAt: clock.now(), ...more })
  await keeper.idle()
}
const events: string[] = []
const replay = (gateway?: GatewayRoute) => createReplay(folder, keeper, () => openReplaySession({
  registry, gateways: { ofCode: () => gateway, ofDevice: () => gateway }, plausibility: { check: () => undefined }, forward: () => undefined, clock: clock.now,
  spool: { spool: (batch) => { spooled.push(batch); return Promise.resolve() } },
  takeEvent: (kind, { payload }): TakenEvent => {
    events.push(`${kind} ${String(payload)}`)
    return { accepted: 1, refusals: createRefusals(), durable: Promise.resolve() }
  },
}), () => undefined)
const list = async (payloadBytes = 4_096) => (await listLetters(folder)({ limit: 100 }, payloadBytes)).items
const values = (): number[][] => spooled.map(({ value, count }) => [...value.subarray(0, count)])

describe('a message of which something was refused', () => {
  it('is kept as it came, with why', async () => {
    await take('{"values":{"A":1,"B":2,"氨":3}}')
    expect(await list()).toEqual([{
      id: T * 1_000, at: '2026-11-23T03:00:00.000Z', enterprise: 'E1', gateway: null, topic: 'hazard/v1/E1/readings', reasons: { unknown_point: 2 },
      first: { reason: 'unknown_point', where: '$.values["B"]', detail: expect.stringContaining('register'), detailZh: expect.stringContaining('登记'), tag: 'B' },
      accepted: 1, bytes: 32, kept: true, payload: '{"values":{"A":1,"B":2,"氨":3}}', encoding: 'text', truncated: false,
    }])
  })

  it('by an earlier version, in English only, is shown as it is and can be replayed', async () => {
    const payload = Buffer.from('{"values":{"B":2}}')
    const first = { reason: 'unknown_point' as const, where: '$.values["B"]', detail: 'this tag is not registered', tag: 'B' }
    const sender = { topic: 'hazard/v1/E1/readings', enterprise: 'E1', gateway: null }
    await folder.append([{ payload, head: { id: 7, at: T, ...sender, reasons: { unknown_point: 1 }, first, accepted: 0, unknown: null, bytes: payload.length, correction: 0 } }])
    folder = await openLetterFolder(path, { maxBytes: 1e8, maxLetters: 1e6 })
    expect((await list()).map((letter) => DeadLetter.parse(letter).first)).toEqual([first])
    tags.set('B', 2)
    expect([await replay()({}), values()]).toMatchObject([{ accepted: 1, left: 1, refused: 0 }, [[2]]])
  })

  it('is shown cut at whole characters, or in base64', async () => {
    await take('{"values":{"氨":1}}')
    await take(Uint8Array.of(0xff, 0xfe, 0x00, 1, 2))
    expect((await list(13)).map(({ payload, encoding, truncated }) => [payload, encoding, truncated])).toEqual([['//4AAQI=', 'base64', false], ['{"values":{"', 'text', true]])
  })

  it('is kept in part when it is larger than any that could be read', async () => {
    await take(Buffer.alloc(10 * 1024 ** 2 + 1, 0x20))
    expect(await list(10)).toMatchObject([{ bytes: 10 * 1024 ** 2 + 1, kept: false, truncated: true }])
    expect([folder.index.bytes() < 100_000, await replay()({})]).toMatchObject([true, { replayed: 0 }])
  })

  it('is not kept when its like come too fast, which is counted', async () => {
    for (let k = 0; k < 5_002; k++) keeper.keep({ topic: 't', enterprise: 'E1', arrivedAt: T, payload: Buffer.from('x') }, { accepted: 0, refusals: createRefusals(), tags })
    await keeper.idle()
    expect(keeper.counts()).toMatchObject({ letters: 5_000, notKept: 2, dropped: 0, failing: false })
  })

  it('is counted when the disk refuses it, told once, and the next is kept when the disk is well again', async () => {
    await rm(path, { recursive: true })
    await writeFile(path, 'a file in the place of the folder')
    await take('x')
    await take('y')
    expect([keeper.counts(), errors]).toMatchObject([{ letters: 0, notKept: 2, failing: true }, 1])
    await rm(path)
    await mkdir(path)
    await take('z')
    expect(keeper.counts()).toMatchObject({ letters: 1, notKept: 2, failing: false })
  })
})

describe('a replay', () => {
  it('delivers what is registered by now, as of its arrival and as late, once', async () => {
    await take(`{"ts":${T - 5_000},"values":{"A":1,"B":2}}`)
    await take('{"values":{"B":3}}')
    expect(await replay()({})).toEqual({ replayed: 2, accepted: 0, left: 0, refused: 2, more: false })
    tags.set('B', 2)
    clock.advance(86_400_000)
    expect(await replay()({})).toEqual({ replayed: 2, accepted: 2, left: 2, refused: 0, more: false })
    expect(spooled.map(({ count, point, time, value, arrivedAt, historical }) => [count, point[0], time[0], value[0], arrivedAt, historical?.[0]]))
      .toEqual([[1, 2, T - 5_000, 2, T + 86_400_000, 1], [1, 2, T, 3, T + 86_400_000, 1]])
    expect([await replay()({}), await list()]).toEqual([{ replayed: 0, accepted: 0, left: 0, refused: 0, more: false }, []])
  })

  it('leaves what is still unknown in the folder, and does not deliver the rest again', async () => {
    await take('{"values":{"B":2,"C":3}}')
    await take('{"values":{"A":1,"B":4,"C":5,"D":"text"}}')
    tags.set('B', 2)
    expect(await replay()({})).toMatchObject({ accepted: 2, left: 0, refused: 2 })
    folder = await openLetterFolder(path, { maxBytes: 1e8, maxLetters: 1e6 })
    expect((await list()).map(({ reasons, accepted, first }) => [reasons, accepted, first?.tag])).toEqual([
      [{ unknown_point: 2 }, 2, 'C'], [{ unknown_point: 1 }, 1, 'C'],
    ])
    tags.set('C', 3).set('D', 4)
    expect(await replay()({})).toMatchObject({ accepted: 2, left: 1, refused: 1 })
    expect(values()).toEqual([[2], [4], [3], [5]])
  })

  it('runs what is asked for', async () => {
    await take('{"values":{"B":2}}')
    await take('no json')
    await take('{"values":{"C":2}}', { topic: 'other' })
    tags.set('B', 2).set('C', 3)
    const [first] = (await list()).map(({ id }) => id)
    expect([
      await replay()({ reason: 'not_json' }), await replay()({ topic: 'elsewhere' }), await replay()({ enterprise: 'E2' }), await replay()({ ids: [first ?? 0] }), await replay()({ reason: 'unknown_point' }),
    ].map(({ replayed, left }) => [replayed, left])).toEqual([[1, 0], [0, 0], [0, 0], [1, 1], [1, 1]])
  })

  it('of a gateway goes through its map as it is now', async () => {
    const payload = '{"sn":"S1","data":[{"id":"x","v":"12"}]}'
    await take(payload, { topic: 'dtu/1', gateway: route() })
    map = GatewayProfile.parse({ enterprise: 'E1', code: 'G', format: 'dtu', topic: 'dtu/1', map: [{ from: 'S1/x', tag: 'A', scale: 10 }] }).map
    expect(await replay()({})).toMatchObject({ left: 0, refused: 1 })
    expect(await replay(route())({})).toMatchObject({ accepted: 1, left: 1 })
    expect(values()).toEqual([[120]])
  })

  it('corrects times as they were corrected when it came', async () => {
    keeper.keep({ topic: 'hazard/v1/E1/readings', enterprise: 'E1', arrivedAt: T, payload: Buffer.from(`{"ts":${T - 1_000},"values":{"A":1}}`) }, { accepted: 0, refusals: createRefusals(), tags, correction: -60_000 })
    await keeper.idle()
    await replay()({})
    expect(spooled[0]?.time[0]).toBe(T - 61_000)
  })

  it('of an enterprise that was registered since', async () => {
    await take('{"values":{"A":1,"B":2}}', { enterprise: 'NEW' })
    expect(await replay()({})).toMatchObject({ accepted: 0, refused: 1 })
    newcomer = new Map([['A', 8], ['B', 9]])
    expect(await replay()({})).toMatchObject({ accepted: 2, left: 1 })
  })

  it('of a device that was registered since finds it by its number', async () => {
    const frame = frameOf('QN=20261123110000000;ST=31;CN=2011;PW=1;MN=M1;Flag=4;CP=&&DataTime=20261123110000;a1-Rtd=5,a1-Flag=N&&')
    const refusals = createRefusals()
    refusals.byReason = { unknown_enterprise: 1 }
    keeper.keep({ topic: 'hj212/M1', enterprise: '', arrivedAt: T, payload: () => frame }, { accepted: 0, refusals, tags: undefined })
    await keeper.idle()
    tags.set('M1/a1', 7)
    expect(await replay(route('hj212'))({})).toMatchObject({ accepted: 1, left: 1 })
    expect(values()).toEqual([[5]])
  })

  it('of an event goes the way of events, but for presence', async () => {
    const refusals = createRefusals()
    refusals.byReason = { unknown_camera: 1 }
    for (const kind of ['video', 'status']) keeper.keep({ topic: `hazard/v1/E1/${kind}`, enterprise: 'E1', arrivedAt: T, payload: Buffer.from(kind) }, { accepted: 0, refusals, tags })
    await keeper.idle()
    expect(await replay()({})).toMatchObject({ replayed: 2, accepted: 1, left: 1, refused: 1 })
    expect(events).toEqual(['video video'])
  })
})
