import { describe, expect, it } from 'vitest'
import { formatLimit, formatRate, formatUnit, formatValue, withUnit } from './number.ts'

describe('formatValue', () => {
  it.each([
    ['a gap', null, '—'], ['nothing yet', undefined, '—'], ['not a number', Number.NaN, '—'], ['zero', 0, '0.00'], ['small', 0.1234, '0.123'],
    ['units', 1.92, '1.92'], ['tens', 60.2, '60.2'], ['hundreds', 231.04, '231.0'], ['thousands', 1204.4, '1204'], ['negative', -18.26, '-18.3'],
  ])('%s', (_name, value, text) => {
    expect(formatValue(value)).toBe(text)
  })
})

describe('limits, rates and units', () => {
  it.each([[50, '50'], [1.8, '1.8'], [0.1 + 0.2, '0.3']])('limit %s', (limit, text) => {
    expect(formatLimit(limit)).toBe(text)
  })

  it.each([[3.14, '+3.14'], [-12.34, '−12.3'], [0.00001, '0']])('rate %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text)
  })

  it.each([['Cel', '°C'], ['1', ''], ['m3/h', 'm³/h'], ['kPa', 'kPa'], ['Cel/min', '°C/min'], ['m/(5.min)', 'm/5 min'], ['m3/h/(90.s)', 'm³/h/90 s'], ['1/min', '/min'], ['[ppm]/s', 'ppm/s']])('unit %s', (ucum, text) => {
    expect(formatUnit(ucum)).toBe(text)
  })

  it('leaves no blank where there is no unit', () => {
    expect([withUnit('50', 'ppm'), withUnit('1', '1')]).toEqual(['50 ppm', '1'])
  })
})
