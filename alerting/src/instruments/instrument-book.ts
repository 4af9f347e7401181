import type { Clock } from '@hazardwatch/shared/clock'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { pointKey } from '@hazardwatch/shared/ids'
import {
  BUMP_RECOVERY_S, bumpPresets, USUAL_T90_S, type BumpTest, type BumpTestRequest, type Calibration, type CalibrationView, type InstrumentBook, type InstrumentCare,
} from '@hazardwatch/shared/instrument-care'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { CareRecords } from '@hazardwatch/shared/node/records/care-records'
import { GOOD, OUT_OF_RANGE } from '@hazardwatch/shared/quality'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import { isoTime } from '@hazardwatch/shared/time'
import { calibrationOverdueMs, judgeBumpTest } from '../detect/health/bump-test.ts'

export interface InstrumentBookOptions {
  ledger: Pick<Ledger, 'point'>
  records: CareRecords
  store: Pick<ReadingStore, 'history'>
  /** Tells the engine what the care of the instruments says; resolves when that is in force and durable. */
  heed: (cares: readonly InstrumentCare[]) => Promise<void>
  /** A new name for each test. */
  nextId: () => string
  clock: Clock
}

/** The book with what its owner calls: nothing here has a timer. */
export interface KeptInstrumentBook extends InstrumentBook {
  /** Ends what is over by now, and tells the engine what holds. To be called every second or so. */
  settle(): Promise<void>
}

/** Readings before the gas that tell where the reading stood, ms. */
const BEFORE_MS = 300_000
/** More than a test has: half an hour, ten a second. */
const MOST_READINGS = 20_000
const DAY_MS = 86_400_000
/** Without a test that runs, what holds is told so often: a calibration becomes overdue by the day. */
const HEED_MS = 30_000

export const openInstrumentBook = async (options: InstrumentBookOptions): Promise<KeptInstrumentBook> => {
  const { ledger, records, clock } = options
  const loaded = await records.load()
  const calibrations = new Map(loaded.calibrations.map((item) => [pointKey(item.enterprise, item.tag), item]))
  const lastTests = new Map(loaded.lastTests.map((test) => [pointKey(test.enterprise, test.tag), test]))
  const open = new Map(loaded.openTests.map((test) => [test.id, test]))
  let heededAt = Number.NEGATIVE_INFINITY
  const heed = (): Promise<void> => {
    heededAt = clock()
    return options.heed(caresOf(ledger, calibrations, lastTests, open, heededAt))
  }
  const tests = createTests(options, open, lastTests, heed)

  const write = async (items: readonly Calibration[], retired = false): Promise<void> => {
    await records.putCalibrations(items, clock(), retired)
    for (const item of items) {
      if (retired) calibrations.delete(pointKey(item.enterprise, item.tag))
      else calibrations.set(pointKey(item.enterprise, item.tag), item)
    }
    await heed()
  }
  const existing = (enterprise: string, tag: string): Calibration => {
    const item = calibrations.get(pointKey(enterprise, tag))
    if (item !== undefined) return item
    throw new HazardError('not_found', {
      en: `calibrations has no ${pointKey(enterprise, tag)}; register it first (POST /api/v1/calibrations)`,
      zh: `没有测点 ${pointKey(enterprise, tag)} 的检定记录；请先登记（POST /api/v1/calibrations）`,
    })
  }
  return {
    ...tests,
    calibrations: () => [...calibrations.values()],
    calibration: (enterprise, tag) => calibrations.get(pointKey(enterprise, tag)),
    view: (item) => viewOf(item, clock()),
    createCalibrations: async (items) => {
      for (const { enterprise, tag } of items) {
        pointOf(ledger, enterprise, tag)
        if (calibrations.has(pointKey(enterprise, tag))) {
          throw new HazardError('already_exists', {
            en: `calibration of ${pointKey(enterprise, tag)} is recorded already; write the new one with PUT`, zh: `测点 ${pointKey(enterprise, tag)} 的检定已有记录；新的检定请用 PUT 写入`,
          })
        }
      }
      await write(items)
    },
    replaceCalibration: async (item) => {
      pointOf(ledger, item.enterprise, item.tag)
      existing(item.enterprise, item.tag)
      await write([item])
    },
    retireCalibration: (enterprise, tag) => write([existing(enterprise, tag)], true),
    calibrationHistory: (enterprise, tag) => records.calibrationHistory(enterprise, tag),
    settle: async () => {
      // First of all, so that a store that is away lengthens no suppression; rules that were added or enabled meanwhile hear of it now.
      if (open.size > 0 || clock() - heededAt >= HEED_MS) await heed()
      if (await tests.settleTests()) await heed()
    },
  }
}

const pointOf = (ledger: InstrumentBookOptions['ledger'], enterprise: string, tag: string): NumberedPoint => {
  const point = ledger.point(enterprise, tag)
  if (point === undefined) {
    throw new HazardError('unknown_reference', {
      en: `point ${pointKey(enterprise, tag)} is not in the ledger; register it first (POST /api/v1/points)`, zh: `台账中没有测点 ${pointKey(enterprise, tag)}；请先登记（POST /api/v1/points）`,
    })
  }
  return point
}

const isOverdue = ({ calibratedAt, intervalDays, result }: Calibration, now: number): boolean =>
  result === 'failed' || calibrationOverdueMs(calibratedAt === null ? null : Date.parse(calibratedAt), intervalDays, now) !== 0

const viewOf = (item: Calibration, now: number): CalibrationView => {
  const known = item.calibratedAt === null || item.result === 'failed' ? null : Date.parse(item.calibratedAt) + item.intervalDays * DAY_MS
  return { ...item, dueAt: known === null ? null : isoTime(known), overdue: isOverdue(item, now) }
}

/** What holds now, point by point; a point that was retired is looked after no more. */
const caresOf = (
  ledger: InstrumentBookOptions['ledger'], calibrations: ReadonlyMap<string, Calibration>, lastTests: ReadonlyMap<string, BumpTest>, open: ReadonlyMap<string, BumpTest>, now: number,
): InstrumentCare[] => {
  const cares = new Map<number, InstrumentCare>()
  const careOf = (enterprise: string, tag: string): InstrumentCare | undefined => {
    const point = ledger.point(enterprise, tag)?.number
    if (point === undefined) return undefined
    const care = cares.get(point) ?? { point, overdue: false, bumpFailed: false, test: null }
    cares.set(point, care)
    return care
  }
  for (const item of calibrations.values()) {
    if (!isOverdue(item, now)) continue
    const care = careOf(item.enterprise, item.tag)
    if (care !== undefined) care.overdue = true
  }
  for (const test of lastTests.values()) {
    if (test.state !== 'failed') continue
    const care = careOf(test.enterprise, test.tag)
    if (care !== undefined) care.bumpFailed = true
  }
  for (const { enterprise, tag, state, suppressedUntil, by, gas, concentration, unit } of open.values()) {
    const until = suppressedUntil === null ? 0 : Date.parse(suppressedUntil)
    const care = until > now ? careOf(enterprise, tag) : undefined
    if (care !== undefined) care.test = { until, by, recovering: state !== 'running', reason: serviceReason('bumpTest', by, `${gas} ${concentration} ${unit}`, isoTime(until)) }
  }
  return [...cares.values()]
}

const stillRuns = ({ id, enterprise, tag, endsAt }: BumpTest): HazardError => new HazardError('already_exists', {
  en: `bump test ${id} runs on ${pointKey(enterprise, tag)} until ${endsAt}; end or cancel it first`, zh: `测点 ${pointKey(enterprise, tag)} 正在做通气测试 ${id}，到 ${endsAt} 自动结束；请先结束或放弃`,
})

const endZh: Record<Exclude<BumpTest['state'], 'running'>, string> = { passed: '合格', failed: '不合格', cancelled: '已放弃' }

/** One after the other: a test that is ended by hand while it ends by itself is measured once. */
const createTurns = () => {
  let turn: Promise<unknown> = Promise.resolve()
  return <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
}

/** The tests that run: begun, the gas applied and taken away, ended by hand or by themselves. */
const createTests = (options: InstrumentBookOptions, open: Map<string, BumpTest>, lastTests: Map<string, BumpTest>, heed: () => Promise<void>) => {
  const { ledger, records, clock, nextId } = options
  const inTurn = createTurns()
  const change = async (test: BumpTest): Promise<BumpTest> => {
    await records.putTest(test)
    if (test.state === 'running' || test.suppressedUntil !== null) open.set(test.id, test)
    else open.delete(test.id)
    if (test.state === 'passed' || test.state === 'failed') lastTests.set(pointKey(test.enterprise, test.tag), test)
    return test
  }
  const changeAndHeed = async (test: BumpTest): Promise<BumpTest> => {
    await change(test)
    await heed()
    return test
  }
  const running = async (id: string): Promise<BumpTest> => {
    const test = open.get(id) ?? await records.findTest(id)
    if (test === undefined) throw new HazardError('not_found', { en: `bump-tests has no ${id}`, zh: `没有通气测试 ${id}` })
    if (test.state === 'running') return test
    throw new HazardError('alarm_state', { en: `bump test ${id} has ended (${test.state}); start a new one`, zh: `通气测试 ${id} 已结束（${endZh[test.state]}）；请重新开始一次` })
  }
  return {
    startTest: (request: BumpTestRequest): Promise<BumpTest> => inTurn(async () => {
      const point = pointOf(ledger, request.enterprise, request.tag)
      const onPoint = [...open.values()].filter((test) => test.enterprise === request.enterprise && test.tag === request.tag)
      const busy = onPoint.find((test) => test.state === 'running')
      if (busy !== undefined) throw stillRuns(busy)
      const test = testOf(request, point, nextId(), clock())
      // The recovery of the one before is over: how long nobody hears the point is what the new one says.
      for (const before of onPoint) await change({ ...before, suppressedUntil: null })
      return changeAndHeed(test)
    }),
    applyGas: (id: string): Promise<BumpTest> => inTurn(async () => changeAndHeed({ ...await running(id), appliedAt: isoTime(clock()) })),
    endTest: (id: string): Promise<BumpTest> => inTurn(async () => {
      const now = clock()
      return changeAndHeed(await judged(options, await running(id), now, now))
    }),
    cancelTest: (id: string): Promise<BumpTest> => inTurn(async () => changeAndHeed({ ...await running(id), state: 'cancelled', suppressedUntil: null })),
    findTest: async (id: string): Promise<BumpTest | undefined> => open.get(id) ?? records.findTest(id),
    listTests: (filter: Parameters<InstrumentBook['listTests']>[0]) => records.listTests(filter),
    /** @returns whether any has changed. */
    settleTests: (): Promise<boolean> => inTurn(async () => {
      const now = clock()
      let changed = false
      for (const test of open.values()) {
        const over = Date.parse(test.state === 'running' ? test.endsAt : test.suppressedUntil ?? test.endsAt) <= now
        if (!over) continue
        await change(test.state === 'running' ? await judged(options, test, Date.parse(test.endsAt), now) : { ...test, suppressedUntil: null })
        changed = true
      }
      return changed
    }),
  }
}

/** The gas counts as taken away at `removedAt`; suppression goes on for the recovery, never beyond the end of the test. */
const judged = async (options: InstrumentBookOptions, test: BumpTest, removedAt: number, now: number): Promise<BumpTest> => {
  const result = await measure(options, test, removedAt)
  const quiet = Math.min(Date.parse(test.endsAt), removedAt + BUMP_RECOVERY_S * 1000)
  return {
    ...test, removedAt: isoTime(removedAt), suppressedUntil: quiet > now ? isoTime(quiet) : null, state: result.passed ? 'passed' : 'failed', reason: result.reason,
    t90S: result.t90Ms === null ? null : result.t90Ms / 1000, reached: Number.isFinite(result.reached) ? result.reached : 0,
  }
}

const testOf = ({ enterprise, tag, gas, concentration, expectedT90S, maxS, by, reference }: BumpTestRequest, point: NumberedPoint, id: string, now: number): BumpTest => {
  const { rangeLow, rangeHigh, unit } = point
  if ((rangeLow !== null && concentration < rangeLow) || (rangeHigh !== null && concentration > rangeHigh)) {
    throw new HazardError('rule_impossible', {
      en: `concentration ${concentration} ${unit} lies outside of the range of the point, ${rangeLow ?? '…'} to ${rangeHigh ?? '…'}; use a gas within it`,
      zh: `concentration：标准气浓度 ${concentration} ${unit} 超出测点量程 ${rangeLow ?? '…'} 至 ${rangeHigh ?? '…'}；请改用量程内的标准气`,
    })
  }
  const endsAt = isoTime(now + maxS * 1000)
  return {
    id, enterprise, tag, gas, concentration, unit, by, reference: reference ?? null, expectedT90S: expectedT90S ?? bumpPresets.find((preset) => preset.gas === gas)?.expectedT90S ?? USUAL_T90_S,
    startedAt: isoTime(now), appliedAt: isoTime(now), removedAt: null, endsAt, suppressedUntil: endsAt, state: 'running', reason: null, t90S: null, reached: null,
  }
}

/** From what is stored: a kill in the middle loses nothing of the response. A reading beyond the range is a response too. */
const measure = async ({ ledger, store }: InstrumentBookOptions, test: BumpTest, removedAt: number) => {
  const appliedAt = Date.parse(test.appliedAt)
  const point = ledger.point(test.enterprise, test.tag)?.number
  const { points } = point === undefined ? { points: [] } : await store.history({ point, from: appliedAt - BEFORE_MS, to: removedAt + 1, maxPoints: MOST_READINGS })
  const readings = points.flatMap(([time, value, quality]): [number, number][] => (value === null || (quality !== GOOD && quality !== OUT_OF_RANGE) ? [] : [[time, value]]))
  return judgeBumpTest(readings, { appliedAt, removedAt, concentration: test.concentration }, test.expectedT90S * 1000)
}
