import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeWith, publishPayload, readPublished, type Published, type PublishedMetric, type ShownReading } from './publish-payload.ts'
import { createSparkplugHost } from './sparkplug-host.ts'

interface Story {
  name: string
  at: number
  messages: { topic: string; payloadBase64: string; expect: { refused: number; replies: number; readings: ShownReading[] } }[]
}
const stories = JSON.parse(readFileSync(new URL('./sparkplug-stories.json', import.meta.url), 'utf8')) as Story[]

describe('the stories of the wire formats', () => {
  it.each(stories)('$name', ({ messages, at }) => {
    const host = createSparkplugHost()
    for (const { topic, payloadBase64, expect: expected } of messages) {
      const { readings, refusals, replies } = decodeWith(host, topic, Buffer.from(payloadBase64, 'base64'), at)
      expect(readings).toEqual(expected.readings)
      expect(refusals.count).toBe(expected.refused)
      expect(replies).toHaveLength(expected.replies)
    }
  })
})

const AT = 1_795_402_800_000
const UINT64 = 8
const DOUBLE = 10
const BOOLEAN = 11

const bdSeqMetric = (bdSeq: number): PublishedMetric => ({ name: 'bdSeq', datatype: UINT64, long_value: bdSeq })

/** One message of a sequence, and what must come of it: `value` read, refused (`-`), or nothing (empty); `ask` = a rebirth is requested. */
type Step = [message: string, outcome: string]

/**
 * `NBIRTH bd3 s0 @5` = bdSeq 3, seq 0, 5 ms after the beginning; `DDATA D1 s2` and `NDATA s2` carry the seq as their value, by alias 1.
 * A step's own number of seconds (`+40s`) lets the host's clock go on before it.
 */
const play = (steps: readonly Step[]) => {
  const host = createSparkplugHost()
  let arrivedAt = AT
  const outcomes = steps.map(([message]) => {
    const [verb = '', ...words] = message.split(' ')
    const word = (mark: string): string | undefined => words.find((one) => one.startsWith(mark))?.slice(mark.length)
    arrivedAt += Number.parseInt(word('+') ?? '0', 10) * 1_000
    const device = words.find((one) => /^D\d/.test(one))
    const topic = `spBv1.0/G/${verb}/${word('N') ?? 'E'}${device === undefined ? '' : `/${device}`}`
    const { readings, refusals, replies } = decodeWith(host, topic, payloadOf(verb, word), arrivedAt)
    return [readings.map((reading) => reading.value).join(' '), '-'.repeat(refusals.count), replies.length > 0 ? 'ask' : ''].filter(Boolean).join(' ')
  })
  return { host, outcomes }
}

const payloadOf = (verb: string, word: (mark: string) => string | undefined): Uint8Array => {
  const [bdSeq, seq, at] = [word('bd'), Number(word('s') ?? 0), Number(word('@') ?? 0)]
  const payload: Published = { timestamp: AT + at, metrics: [] }
  if (verb !== 'NDEATH') payload.seq = seq
  if (bdSeq !== undefined) payload.metrics?.push(bdSeqMetric(Number(bdSeq)))
  if (verb.endsWith('BIRTH')) payload.metrics?.push({ name: 'level', alias: 1, datatype: DOUBLE, double_value: 1000 + seq })
  if (verb.endsWith('DATA')) payload.metrics?.push({ alias: Number(word('a') ?? 1), double_value: seq })
  return publishPayload(payload)
}

const born: Step[] = [['NBIRTH bd3', '1000'], ['DBIRTH D1 s1', '1001'], ['DDATA D1 s2', '2']]

describe('sessions', () => {
  it.each<[name: string, steps: Step[]]>([
    ['a birth, devices, data', [...born, ['NDATA s3', '3'], ['DBIRTH D2 s4', '1004'], ['DDATA D2 s5', '5']]],
    ['data of a node before its birth', [['NDATA s3', '- ask']]],
    ['a device born before its node', [['DBIRTH D1 s1', '- ask']]],
    ['a device that died before its node was born', [['DDEATH D1 s1', '- ask']]],
    ['data of a device before its birth', [['NBIRTH bd3', '1000'], ['DDATA D1 s1', '- ask'], ['DBIRTH D1 s2', '1002'], ['DDATA D1 s3', '3']]],
    ['an alias that the birth did not give', [...born, ['DDATA D1 s3 a9', '- ask'], ['DDATA D1 s4', '4']]],
    ['a device that died', [...born, ['DDEATH D1 s3', ''], ['DDATA D1 s4', '- ask'], ['DBIRTH D1 s5', '1005'], ['DDATA D1 s6', '6']]],
    ['the death of a device that was never born', [['NBIRTH bd3', '1000'], ['DDEATH D7 s1', ''], ['NDATA s2', '2']]],
    ['a rebirth: its devices must be born again', [...born, ['NBIRTH bd3 @9', '1000'], ['DDATA D1 s1', '- ask'], ['DBIRTH D1 s2', '1002'], ['NDATA s3', '3']]],
    ['two nodes do not know of each other', [['NBIRTH bd1 NA', '1000'], ['NDATA s1 NB', '- ask'], ['NDATA s1 NA', '1']]],
  ])('%s', (_, steps) => {
    expect(play(steps).outcomes).toEqual(steps.map(([, outcome]) => outcome))
  })
})

describe('deaths, bdSeq and what comes late', () => {
  it.each<[name: string, steps: Step[]]>([
    ['a death closes its session', [
      ...born, ['NDEATH bd3', ''], ['DDATA D1 s3', '- ask'], ['NBIRTH bd4 @9', '1000'], ['DDATA D1 s1', '- ask'], ['NDATA s2', '2'],
    ]],
    ['a late death of the session before closes nothing', [...born, ['NBIRTH bd4 @5', '1000'], ['NDEATH bd3', ''], ['NDATA s1', '1']]],
    ['a death of a session to come closes nothing', [...born, ['NDEATH bd4', ''], ['DDATA D1 s3', '3']]],
    ['a death that overtook its birth', [['NDEATH bd3', ''], ['NBIRTH bd3', '-'], ['NDATA s1 @1', '- ask'], ['NBIRTH bd4 @2', '1000'], ['NDATA s1', '1']]],
    ['overtaken while the session before is open', [...born, ['NDEATH bd4', ''], ['NDEATH bd3', ''], ['NBIRTH bd4 @5', '-'], ['NBIRTH bd5 @6', '1000']]],
    ['a late birth does not revive', [...born, ['NDEATH bd3', ''], ['NBIRTH bd3', '-'], ['DDATA D1 s3 @3', '- ask'], ['NBIRTH bd3 @1', '-']]],
    ['nor does it take over from the next session', [...born, ['NDEATH bd3', ''], ['NBIRTH bd4 @5', '1000'], ['NBIRTH bd3', '-'], ['NDATA s1', '1']]],
    ['a late birth whose death was not seen', [['NBIRTH bd4 @5', '1000'], ['NBIRTH bd3 @1', '-'], ['NDATA s1', '1']]],
    ['late by one round of bdSeq', [['NBIRTH bd0 @5', '1000'], ['NBIRTH bd255 @1', '-'], ['NDATA s1', '1']]],
    ['a death twice', [...born, ['NDEATH bd3', ''], ['NDEATH bd3', ''], ['NBIRTH bd4', '1000']]],
    ['a reconnect without a death, bdSeq 255 to 0', [['NBIRTH bd255', '1000'], ['NBIRTH bd0', '1000'], ['NDEATH bd255', ''], ['NDATA s1', '1']]],
    ['a birth without bdSeq, and its death', [['NBIRTH', '1000'], ['NDATA s1', '1'], ['NDEATH', ''], ['NDATA s2', '- ask'], ['NBIRTH', '1000']]],
    ['a death without bdSeq does not close a session that has one', [...born, ['NDEATH', '-'], ['DDATA D1 s3', '3']]],
    ['a gateway that never counts bdSeq on is heard once it answers', [
      ['NBIRTH bd0', '1000'], ['NDEATH bd0', ''], ['NBIRTH bd0 @5', '-'], ['NDATA s1 @6', '- ask'], ['NBIRTH bd0 @7', '1000'], ['NDATA s1 @8', '1'],
      ['NBIRTH bd0 @9', '1000'], ['NDATA s1 @10', '1'],
    ]],
    ['the first of several requests may be the one that is answered', [
      ['NBIRTH bd0', '1000'], ['NDEATH bd0', ''], ['NDATA s1 @3', '- ask'], ['NDATA s2 @6', '- ask'], ['NBIRTH bd0 @5', '1000'],
    ]],
    ['an answer to a request before the death is none', [...born, ['DDATA D1 s9 @3', '9 ask'], ['NDEATH bd3', ''], ['NBIRTH bd3 @5', '-']]],
    ['a reconnect storm: the deaths come after the births', [
      ['NBIRTH bd1 @1', '1000'], ['NBIRTH bd2 @2', '1000'], ['NDEATH bd1', ''], ['NBIRTH bd3 @3', '1000'], ['NDEATH bd2', ''], ['NBIRTH bd4 @4', '1000'],
      ['NDEATH bd3', ''], ['NDATA s1 @5', '1'], ['NDEATH bd4', ''], ['NDATA s2', '- ask'],
    ]],
  ])('%s', (_, steps) => {
    expect(play(steps).outcomes).toEqual(steps.map(([, outcome]) => outcome))
  })

  it('has room for a bdSeq that comes round', () => {
    const steps = Array.from({ length: 600 }, (_, round): Step[] => [[`NBIRTH bd${round % 256} @${round}`, '1000'], [`NDEATH bd${round % 256}`, '']]).flat()
    expect(play(steps).outcomes).toEqual(steps.map(([, outcome]) => outcome))
  })
})

describe('seq', () => {
  const upTo = (last: number): Step[] => [['NBIRTH bd3', '1000'], ...Array.from({ length: last }, (_, index): Step => [`NDATA s${index + 1}`, `${index + 1}`])]

  it.each<[name: string, steps: Step[]]>([
    ['wraps from 255 to 0', [...upTo(255), ['NDATA s0', '0'], ['NDATA s1', '1']]],
    ['a gap: the data stand, the counter goes on from there', [...upTo(1), ['NDATA s4', '4 ask'], ['NDATA s5', '5']]],
    ['a gap over the wrap', [...upTo(254), ['NDATA s1', '1 ask'], ['NDATA s2', '2']]],
    ['a message twice is no gap', [...upTo(2), ['NDATA s2', '2'], ['NDATA s3', '3']]],
    ['the same number in another message is one', [...upTo(2), ['NDATA s2 @4', '2 ask'], ['NDATA s3', '3']]],
    ['two that changed places tell of one gap', [...upTo(1), ['NDATA s3 @3', '3 ask'], ['NDATA s2 @2', '2'], ['NDATA s4 @4', '4']]],
    ['a counter that went back', [...upTo(20), ['NDATA s5 @1', '5 ask'], ['NDATA s6', '6']]],
    ['deaths and births of devices count', [...upTo(1), ['DBIRTH D1 s2', '1002'], ['DDEATH D1 s3', ''], ['NDATA s4', '4']]],
    ['a refused message counts', [...upTo(1), ['DDATA D1 s2', '- ask'], ['NDATA s3', '3']]],
    ['gap and missing birth in one message: one request', [...upTo(1), ['DDATA D1 s9', '- ask']]],
    ['a birth that does not begin at 0', [['NBIRTH bd1 s7', '1007'], ['NDATA s8', '8']]],
  ])('%s', (_, steps) => {
    expect(play(steps).outcomes).toEqual(steps.map(([, outcome]) => outcome))
  })
})

describe('rebirth requests', () => {
  it('few at once, then one in half a minute, and births do not refill them', () => {
    const gaps = [10, 20, 30, 40, 50].map((seq): Step => [`NDATA s${seq} @${seq}`, `${seq}${seq <= 30 ? ' ask' : ''}`])
    const steps: Step[] = [
      ['NBIRTH bd3', '1000'], ...gaps, ['NBIRTH bd3 @50', '1000'],
      ['NDATA s9', '9'], ['NDATA s30 +29s', '30'], ['NDATA s60 +1s', '60 ask'], ['NDATA s90', '90'],
    ]
    const { host, outcomes } = play(steps)
    expect(outcomes).toEqual(steps.map(([, outcome]) => outcome))
    expect(host.sessions()).toMatchObject([{ gaps: 9, rebirths: 4 }])
  })

  it('a clock of ours that is set back takes none away', () => {
    expect(play([['NBIRTH bd3', '1000'], ['NDATA s5 +-3600s', '5'], ['NDATA s20', '20']]).outcomes).toEqual(['1000', '5 ask', '20 ask'])
  })

  it('is a command to the node, stamped with the time of arrival', () => {
    const { replies } = decodeWith(createSparkplugHost(), 'spBv1.0/G/DDATA/E/D', publishPayload({ metrics: [{ alias: 1, int_value: 1 }] }), AT + 7)
    expect(replies.map(({ topic }) => topic)).toEqual(['spBv1.0/G/NCMD/E'])
    expect(readPublished(replies[0]?.payload ?? new Uint8Array())).toEqual({
      timestamp: AT + 7, metrics: [{ name: 'Node Control/Rebirth', timestamp: AT + 7, datatype: BOOLEAN, boolean_value: true }],
    })
  })
})

describe('topics and statistics', () => {
  it.each<[name: string, topic: string, refused: number]>([
    ['the state of a host', 'spBv1.0/STATE/scada', 0],
    ['a command to a node', 'spBv1.0/G/NCMD/E', 0],
    ['a command to a device', 'spBv1.0/G/DCMD/E/D', 0],
    ['another root', 'spAv1.0/G/NDATA/E', 1],
    ['a verb unknown', 'spBv1.0/G/NDELETE/E', 1],
    ['a node with a device', 'spBv1.0/G/NBIRTH/E/D', 1],
    ['a device without its name', 'spBv1.0/G/DDATA/E', 1],
    ['an empty level', 'spBv1.0//NDATA/E', 1],
    ['too many levels', 'spBv1.0/G/DDATA/E/D/x/y', 1],
    ['a name of a megabyte', `spBv1.0/G/NBIRTH/${'E'.repeat(1_000_000)}`, 1],
  ])('%s', (_, topic, refused) => {
    const host = createSparkplugHost()
    const payload = publishPayload({ metrics: [{ name: 'x', double_value: 1 }] })
    const { refusals, readings, replies } = decodeWith(host, topic, payload, AT)
    expect(refusals.count).toBe(refused)
    expect(readings).toHaveLength(0)
    expect(replies).toHaveLength(0)
    expect(host.sessions()).toEqual([])
  })

  it('shows each node', () => {
    const { host } = play([...born, ['NBIRTH bd1 NB +5s', ''], ['NDEATH bd1 NB +5s', '']])
    expect(host.sessions()).toEqual([
      { group: 'G', edge: 'E', online: true, since: AT, lastSeq: 2, devices: 1, gaps: 0, rebirths: 0 },
      { group: 'G', edge: 'B', online: false, since: AT + 10_000, lastSeq: 0, devices: 0, gaps: 0, rebirths: 0 },
    ])
  })
})

it('a rebirth is no new session', () => {
  expect(play([['NBIRTH bd1', ''], ['NBIRTH bd1 +5s', '']]).host.sessions()).toMatchObject([{ online: true, since: AT }])
  expect(play([['NBIRTH bd1', ''], ['NBIRTH bd2 +5s', '']]).host.sessions()).toMatchObject([{ online: true, since: AT + 5_000 }])
})

describe('bounds', () => {
  it('nodes that are offline make room, those online are kept', () => {
    const host = createSparkplugHost()
    const birth = publishPayload({ timestamp: AT, seq: 0, metrics: [bdSeqMetric(0)] })
    const data = publishPayload({ timestamp: AT, seq: 1, metrics: [] })
    decodeWith(host, 'spBv1.0/G/NBIRTH/kept', birth, AT)
    for (let node = 0; node < 31_000; node++) decodeWith(host, `spBv1.0/G/NDATA/stranger${node}`, data, AT)
    expect(host.sessions()).toHaveLength(30_000)
    expect(decodeWith(host, 'spBv1.0/G/NDATA/kept', data, AT).refusals.count).toBe(0)
    for (let node = 0; node < 30_000; node++) decodeWith(host, `spBv1.0/G/NBIRTH/new${node}`, birth, AT)
    expect(decodeWith(host, 'spBv1.0/G/NBIRTH/new29999', birth, AT).refusals.listed).toMatchObject([{ reason: 'too_large' }])
    expect(host.sessions().filter(({ online }) => online)).toHaveLength(30_000)
  })

  it('metrics of one node, and a rebirth gives the room back', () => {
    const host = createSparkplugHost()
    const metrics = Array.from({ length: 60_000 }, (_, index): PublishedMetric => ({ name: `m${index}`, alias: index, datatype: DOUBLE, double_value: 1 }))
    const nodeBirth = publishPayload({ timestamp: AT, seq: 0, metrics: [bdSeqMetric(0)] })
    const deviceBirth = publishPayload({ timestamp: AT, seq: 1, metrics })
    for (let round = 0; round < 2; round++) {
      decodeWith(host, 'spBv1.0/G/NBIRTH/E', nodeBirth, AT)
      expect(decodeWith(host, 'spBv1.0/G/DBIRTH/E/D1', deviceBirth, AT).refusals.count).toBe(0)
      expect(decodeWith(host, 'spBv1.0/G/DBIRTH/E/D1', deviceBirth, AT).refusals.count).toBe(0)
    }
    const { refusals } = decodeWith(host, 'spBv1.0/G/DBIRTH/E/D2', deviceBirth, AT)
    expect(refusals.byReason).toEqual({ too_large: 20_003 })
    const unknown = publishPayload({ timestamp: AT, seq: 2, metrics: [{ alias: 59_999, double_value: 1 }] })
    const { refusals: later, replies } = decodeWith(host, 'spBv1.0/G/DDATA/E/D2', unknown, AT)
    expect(later.byReason).toEqual({ no_session: 1 })
    // The same birth would again not fit: asking for it would go on for ever.
    expect(replies).toHaveLength(0)
  })

  it('a payload beyond 10 MB', () => {
    const { refusals } = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', new Uint8Array(10 * 1024 * 1024 + 1), AT)
    expect(refusals.listed).toMatchObject([{ reason: 'too_large' }])
  })

  it('more metrics than a message may have are counted exactly', () => {
    const metrics = Array.from({ length: 100_500 }, (): PublishedMetric => ({ name: 'a', datatype: DOUBLE, double_value: 1 }))
    const { readings, refusals } = decodeWith(createSparkplugHost(), 'spBv1.0/G/NBIRTH/E', publishPayload({ timestamp: AT, metrics }), AT)
    expect(readings).toHaveLength(100_000)
    expect(refusals.byReason).toEqual({ too_large: 500 })
  })
})
