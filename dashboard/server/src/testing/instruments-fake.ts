import { pointKey } from '@hazardwatch/shared/ids'
import { BumpTest, type BumpTestRequest, type Calibration, type InstrumentBook } from '@hazardwatch/shared/instrument-care'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { isoTime } from '@hazardwatch/shared/time'
import { refusal } from './refusal.ts'

const DAY_MS = 86_400_000

/** For tests: the care of instruments in memory; the response of every test is what `state.outcome` says. */
export const createInstrumentsFake = (ledger: Pick<Ledger, 'point'>, now: () => number) => {
  const calibrations = new Map<string, Calibration>()
  const tests = new Map<string, BumpTest>()
  const state = { outcome: 'passed' as 'passed' | 'failed' }
  const need = (enterprise: string, tag: string): void => {
    if (ledger.point(enterprise, tag) === undefined) throw refusal('unknown_reference', `point ${pointKey(enterprise, tag)} is not in the ledger`)
  }
  const running = (id: string): BumpTest => {
    const test = tests.get(id)
    if (test === undefined) throw refusal('not_found', `bump-tests has no ${id}`)
    if (test.state !== 'running') throw refusal('alarm_state', `bump test ${id} has ended`)
    return test
  }
  const put = (test: BumpTest): BumpTest => {
    tests.set(test.id, test)
    return test
  }
  const book: InstrumentBook = {
    calibrations: () => [...calibrations.values()],
    calibration: (enterprise, tag) => calibrations.get(pointKey(enterprise, tag)),
    view: (item) => {
      const due = item.calibratedAt === null ? null : Date.parse(item.calibratedAt) + item.intervalDays * DAY_MS
      return { ...item, dueAt: due === null ? null : isoTime(due), overdue: due === null || due < now() }
    },
    createCalibrations: async (items) => {
      for (const item of items) {
        need(item.enterprise, item.tag)
        calibrations.set(pointKey(item.enterprise, item.tag), item)
      }
    },
    replaceCalibration: async (item) => { calibrations.set(pointKey(item.enterprise, item.tag), item) },
    retireCalibration: async (enterprise, tag) => { calibrations.delete(pointKey(enterprise, tag)) },
    calibrationHistory: async (enterprise, tag) => [...calibrations.values()].filter((item) => item.enterprise === enterprise && item.tag === tag).map((item) => ({ ...item, recordedAt: isoTime(now()), retired: false })),
    startTest: async ({ maxS, expectedT90S = 60, reference, ...request }: BumpTestRequest) => {
      need(request.enterprise, request.tag)
      const at = isoTime(now())
      return put(BumpTest.parse({
        ...request, id: `T${tests.size + 1}`, unit: '[ppm]', expectedT90S, reference: reference ?? null, startedAt: at, appliedAt: at, removedAt: null, endsAt: isoTime(now() + maxS * 1000), suppressedUntil: isoTime(now() + maxS * 1000),
        state: 'running', reason: null, t90S: null, reached: null,
      }))
    },
    applyGas: async (id) => put({ ...running(id), appliedAt: isoTime(now()) }),
    endTest: async (id) => put({ ...running(id), removedAt: isoTime(now()), state: state.outcome, reason: state.outcome === 'passed' ? 'passed' : 'slow', t90S: 20, reached: 1 }),
    cancelTest: async (id) => put({ ...running(id), state: 'cancelled', suppressedUntil: null }),
    findTest: async (id) => tests.get(id),
    listTests: async ({ enterprise, tag, limit }) => ({ items: [...tests.values()].filter((test) => (enterprise ?? test.enterprise) === test.enterprise && (tag ?? test.tag) === test.tag).slice(0, limit), next: null }),
  }
  return { book, state }
}
