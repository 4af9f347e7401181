import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formats } from '../formats.ts'
import { ARRIVED_AT, createPayloadTeller, tellPayload } from '../tell-payload.ts'
import { frameOf } from './acknowledge-packet.ts'

const head = (cn = '2011', flag = 4, more = '') => `QN=20261123110000000;ST=31;CN=${cn};PW=123456;MN=M01;Flag=${flag};${more}`
const frame = (body: string, cn = '2011', flag = 4, more = '') => Buffer.from(frameOf(`${head(cn, flag, more)}CP=&&${body}&&`)).toString('latin1')
const tell = (payload: unknown) => tellPayload(formats.hj212(), payload)
const at = (code: string, value: number | null, quality?: string, ts = ARRIVED_AT) => ({ tag: `M01/${code}`, ts, value, ...(quality !== undefined && { quality }) })

describe('the items of a packet', () => {
  it.each<[name: string, body: string, readings: unknown[]]>([
    ['a value without a flag', 'DataTime=20261123110000;a-Rtd=1.5', [at('a', 1.5)]],
    ...([['N', undefined], ['F', 'stopped'], ['M', 'maintenance'], ['S', 'manual'], ['D', 'fault'], ['C', 'calibration'], ['T', 'out_of_range'], ['B', 'fault']] as const)
      .map(([flag, quality]): [string, string, unknown[]] => [`flag ${flag}`, `DataTime=20261123110000;a-Rtd=-2,a-Flag=${flag}`, [at('a', -2, quality)]]),
    ['the flag before the value', 'a-Flag=D,a-Rtd=1', [at('a', 1, 'fault')]],
    ['the flag behind a semicolon', 'a-Rtd=1;a-Flag=D;b-Rtd=2', [at('a', 1, 'fault'), at('b', 2)]],
    ['a flag is for its own code only', 'a-Flag=D;b-Rtd=2,b-Flag=N', [at('b', 2)]],
    ['the values of a period', 'DataTime=20261123110000;a-Cou=9,a-Min=1,a-Avg=2,a-Max=3,a-Flag=M', [
      at('a-Cou', 9, 'maintenance'), at('a-Min', 1, 'maintenance'), at('a-Avg', 2, 'maintenance'), at('a-Max', 3, 'maintenance'),
    ]],
    ['converted to standard conditions', 'a-Rtd=1,a-ZsRtd=1.2,a-Flag=N', [at('a', 1), at('a-ZsRtd', 1.2)]],
    ['the state of a device', 'SB1-RS=1;SB2-RS=0', [at('SB1-RS', 1), at('SB2-RS', 0)]],
    ['nothing, and the reason', 'a-Rtd=,a-Flag=D', [at('a', null, 'fault')]],
    ['remarks', 'a-SampleTime=20261123100000,a-Rtd=1,a-EFlag=A01,a-Flag=N', [at('a', 1)]],
    ['no time', 'a-Rtd=1', [at('a', 1)]],
    ['another time', 'DataTime=20261123105959;a-Rtd=1', [at('a', 1, undefined, ARRIVED_AT - 1_000)]],
    ['no items', 'DataTime=20261123110000', []],
    ['empty items', ';;a-Rtd=1;,;', [at('a', 1)]],
  ])('%s', (_, body, readings) => {
    const told = tell(frame(body))
    expect(told.readings).toEqual(readings)
    expect(told.refusals.count).toBe(0)
  })

  it.each<[name: string, body: string, reason: string, where: string, accepted: number]>([
    ['text that is no number', 'a-Rtd=--;b-Rtd=1', 'wrong_value', 'a-Rtd', 1],
    ['nothing without a reason', 'a-Rtd=,a-Flag=N', 'wrong_value', 'a-Rtd', 0],
    ['a number in hexadecimal', 'a-Rtd=0x10', 'wrong_value', 'a-Rtd', 0],
    ['a flag that does not exist', 'a-Rtd=1,a-Flag=X;b-Rtd=1', 'wrong_quality', 'a-Flag', 1],
    ['what follows a code and is unknown', 'a-Foo=1;b-Rtd=1', 'wrong_shape', 'a-Foo=1', 1],
    ['what is no pair', 'hello;b-Rtd=1', 'wrong_shape', 'hello', 1],
    ['a time that does not exist: the packet as a whole', 'DataTime=20261323110000;a-Rtd=1;b-Rtd=2', 'wrong_time', 'DataTime', 0],
  ])('refuses %s', (_, body, reason, where, accepted) => {
    const { readings, refusals } = tell(frame(body))
    expect(refusals.listed).toMatchObject([{ reason, where }])
    expect(refusals.count).toBe(1)
    expect(readings).toHaveLength(accepted)
  })

  it('refuses each value under a flag that does not exist', () => {
    expect(tell(frame('a-Min=1,a-Avg=2,a-Max=3,a-Flag=X')).refusals.byReason).toEqual({ wrong_quality: 3 })
  })
})

describe('answers', () => {
  const STANDARD = '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n'

  it('the frame of the standard: no readings, one answer, which is itself a good frame', () => {
    const { readings, refusals, replies } = tell(STANDARD)
    expect({ readings, refused: refusals.count }).toEqual({ readings: [], refused: 0 })
    const data = 'QN=20160801085857223;ST=91;CN=9014;PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&'
    expect(replies).toEqual([{ topic: '', text: expect.stringMatching(/^##0087QN=.*[0-9A-F]{4}\r\n$/) }])
    expect(replies[0]?.text.slice(6, -6)).toBe(data)
    expect(tell(replies[0]?.text)).toMatchObject({ readings: [], replies: [], refusals: { count: 0 } })
  })

  it.each<[name: string, payload: string, answers: number]>([
    ['no bit 0', frame('a-Rtd=1', '2011', 4), 0],
    ['bit 0', frame('a-Rtd=1', '2011', 5), 1],
    ['bit 0 of the standard of 2005', frame('a-Rtd=1', '2011', 1), 1],
    ['a heartbeat that wants one', frame('', '9015', 5), 1],
    ['values that were refused: sent again they would be worth the same', frame('a-Rtd=x', '2011', 5), 1],
    ['an answer is not answered', frame('', '9014', 5), 0],
    ['a wrong checksum is not answered, so it is sent again', frame('a-Rtd=1', '2011', 5).replace(/.{4}\r\n$/, '0000'), 0],
    ['no Flag at all', Buffer.from(frameOf('ST=31;CN=2011;PW=123456;MN=M01;CP=&&a-Rtd=1&&')).toString(), 0],
  ])('%s', (_, payload, answers) => {
    expect(tell(payload).replies).toHaveLength(answers)
  })
})

describe('what is no good frame', () => {
  const good = frame('a-Rtd=1')
  it.each<[name: string, payload: string, refused: number, accepted: number]>([
    ['noise before, between and behind', `noise\r\n#${good}\u0000xx${good}#`, 0, 2],
    ['a third # before the two', `#${good}###${good.slice(2)}`, 0, 2],
    ['no line end', good.trimEnd() + good.trimEnd(), 0, 2],
    ['a checksum in small letters', good.replace(/[0-9A-F]{4}\r\n$/, (end) => end.toLowerCase()), 0, 1],
    ['a length too small', good.replace(/^##\d{4}/, '##0050') + good, 1, 1],
    ['a length too large, noticed at the line end', good.replace(/^##\d{4}/, '##9999'), 1, 0],
    ['a length that is no number', good.replace(/^##\d{4}/, '## 99x'), 1, 0],
    ['a frame that breaks off and another one', good.slice(0, 40) + good, 1, 1],
    ['a frame that has not ended yet', good.slice(0, 40), 0, 0],
    ['no CP', Buffer.from(frameOf('CN=2011;MN=M01;Flag=4')).toString(), 1, 0],
    ['no MN', Buffer.from(frameOf('CN=2011;Flag=4;CP=&&a-Rtd=1&&')).toString(), 1, 0],
    ['no CN', Buffer.from(frameOf('MN=M01;Flag=4;CP=&&a-Rtd=1&&')).toString(), 1, 0],
    ['an MN of a hundred characters', Buffer.from(frameOf(`CN=2011;MN=${'M'.repeat(100)};Flag=4;CP=&&a-Rtd=1&&`)).toString(), 1, 0],
  ])('%s', (_, payload, refused, accepted) => {
    const { readings, refusals } = tell(payload)
    expect(refusals.count).toBe(refused)
    expect(readings).toHaveLength(accepted)
  })
})

describe('packets of one report', () => {
  const part = (body: string, pno: number, pnum = 2) => frame(body, '2011', 6, `PNUM=${pnum};PNO=${pno};`)
  const EARLIER = ARRIVED_AT - 1_000

  it('are each read as they come; the later ones have the time of the first', () => {
    const tellNext = createPayloadTeller(formats.hj212())
    expect(tellNext(part('DataTime=20261123105959;a-Rtd=1,a-Flag=N', 1)).readings).toEqual([at('a', 1, undefined, EARLIER)])
    expect(tellNext(part('b-Rtd=2,b-Flag=N', 2)).readings).toEqual([at('b', 2, undefined, EARLIER)])
    // A report of its own knows nothing of that time.
    expect(tellNext(part('c-Rtd=3,c-Flag=N', 2)).readings).toEqual([at('c', 3)])
  })

  it('a single packet that is numbered is read whole', () => {
    expect(tell(part('a-Rtd=1', 1, 1)).readings).toEqual([at('a', 1)])
  })

  it('wherever they were cut, nothing but what was sent is read', () => {
    const body = 'DataTime=20261123110000;a-Rtd=12.5,a-Flag=D;b-Min=1,b-Max=20;c-Rtd=-3'
    const whole = [at('a', 12.5, 'fault'), at('b-Min', 1), at('b-Max', 20), at('c', -3)]
    const cuts = Array.from({ length: body.length + 1 }, (_, index) => index)
    for (const cut of cuts) {
      const { readings, refusals } = tell(part(body.slice(0, cut), 1) + part(body.slice(cut), 2))
      expect({ cut, readings, refused: refusals.count }).toEqual({ cut, readings: whole, refused: 0 })
    }
  })

  it('whole items without a semicolon between the packets are joined with one', () => {
    expect(tell(part('a-Rtd=1', 1) + part('b-Rtd=2', 2)).readings).toEqual([at('a', 1), at('b', 2)])
  })

  it('an end whose continuation never comes is refused, never read', () => {
    const { readings, refusals } = tell(part('a-Rtd=1;b-Rtd=2', 1, 3) + part('c-Rtd=3', 3, 3))
    expect(readings).toEqual([at('a', 1), at('c', 3)])
    expect(refusals.listed).toMatchObject([{ reason: 'wrong_shape', where: 'PNO' }])
  })

  it('the same packet again is no loss', () => {
    const { readings, refusals } = tell(part('a-Rtd=1', 1) + part('a-Rtd=1', 1) + part('2,a-Flag=N', 2))
    expect(readings).toEqual([at('a', 12)])
    expect(refusals.count).toBe(0)
  })

  it('of more reports than are remembered, the one begun first is given up and counted', () => {
    const begun = Array.from({ length: 20 }, (_, index) => Buffer.from(frameOf(`CN=2011;MN=D${index};Flag=6;PNUM=2;PNO=1;CP=&&a-Rtd=1&&`)).toString())
    const { readings, refusals } = tell(begun.join(''))
    expect(readings).toEqual([])
    expect(refusals.count).toBe(4)
  })
})

/** What a stream says altogether when it is cut at these places. */
const tellCut = (bytes: Buffer, cuts: readonly number[]) => {
  const tellNext = createPayloadTeller(formats.hj212())
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const parts = places.slice(1).map((end, index) => tellNext(bytes.subarray(places[index], end)))
  return { readings: parts.flatMap((part) => part.readings), replies: parts.flatMap((part) => part.replies), refused: parts.reduce((sum, part) => sum + part.refusals.count, 0) }
}

const item = fc.tuple(fc.constantFrom('a', 'b21001', 'w01'), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom('N', 'D', 'X'))
  .map(([code, value, flag]) => `${code}-Rtd=${value},${code}-Flag=${flag}`)
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.array(item, { maxLength: 4 }), fc.constantFrom(4, 5)).map(([items, flag]) => frame(items.join(';'), '2011', flag)) },
  { weight: 1, arbitrary: fc.constantFrom('#', '##', '##01', 'noise', '\r\n', '##0010QN=1', '##9999', '###', frame('a-Rtd=1').slice(0, 30), frame('a-Rtd=1').replace('Rtd', 'Rtx')) },
)
const stream = fc.array(piece, { maxLength: 8 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'))

describe('any stream', () => {
  it('gives the same result however it is cut into segments', () => {
    fc.assert(fc.property(stream, fc.array(fc.nat(), { maxLength: 10 }), (bytes, cuts) => {
      expect(tellCut(bytes, cuts)).toEqual(tellCut(bytes, []))
    }), { numRuns: 500 })
  })

  it('byte by byte too', () => {
    fc.assert(fc.property(stream, (bytes) => {
      expect(tellCut(bytes, Array.from(bytes.keys()))).toEqual(tellCut(bytes, []))
    }), { numRuns: 30 })
  })

  it('with one byte damaged: the frame is refused or noise, never a value that was not sent; its neighbours stand', () => {
    const sent = frame('DataTime=20261123110000;a-Rtd=12.5,a-Flag=N;b-Rtd=0.8,b-Flag=D', '2011', 5)
    const values = [at('a', 12.5), at('b', 0.8, 'fault')]
    const neighbour = [at('n', 7)]
    fc.assert(fc.property(fc.nat(sent.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const bytes = Buffer.from(sent + frame('n-Rtd=7'), 'latin1')
      bytes[place] = (bytes[place] ?? 0) ^ change
      const { readings, refusals } = tell(bytes)
      const missing = readings.length === neighbour.length
      expect(readings).toEqual(missing ? neighbour : [...values, ...neighbour])
      // Whole only where the damage does not matter: the case of a checksum's letter, the line end.
      expect(missing || place >= sent.length - 6).toBe(true)
      expect(refusals.count).toBeLessThanOrEqual(1)
    }), { numRuns: 2_000 })
  })

  it('of random bytes is never a throw and never a reading', () => {
    const bytes = fc.array(fc.oneof(fc.constant(0x23), fc.integer({ min: 0x30, max: 0x39 }), fc.nat(255)), { maxLength: 400 }).map((all) => Buffer.from(all))
    fc.assert(fc.property(bytes, fc.array(fc.nat(), { maxLength: 4 }), (all, cuts) => {
      expect(tellCut(all, cuts).readings).toEqual([])
    }), { numRuns: 500 })
  })
})
