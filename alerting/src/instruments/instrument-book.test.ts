import { createFakeClock } from '@hazardwatch/shared/clock'
import { BumpTestRequest, Calibration, type InstrumentCare } from '@hazardwatch/shared/instrument-care'
import { createCareRecords } from '@hazardwatch/shared/node/records/care-records'
import { openTemporaryRecords, type TemporaryRecords } from '@hazardwatch/shared/node/records/temporary-records'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testPoint } from '../testing/test-point.ts'
import { openInstrumentBook } from './instrument-book.ts'

const START = Date.UTC(2026, 0, 1)
const DAY = 86_400_000
const iso = (ms: number): string => new Date(ms).toISOString()
const calibration = (change: Partial<Calibration> = {}): Calibration => Calibration.parse({
  enterprise: 'E', tag: 'P1', calibratedAt: iso(START - 100 * DAY), intervalDays: 180, by: 'W', reference: 'J-1', result: 'passed', ...change,
})
const request = (change: object = {}): BumpTestRequest => BumpTestRequest.parse({ enterprise: 'E', tag: 'P1', gas: 'methane', concentration: 50, by: 'W', ...change })

let temporary: TemporaryRecords
beforeEach(async () => { temporary = await openTemporaryRecords() })
afterEach(() => temporary.remove())

const point = { ...testPoint(1, 'P1'), rangeLow: 0, rangeHigh: 100 }

const open = async (clock = createFakeClock(START), records = temporary.records) => {
  const cares: InstrumentCare[][] = []
  const readings: [number, number | null, number][] = []
  const away = { error: undefined as Error | undefined }
  let id = 0
  const book = await openInstrumentBook({
    ledger: { point: (_, tag) => (tag === 'P1' ? point : undefined) }, records: createCareRecords(records), clock: clock.now, nextId: () => `T${++id}`,
    store: {
      history: async ({ from, to }) => {
        if (away.error !== undefined) throw away.error
        return { raw: true, points: readings.filter(([time]) => time >= from && time < to) }
      },
    },
    heed: async (said) => { cares.push([...said]) },
  })
  /** A reading a second: from nothing to the gas within so many seconds after `at`. */
  const respond = (at: number, riseS: number, height = 50): void => {
    for (let second = -20; second < 200; second++) readings.push([at + second * 1000, second < 0 ? 0 : Math.min(height, height * second / riseS), 0])
  }
  return { book, clock, cares, respond, away, last: () => cares.at(-1) ?? [] }
}

describe('calibrations', () => {
  it.each([
    ['in time', calibration(), false, iso(START + 80 * DAY)], ['too long ago', calibration({ intervalDays: 90 }), true, iso(START - 10 * DAY)],
    ['never recorded', calibration({ calibratedAt: null, by: null, reference: null, result: null }), true, null], ['failed', calibration({ result: 'failed' }), true, null],
  ])('%s: overdue and due', async (_name, item, overdue, dueAt) => {
    const { book, last } = await open()
    await book.createCalibrations([item])
    expect([book.view(item), last().length]).toEqual([{ ...item, overdue, dueAt }, Number(overdue)])
  })

  it('become overdue by the clock alone, and are in time again after the next; every record stays, over restarts', async () => {
    const { book, clock, last } = await open()
    await book.createCalibrations([calibration()])
    clock.advance(81 * DAY)
    await book.settle()
    expect(last()).toEqual([{ point: 1, overdue: true, bumpFailed: false, test: null }])
    await book.replaceCalibration(calibration({ calibratedAt: iso(clock.now()), reference: 'J-2' }))
    expect(last()).toEqual([])
    const again = await open(clock, await temporary.reopen())
    expect(again.book.calibrations()).toMatchObject([{ reference: 'J-2' }])
    expect((await again.book.calibrationHistory('E', 'P1')).map(({ reference }) => reference)).toEqual(['J-2', 'J-1'])
    await again.book.retireCalibration('E', 'P1')
    expect((await open(clock, await temporary.reopen())).book.calibrations()).toEqual([])
  })

  it.each([
    ['a point that is not registered', 'unknown_reference', async ({ book }: Awaited<ReturnType<typeof open>>) => book.createCalibrations([calibration({ tag: 'P9' as Calibration['tag'] })])],
    ['one that is there', 'already_exists', async ({ book }: Awaited<ReturnType<typeof open>>) => { await book.createCalibrations([calibration()]); await book.createCalibrations([calibration()]) }],
    ['one that is not there', 'not_found', async ({ book }: Awaited<ReturnType<typeof open>>) => book.replaceCalibration(calibration())],
  ])('%s is refused: %s', async (_name, code, act) => {
    await expect(act(await open())).rejects.toMatchObject({ code, words: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
  })
})

describe('bump tests', () => {
  it('suppress while they run, are measured from the stored readings, and leave a recovery', async () => {
    const { book, clock, respond, last } = await open()
    const { id, expectedT90S } = await book.startTest(request())
    expect([expectedT90S, last()]).toMatchObject([30, [{ point: 1, test: { until: START + 600_000, by: 'W', reason: expect.stringContaining('methane 50') } }]])
    clock.advance(10_000)
    await book.applyGas(id)
    respond(START + 10_000, 20)
    clock.advance(40_000)
    expect(await book.endTest(id)).toMatchObject({ state: 'passed', reason: 'passed', t90S: 18, reached: 1, removedAt: iso(START + 50_000), suppressedUntil: iso(START + 170_000) })
    expect(last()).toMatchObject([{ bumpFailed: false, test: { until: START + 170_000 } }])
    clock.advance(121_000)
    await book.settle()
    expect(last()).toEqual([])
  })

  it.each([
    ['slow', 60, 50, { reason: 'slow', t90S: 54 }], ['too little', 20, 30, { reason: 'low_response', t90S: null, reached: expect.closeTo(0.6, 2) }], ['no response', 20, 0, { reason: 'no_response', t90S: null, reached: 0 }],
  ])('%s fails, holds until a test passes, and survives a restart', async (_name, riseS, height, result) => {
    const { book, clock, respond } = await open()
    const { id } = await book.startTest(request())
    respond(START, riseS, height)
    clock.advance(100_000)
    expect(await book.endTest(id)).toMatchObject({ state: 'failed', ...result })
    clock.advance(DAY)
    const again = await open(clock, await temporary.reopen())
    await again.book.settle()
    await again.book.settle()
    expect(again.last()).toEqual([{ point: 1, overdue: false, bumpFailed: true, test: null }])
    expect((await again.book.listTests({ tag: 'P1', limit: 10 })).items).toMatchObject([{ id, state: 'failed' }])
  })

  it('end by themselves, and a store that is away lengthens no suppression', async () => {
    const { book, clock, respond, away, last } = await open()
    await book.startTest(request({ maxS: 60 }))
    respond(START, 20)
    clock.advance(61_000)
    away.error = new Error('away')
    await expect(book.settle()).rejects.toThrow('away')
    expect(last()).toEqual([])
    away.error = undefined
    await book.settle()
    expect(await book.findTest('T1')).toMatchObject({ state: 'passed', removedAt: iso(START + 60_000), suppressedUntil: null })
  })

  it('goes on after a restart in the middle', async () => {
    const { book, clock } = await open()
    await book.startTest(request())
    clock.advance(30_000)
    const again = await open(clock, await temporary.reopen())
    await again.book.settle()
    expect(again.last()).toMatchObject([{ test: { until: START + 600_000 } }])
    again.respond(START, 20)
    expect(await again.book.endTest('T1')).toMatchObject({ state: 'passed' })
  })

  it('a new one takes the place of the recovery of the one before', async () => {
    const { book, clock, last } = await open()
    await book.endTest((await book.startTest(request())).id)
    await book.startTest(request({ maxS: 30 }))
    clock.advance(31_000)
    await book.settle()
    expect(last()).toEqual([{ point: 1, overdue: false, bumpFailed: true, test: null }])
  })

  it('cancelled has no result and suppresses nothing any more', async () => {
    const { book, last } = await open()
    const { id } = await book.startTest(request())
    expect(await book.cancelTest(id)).toMatchObject({ state: 'cancelled', reason: null, suppressedUntil: null })
    expect(last()).toEqual([])
    await expect(book.endTest(id)).rejects.toMatchObject({ code: 'alarm_state' })
  })

  it.each([
    ['a second one on the point', 'already_exists', async ({ book }: Awaited<ReturnType<typeof open>>) => { await book.startTest(request()); await book.startTest(request()) }],
    ['gas beyond the range', 'rule_impossible', async ({ book }: Awaited<ReturnType<typeof open>>) => book.startTest(request({ concentration: 200 }))],
    ['a point that is not registered', 'unknown_reference', async ({ book }: Awaited<ReturnType<typeof open>>) => book.startTest(request({ tag: 'P9' }))],
    ['one that does not exist', 'not_found', async ({ book }: Awaited<ReturnType<typeof open>>) => book.endTest('X')],
    ['a cursor that is none', 'bad_request', async ({ book }: Awaited<ReturnType<typeof open>>) => book.listTests({ limit: 1, cursor: 'x' })],
  ])('%s is refused: %s', async (_name, code, act) => {
    await expect(act(await open())).rejects.toMatchObject({ code, words: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
  })

  it('ended twice at once it is measured once', async () => {
    const { book, respond } = await open()
    const { id } = await book.startTest(request())
    respond(START, 20)
    const [first, second] = await Promise.allSettled([book.endTest(id), book.endTest(id)])
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
  })

  it('are listed the newest first, in pages', async () => {
    const { book } = await open()
    for (let i = 0; i < 3; i++) await book.cancelTest((await book.startTest(request())).id)
    const first = await book.listTests({ limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual(['T3', 'T2'])
    expect((await book.listTests({ limit: 2, cursor: first.next ?? '' })).items.map(({ id }) => id)).toEqual(['T1'])
  })
})
