import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { Enterprise, Point, Source } from '@hazardwatch/shared/ledger'
import { describe, expect, it } from 'vitest'
import { fleetFormats, formatOf, type FleetFormatName } from './encode/fleet-formats.ts'
import { ledgerPart } from './fleet-ledger.ts'
import { createFleet } from './fleet-plan.ts'

const fleet = createFleet({ enterprises: 5, points: 23, intervalMs: 2_500, seed: 1, excursionsPerHour: 0, batch: 4, valuesPerMessage: 500 })

describe('ledgerPart', () => {
  it.each(Object.keys(fleetFormats) as FleetFormatName[])('%s: keeps to the contracts, with three rules a point', (name) => {
    const part = ledgerPart(fleet, formatOf(name), 0, 5)
    expect(part.gateways.map((each) => GatewayProfile.parse(each).format)).toEqual(name === 'native' ? [] : Array.from({ length: 5 }, () => name))
    expect(part.enterprises.map((each) => Enterprise.parse(each).code)).toEqual(['SIM0001', 'SIM0002', 'SIM0003', 'SIM0004', 'SIM0005'])
    expect(part.sources.map((each) => Source.parse(each).code)).toHaveLength(5)
    expect(part.points.every((each) => Point.parse(each).expectedIntervalS === 10)).toBe(true)
    expect(part.points).toHaveLength(23)
    expect(new Set(part.rules.map((each) => AlarmRule.parse(each).id)).size).toBe(69)
  })

  it('gives the same records however it is cut', () => {
    const whole = ledgerPart(fleet, formatOf('native'), 0, 5)
    const [first, second] = [ledgerPart(fleet, formatOf('native'), 0, 2), ledgerPart(fleet, formatOf('native'), 2, 5)]
    expect({ points: [...first.points, ...second.points], rules: [...first.rules, ...second.rules] }).toEqual({ points: whole.points, rules: whole.rules })
  })
})
