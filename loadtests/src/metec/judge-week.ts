import { readFileSync } from 'node:fs'
import { configureRule } from '../../../alerting/src/configure-rule.ts'
import { createEngine, takeChanges } from '../../../alerting/src/engine-state.ts'
import { judgeBatch } from '../../../alerting/src/engine.ts'
import { readMethaneWeek } from '../../../simulators/src/replay/methane-week.ts'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point } from '@hazardwatch/shared/ledger'
import { GOOD } from '@hazardwatch/shared/quality'
import { addReading, createBatch } from '@hazardwatch/shared/reading-batch'
import type { Stretch } from './score-releases.ts'

const MINUTE = 60_000
const sensors = ['E', 'N', 'NE', 'NW', 'S', 'SE', 'SW', 'W'].map((side) => `CH4-${side}`)
const releasesFile = new URL('../../../simulators/data/metec_aded2022_ch4/releases.csv', import.meta.url)

/** What the rule of every sensor says beside its point; the kind's own parameters stay at what is shipped. */
export type RuleFields = Partial<Omit<AlarmRule, 'id' | 'enterprise' | 'point'>>

/**
 * Plays the methane week (METEC, ADED 2022: eight sensors, a reading a minute) into the alarm engine, with the same rule on each sensor.
 * @returns when each alarm was raised and cleared, in event time.
 */
export const judgeWeek = (fields: RuleFields): Stretch[] => {
  const { startsAt, rows } = readMethaneWeek()
  const engine = createEngine()
  sensors.forEach((tag, number) => {
    const point = { ...Point.parse({ enterprise: 'METEC', tag, source: 'FENCE', name: tag, quantity: 'concentration', unit: '[ppm]', rangeLow: null, rangeHigh: null, expectedIntervalS: 60, location: null }), number }
    configureRule(engine, AlarmRule.parse({ id: tag, enterprise: 'METEC', point: tag, kind: 'H', priority: 'orange', ...fields }), point, startsAt)
  })
  rows.forEach((row, index) => {
    const time = startsAt + index * MINUTE
    const batch = createBatch(sensors.length, time)
    sensors.forEach((tag, number) => { if (row[tag] !== undefined) addReading(batch, number, time, row[tag], GOOD) })
    judgeBatch(engine, batch)
  })
  return alarmsOf(takeChanges(engine).transitions, startsAt + rows.length * MINUTE)
}

const alarmsOf = (transitions: ReturnType<typeof takeChanges>['transitions'], end: number): Stretch[] => {
  const alarms = new Map<string, Stretch>()
  for (const { event, alarm, at } of transitions) {
    if (event === 'raised') alarms.set(alarm.id, { from: at, to: end })
    if (event === 'cleared') alarms.set(alarm.id, { from: Date.parse(alarm.raisedAt), to: at })
  }
  return [...alarms.values()]
}

export const week = (): Stretch => {
  const { startsAt, rows } = readMethaneWeek()
  return { from: startsAt, to: startsAt + rows.length * MINUTE }
}

/** The 17 metered releases of the week. */
export const readReleases = (): Stretch[] => readFileSync(releasesFile, 'utf8').trim().split(/\r?\n/).slice(1)
  .map((line) => line.split(','))
  .map(([start = '', end = '']) => ({ from: Date.parse(start), to: Date.parse(end) }))
