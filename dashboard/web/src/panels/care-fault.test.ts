import { expect, it } from 'vitest'
import { bumpFault, type BumpFault, calibrationFault, type CalibrationFault } from './care-fault.ts'

it.each<[gas: string | undefined, concentration: string, rangeHigh: number | null, fault: BumpFault | undefined]>([
  ['methane', '20', 100, undefined], ['methane', ' 2.5 ', null, undefined], ['methane', '100', 100, undefined],
  [undefined, '20', 100, 'gas'], [undefined, '', 100, 'gas'],
  ['methane', '', 100, 'concentration'], ['methane', ' ', 100, 'concentration'], ['methane', '20 %', 100, 'concentration'],
  ['methane', '101', 100, 'beyondRange'],
])('a bump test with %s %s, range up to %s: %s', (gas, concentration, rangeHigh, fault) => {
  expect(bumpFault(gas, concentration, rangeHigh)).toBe(fault)
})

it.each<[days: string, result: string | undefined, fault: CalibrationFault | undefined]>([
  ['365', 'passed', undefined], ['365', undefined, 'result'], ['', 'passed', 'interval'], ['0', 'passed', 'interval'], ['3651', 'passed', 'interval'], ['a year', undefined, 'interval'],
])('a calibration for %s days, %s: %s', (days, result, fault) => {
  expect(calibrationFault(days, result)).toBe(fault)
})
