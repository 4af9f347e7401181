import type { Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmDesk } from '@hazardwatch/shared/alarm-desk'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Clock } from '@hazardwatch/shared/clock'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { ForecastBook } from '@hazardwatch/shared/forecast-report'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { GOOD } from '@hazardwatch/shared/quality'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import { isOnMany, ruleIdOf, ruleOnPoint } from '@hazardwatch/shared/rule-part'
import { crossings, outcomeOf, reachedAfter, scoreForecasts, type MadeForecast } from './score-forecasts.ts'

export interface ForecastBookOptions {
  ledger: Pick<Ledger, 'rule' | 'point'>
  desk: Pick<AlarmDesk, 'list'>
  store: Pick<ReadingStore, 'history'>
  clock: Clock
}

const PAGE = 500
/** Beyond this many readings the least and greatest of each bucket are looked at: a crossing is then known to a bucket. */
const READINGS = 100_000

/** Every occurrence of a rule of kind forecast is a forecast, and is kept as any alarm is; what came of it stands in the readings. So nothing else is stored. */
export const createForecastBook = ({ ledger, desk, store, clock }: ForecastBookOptions): ForecastBook => ({
  score: async ({ rule: id, point: tag, from, to, leadMs }) => {
    const { rule, point } = forecastOn(ledger, id, tag)
    const now = clock()
    const alarms = await alarmsOf(desk, rule, point, from, to)
    const forecasts = alarms.map((alarm): MadeForecast => madeBy(alarm, rule, now))
    const { points } = await store.history({ point: point.number, from, to: Math.min(now + 1, to + horizonMs(rule)), maxPoints: READINGS })
    const good = points.flatMap(([time, value, quality]): [number, number][] => (value === null || quality !== GOOD ? [] : [[time, value]]))
    const reached = crossings(good, rule.limit ?? Number.NaN, rule.direction === 'down' ? 'down' : 'up')
    const { medianLeadMs, ...score } = scoreForecasts(forecasts, reached.filter((at) => at < to || forecasts.some(({ holdsUntil }) => at <= holdsUntil)), leadMs, now)
    return {
      rule: ruleIdOf(rule.id), from: isoOf(from), to: isoOf(to), ...score, medianLeadS: medianLeadMs === null ? null : medianLeadMs / 1000,
      items: alarms.map((alarm, index) => itemOf(alarm, forecasts[index] ?? madeBy(alarm, rule, now), reached, leadMs, now)),
    }
  },
})

/** The rule as it is on the point: of one on many points the one that is asked for. */
const forecastOn = (ledger: ForecastBookOptions['ledger'], id: string, tag: string | undefined): { rule: AlarmRule; point: NumberedPoint } => {
  const rule = ledger.rule(id)
  if (rule === undefined) throw new HazardError('not_found', { en: `rules has no ${id}`, zh: `没有规则 ${id}` })
  if (rule.kind !== 'forecast') {
    throw new HazardError('rule_impossible', { en: `rule ${id} is of kind ${rule.kind}; only a forecast can be scored`, zh: `规则 ${id} 的类型为 ${rule.kind}；只有 forecast 类规则可以评定` })
  }
  if (isOnMany(ledger, rule) && tag === undefined) {
    throw new HazardError('bad_request', {
      en: `rule ${id} is on many points (${rule.point}); name the one whose forecasts are meant: point`, zh: `规则 ${id} 用于多个测点（${rule.point}）；请用 point 指明要看哪个测点的预测`,
    })
  }
  const point = ledger.point(rule.enterprise, tag ?? rule.point)
  if (point === undefined) throw new HazardError('not_found', { en: `points has no ${rule.enterprise}/${tag ?? rule.point}`, zh: `没有测点 ${rule.enterprise}/${tag ?? rule.point}` })
  const part = ruleOnPoint(ledger, rule, point.tag)
  if (part === undefined) throw new HazardError('not_found', { en: `rule ${id} is not on ${rule.enterprise}/${point.tag}`, zh: `规则 ${id} 不用于测点 ${rule.enterprise}/${point.tag}` })
  return { rule: part, point }
}

const horizonMs = ({ horizonS = 0 }: AlarmRule): number => horizonS * 1000

/** As long as it stands, it foretells the level anew: it holds until the horizon after its end. */
const madeBy = ({ raisedAt, clearedAt }: Alarm, rule: AlarmRule, now: number): MadeForecast =>
  ({ madeAt: Date.parse(raisedAt), holdsUntil: (clearedAt === null ? now : Date.parse(clearedAt)) + horizonMs(rule) })

const itemOf = (alarm: Alarm, forecast: MadeForecast, reached: readonly number[], leadMs: number, now: number) => {
  const at = reachedAfter(forecast, reached)
  return { alarm: alarm.id, madeAt: alarm.raisedAt, holdsUntil: isoOf(forecast.holdsUntil), reachedAt: at === undefined ? null : isoOf(at), outcome: outcomeOf(forecast, reached, leadMs, now) }
}

const alarmsOf = async (desk: ForecastBookOptions['desk'], rule: AlarmRule, { enterprise, tag }: NumberedPoint, from: number, to: number): Promise<Alarm[]> => {
  const alarms: Alarm[] = []
  let cursor: string | undefined
  do {
    const page = await desk.list({ rule: ruleIdOf(rule.id), enterprise, point: tag, from, to, late: false, dryRun: rule.dryRun === true, limit: PAGE, ...(cursor !== undefined && { cursor }) })
    alarms.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return alarms
}

const isoOf = (time: number): string => new Date(time).toISOString()
