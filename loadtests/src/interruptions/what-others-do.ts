import { placeOf } from '../country-ledger.ts'

export interface Question { of: string; path: string }
export interface Writing { of: string; method: string; path: string; body?: unknown }

const DAY_MS = 86_400_000
/** A plant that is worked on. */
const PLANT = placeOf(0)

/** What operators, managers and engineers ask for. @param now epoch ms */
export const questions = (now: number): Question[] => {
  const before = (days: number): string => new Date(now - days * DAY_MS).toISOString()
  return [
    { of: 'newest alarms', path: '/alarms?limit=100' },
    { of: 'alarms of a county', path: '/alarms?limit=100&region=220881' },
    { of: 'alarms of a province', path: '/alarms?limit=100&region=220000' },
    { of: 'alarms of a rule', path: `/alarms?limit=100&rule=${encodeURIComponent(`${PLANT.enterprise}/${PLANT.tag}/H`)}` },
    { of: 'alarms of a priority that there are none of', path: '/alarms?limit=100&priority=blue' },
    { of: 'alarms of a week of the country as a table', path: `/alarms.csv?from=${before(7)}&to=${before(0)}` },
    { of: 'figures of the alarm system, a day', path: `/kpis?from=${before(1)}&to=${before(0)}` },
    { of: 'figures of the alarm system, a month', path: `/kpis?from=${before(30)}&to=${before(0)}` },
    { of: 'a page of all rules', path: '/rules' },
    { of: 'rules on a tag, whoever has it', path: `/rules?point=${PLANT.tag}` },
    { of: 'master alarm database of the country', path: '/master-alarms' },
    { of: 'figures of all senders', path: '/gateways/statistics' },
  ]
}

/** A large plant is registered with a limit for each point, its master alarm database is read and written, and all of it is retired. */
export const registering = (points: number): Writing[] => {
  const { enterprise, source } = PLANT
  const tags = Array.from({ length: points }, (_, n) => `NEW${n}`)
  const sheet = [['enterprise', 'point', 'kind', 'limit', 'deadband', 'priority'], ...tags.map((tag) => [enterprise, tag, 'H', 65, 1, 'orange'])]
  return [
    { of: `${points} points registered`, method: 'POST', path: '/points', body: tags.map((tag) => ({ enterprise, source, tag, name: 'new', quantity: 'temperature', unit: 'Cel', rangeLow: -20, rangeHigh: 120, expectedIntervalS: 5, location: null })) },
    { of: `${points} rules registered`, method: 'POST', path: '/rules', body: tags.map((point) => ({ enterprise, point, kind: 'H', limit: 60, deadband: 1, priority: 'orange' })) },
    { of: 'the plant as a workbook', method: 'GET', path: `/master-alarms.xlsx?enterprise=${enterprise}` },
    { of: `${points} rules changed by a sheet`, method: 'POST', path: '/master-alarms', body: sheet },
    { of: 'the plant retired', method: 'DELETE', path: `/enterprises/${enterprise}` },
  ]
}
