import fc from 'fast-check'
import { expect, it } from 'vitest'
import { priorities } from '@hazardwatch/shared/alarm-rule'
import { parsePagePath } from '../place/page.ts'
import { formatHistory, historyQuery, historyRanges, historyRecords, historyTable, parseHistory, type HistoryFilter } from './history-query.ts'

const NOW = Date.parse('2026-11-27T08:00:00.000Z')
const usual: HistoryFilter = { range: 'day', region: '220000', record: 'live', priorities: [], of: '' }

it.each<[string, Partial<HistoryFilter>, string]>([
  ['what the page opens with', {}, 'region=220000&late=false&from=2026-11-26T08%3A00%3A00.000Z'],
  ['a watch', { range: 'watch' }, 'region=220000&late=false&from=2026-11-27T00%3A00%3A00.000Z'],
  ['for ever', { range: 'always' }, 'region=220000&late=false'],
  ['what came late', { range: 'always', record: 'late' }, 'region=220000&late=true'],
  ['dry runs', { range: 'always', record: 'dry' }, 'region=220000&dryRun=true'],
  ['two priorities of a plant', { range: 'always', priorities: ['red', 'blue'], of: 'E1' }, 'region=220000&late=false&priority=red%2Cblue&enterprise=E1'],
  ['a point, whose tag may have slashes', { range: 'always', of: 'E1/a/b' }, 'region=220000&late=false&point=E1%2Fa%2Fb'],
])('asks for %s', (_name, change, query) => {
  expect(historyQuery({ ...usual, ...change }, NOW)).toBe(query)
})

it('reads back the address that it wrote', () => {
  fc.assert(fc.property(
    fc.record({ range: fc.constantFrom(...historyRanges), region: fc.constantFrom('220000', '100000'), record: fc.constantFrom(...historyRecords), priorities: fc.subarray([...priorities]), of: fc.oneof(fc.constant(''), fc.string({ minLength: 1, maxLength: 12 })) }),
    (filter) => { expect(parseHistory(parsePagePath(formatHistory(filter)), '000000')).toEqual(filter) },
  ))
})

it.each([[[]], [['yesterday', '220000', 'lost', 'purple']]])('opens as usual with %j', (path) => {
  expect(parseHistory(path, '220000')).toEqual(usual)
})

it('has the same as a table, in the language of the page', () => {
  expect(historyTable(usual, NOW, 'en')).toBe(`/api/v1/alarms.csv?${historyQuery(usual, NOW)}&language=en`)
})
