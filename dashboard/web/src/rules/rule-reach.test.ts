import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point } from '@hazardwatch/shared/ledger'
import { describe, expect, it } from 'vitest'
import { reachOf, ruleOnPoint } from './rule-reach.ts'

const point = (tag: string, unit = '[ppm]', enterprise = 'E') => Point.parse({ enterprise, tag, source: 'S', name: tag, quantity: 'q', unit, rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })
const points = new Map([point('GD-1'), point('GD-2', '%'), point('GD-3', 'Cel'), point('A*'), point('GD-4', '[ppm]', 'F')].map((each) => [`${each.enterprise}/${each.tag}`, each]))
const rule = (on: string, fields: object = {}) => AlarmRule.parse({ id: 'R', enterprise: 'E', point: on, kind: 'H', limit: 25, priority: 'red', unit: '[ppm]', ...fields })

describe('what a rule is on', () => {
  it.each<[string, string, ReturnType<typeof reachOf>]>([
    ['many points, of which one does not convert', 'GD-*', { watched: 2, excluded: 1 }],
    ['nothing', 'XD-*', { watched: 0, excluded: 0 }],
    ['a selector that cannot be read', '{gas=NH3}', { watched: 0, excluded: 0 }],
    ['one point', 'GD-1', null],
    ['a tag that reads like a selector', 'A*', null],
  ])('%s', (_, on, reach) => { expect(reachOf(rule(on), points)).toEqual(reach) })

  it('says nothing before the points are there', () => { expect(reachOf(rule('GD-*'), new Map())).toBeNull() })

  it('has its limit in the unit of the point that is looked at', () => {
    expect(ruleOnPoint(rule('GD-*'), points.get('E/GD-2'))?.limit).toBe(0.0025)
    expect(ruleOnPoint(rule('GD-*'), points.get('E/GD-3'))).toBeUndefined()
    expect(ruleOnPoint(rule('GD-1'), points.get('E/GD-1'))?.limit).toBe(25)
  })
})
