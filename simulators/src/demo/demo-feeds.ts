import { DEMO_BEGINS, readMethaneWeek, rowAt } from '../replay/methane-week.ts'
import { simulatedEnterprises } from './demo-province.ts'
import { methaneSite } from './methane-site.ts'
import { createPlantFeed, createReplayFeed, type ReadingFeed } from './reading-feed.ts'

/** Every source of readings of the demo, from `startsAt` (epoch ms) on. */
export const createFeeds = (speed: number, seed: number, startsAt: number): ReadingFeed[] => {
  const week = readMethaneWeek()
  const replay = { rows: week.rows, firstRow: rowAt(week, DEMO_BEGINS), rowMs: 60_000 / speed }
  const plants = simulatedEnterprises.map(({ ledger, run }) => {
    const { code } = ledger.enterprise
    const intervals = new Map<string, number>()
    for (const { tag, expectedIntervalS } of ledger.points) if (expectedIntervalS !== null) intervals.set(tag, expectedIntervalS)
    return createPlantFeed(code, run(startsAt, seed), intervals, startsAt)
  })
  return [createReplayFeed(methaneSite(speed).enterprise.code, replay, startsAt), ...plants]
}
