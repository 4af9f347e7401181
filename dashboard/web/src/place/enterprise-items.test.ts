import { Enterprise, SourceView } from '@hazardwatch/shared/ledger'
import { regions } from '@hazardwatch/shared/region-tree'
import type { SourceRisk } from '@hazardwatch/shared/risk'
import { expect, it } from 'vitest'
import { enterpriseItems, sourcesByEnterprise } from './enterprise-items.ts'

const location = { lon: 125, lat: 44 }
const enterprise = (code: string, region: string) => Enterprise.parse({ code, name: code, nameEn: `${code} works`, region, industry: 'chemical', location })
const source = (owner: string, code: string) => SourceView.parse({ enterprise: owner, code, name: code, kind: 'tank_farm', location, inherentLevel: 'blue', liveLevel: 'blue' })
const enterprises = new Map([enterprise('A', '220881'), enterprise('B', '220881'), enterprise('C', '220102'), enterprise('EMPTY', '220881')].map((item) => [item.code, item]))
const sources = sourcesByEnterprise(new Map([source('A', 'S1'), source('A', 'S2'), source('B', 'S1'), source('C', 'S1')].map((item) => [`${item.enterprise}/${item.code}`, item])))
const risks = new Map([['A/S2', 'yellow'], ['B/S1', 'red']].map(([key, level]) => [key!, { enterprise: key![0]!, source: 'x', level, contributions: [] } as SourceRisk]))
const itemsOf = (region: string, chosen: string | null = null, language: 'zh' | 'en' = 'en') =>
  enterpriseItems({ region, enterprise: chosen, source: null }, { regions, enterprises, sources, language }, risks)

it('lists the enterprises of a county, the worst first, each with its sources, the worst first', () => {
  expect(itemsOf('220881').map(({ enterprise: { code }, level, sources: own }) => [code, level, own.map((each) => [each.source.code, each.level])])).toEqual([
    ['B', 'red', [['S1', 'red']]], ['A', 'yellow', [['S2', 'yellow'], ['S1', 'blue']]], ['EMPTY', 'none', []],
  ])
})

it.each<[string, string, string | null, string[]]>([
  ['a province holds its counties', '220000', null, ['B', 'A', 'C', 'EMPTY']],
  ['the chosen one only, wherever it lies', '220881', 'C', ['C']],
  ['one that is not known', '220881', 'NONE', []],
  ['a region that is not known', '999999', null, []],
])('%s', (_name, region, chosen, codes) => { expect(itemsOf(region, chosen).map((item) => item.enterprise.code)).toEqual(codes) })

it('says the county in the language of the page', () => {
  expect([itemsOf('220881', 'A', 'zh')[0]?.county, itemsOf('220881', 'A', 'en')[0]?.county]).toEqual(['洮南市', 'Taonan'])
})
