import { isLimit, type AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { beforeAll, describe, expect, it } from 'vitest'
import { watchRule } from './count-alarms.ts'
import { createFeeds } from './demo-feeds.ts'
import { demoProvince } from './demo-province.ts'

const START = Date.UTC(2025, 5, 1, 16)
const HOUR_S = 3600

interface Raise { enterprise: string; rule: AlarmRule; atS: number }

/** Plays the demo second by second against its own limits. `standing`: rules whose alarm once lasted longer than two hours. */
const play = (seed: number, seconds: number, wanted: (enterprise: string) => boolean): { raises: Raise[]; standing: string[] } => {
  const ledger = new Map(demoProvince(60).map((demo) => [demo.enterprise.code as string, demo]))
  const raises: Raise[] = []
  const standing: string[] = []
  for (const feed of createFeeds(60, seed, START).filter(({ enterprise }) => wanted(enterprise))) {
    const watches = (ledger.get(feed.enterprise)?.rules ?? []).filter(({ kind }) => isLimit(kind)).map((rule) => ({ rule, watch: watchRule(rule), activeS: 0, longestS: 0 }))
    for (let second = 1; second <= seconds; second++) {
      for (const { ts, values } of feed.due(START + second * 1000)) {
        for (const { rule, watch } of watches) {
          const value = values[rule.point]
          if (value !== undefined && watch.see(ts, value)) raises.push({ enterprise: feed.enterprise, rule, atS: second })
        }
      }
      for (const entry of watches) {
        entry.activeS = entry.watch.active() ? entry.activeS + 1 : 0
        entry.longestS = Math.max(entry.longestS, entry.activeS)
      }
    }
    standing.push(...watches.filter(({ longestS }) => longestS > 2 * HOUR_S).map(({ rule }) => rule.id))
  }
  return { raises, standing }
}

describe.each([1, 2])('a simulated day of the plants, seed %i', (seed) => {
  let raises: Raise[] = []
  let standing: string[] = []
  beforeAll(() => { ({ raises, standing } = play(seed, 24 * HOUR_S, (enterprise) => enterprise !== 'DEMO-CH4')) })

  it('makes an alarm every few minutes, not a flood', () => {
    expect(raises.length).toBeGreaterThan(24 * 60 * 0.15)
    expect(raises.length).toBeLessThan(24 * 60 * 0.5)
  })

  it('has no flood of more than ten alarms of one enterprise in ten minutes', () => {
    const within = (first: Raise) => raises.filter(({ enterprise, atS }) => enterprise === first.enterprise && atS >= first.atS && atS < first.atS + 600)
    const crowded = raises.filter((raise) => within(raise).length > 10)
    expect(crowded).toEqual([])
  })

  it.each(['DEMO-NH3', 'DEMO-DUST', 'DEMO-TANK', 'DEMO-GAS', 'DEMO-PIT'])('%s raises one to eight an hour on average', (code) => {
    const perHour = raises.filter(({ enterprise }) => enterprise === code).length / 24
    expect(perHour).toBeGreaterThan(1)
    expect(perHour).toBeLessThan(8)
  })

  it('is mostly of low priority: red is the exception', () => {
    const share = (priority: string): number => raises.filter(({ rule }) => rule.priority === priority).length / raises.length
    expect(share('red')).toBeLessThan(0.15)
    expect(share('yellow')).toBeGreaterThan(share('red'))
  })

  it('every alarm returns to normal within two hours', () => {
    expect(standing).toEqual([])
  })
})

describe('the methane replay at 60 times real time', () => {
  let raises: Raise[] = []
  beforeAll(() => { ({ raises } = play(1, 168 * 60, (enterprise) => enterprise === 'DEMO-CH4')) })
  const first = (kind: string): number | undefined => raises.find(({ rule }) => rule.kind === kind)?.atS

  it('shows a newcomer the first alarm after 12 s and turns the county red after 37 s', () => {
    expect({ H: first('H'), HH: first('HH') }).toEqual({ H: 12, HH: 37 })
  })

  it('raises 54 alarms over the whole week: 168 minutes of replay', () => {
    expect(raises.length).toBe(54)
  })
})
