import { riskLevels, type RiskLevel } from '@hazardwatch/shared/risk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRiskMap, dropSourceRisk, putSourceRisk, regionContributions, regionRisk, sourceLevel } from './risk-map.ts'

const risk = (source: string, level: RiskLevel) => ({ enterprise: 'E', source, level, contributions: [] })
const taonan = ['220881', '220800', '220000', '100000']
const yanji = ['222401', '222400', '220000', '100000']

describe('risk map', () => {
  it('counts a source in its county and everything above it', () => {
    const map = createRiskMap()
    expect(putSourceRisk(map, risk('S1', 'red'), taonan)).toEqual(taonan)
    putSourceRisk(map, risk('S2', 'blue'), yanji)
    expect(regionRisk(map, '220881')).toMatchObject({ level: 'red', counts: { red: 1, blue: 0 } })
    expect(regionRisk(map, '222401').level).toBe('blue')
    expect(regionRisk(map, '220000')).toMatchObject({ level: 'red', counts: { red: 1, blue: 1 } })
    expect(regionRisk(map, '330000').level).toBe('none')
  })

  it('tells nothing when level and place stay', () => {
    const map = createRiskMap()
    putSourceRisk(map, risk('S1', 'red'), taonan)
    expect(putSourceRisk(map, risk('S1', 'red'), taonan)).toEqual([])
  })

  it('a level that is not known is unknown, not blue', () => { expect(sourceLevel(createRiskMap(), 'E', 'S9')).toBe('unknown') })

  it('explains a region by its sources only', () => {
    const map = createRiskMap()
    const contribution = { reason: 'silent_point' as const, level: 'unknown' as const, enterprise: 'E', source: 'S1', point: 'P', alarm: null, since: null }
    putSourceRisk(map, { ...risk('S1', 'unknown'), contributions: [contribution] }, taonan)
    expect(regionContributions(map, '220800')).toEqual({ contributions: [contribution] })
    expect(regionContributions(map, '222400')).toEqual({ contributions: [] })
  })

  it('lists the 200 worst reasons of a region, and counts the others, those of the sources too', () => {
    const map = createRiskMap()
    const reason = (source: string, level: RiskLevel) => ({ reason: 'active_alarm' as const, level, enterprise: 'E', source, point: 'P', alarm: null, since: null })
    for (let n = 0; n < 150; n++) putSourceRisk(map, { ...risk(`B${n}`, 'blue'), contributions: [reason(`B${n}`, 'unknown')], more: 2 }, taonan)
    for (let n = 0; n < 230; n++) putSourceRisk(map, { ...risk(`Y${n}`, 'yellow'), contributions: [reason(`Y${n}`, 'yellow')] }, taonan)
    putSourceRisk(map, { ...risk('R', 'red'), contributions: [reason('R', 'red')] }, taonan)
    const { contributions, more } = regionContributions(map, '220800')
    expect([contributions.length, contributions[0]?.source, contributions[1]?.source, contributions.at(-1)?.source, more]).toEqual([200, 'R', 'Y0', 'Y198', 31 + 150 + 300])
  })

  it('counts kept along the way are the counts from scratch, whatever happens in which order', () => {
    const event = fc.record({ source: fc.constantFrom('S1', 'S2', 'S3'), level: fc.constantFrom(...riskLevels), place: fc.constantFrom(taonan, yanji), drop: fc.boolean() })
    fc.assert(fc.property(fc.array(event), (events) => {
      const map = createRiskMap()
      for (const { source, level, place, drop } of events) {
        if (drop) dropSourceRisk(map, 'E', source)
        else putSourceRisk(map, risk(source, level), place)
      }
      const again = createRiskMap()
      for (const placed of map.sources.values()) putSourceRisk(again, placed.risk, placed.regions)
      for (const region of [...taonan, ...yanji]) expect(regionRisk(map, region)).toEqual(regionRisk(again, region))
    }))
  })
})
