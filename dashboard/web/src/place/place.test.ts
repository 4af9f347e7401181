import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPlace, parsePlace } from './place.ts'

describe('place', () => {
  it.each([
    ['nothing', '', { region: '220000', enterprise: null, source: null }],
    ['a county', '#/220881', { region: '220881', enterprise: null, source: null }],
    ['an enterprise', '#/220881/DEMO-NH3', { region: '220881', enterprise: 'DEMO-NH3', source: null }],
    ['a source', '#/220881/DEMO-NH3/S1', { region: '220881', enterprise: 'DEMO-NH3', source: 'S1' }],
    ['no adcode', '#/abc/DEMO-NH3', { region: '220000', enterprise: null, source: null }],
    ['half a percent sign', '#/220881/A%', { region: '220881', enterprise: 'A%', source: null }],
  ])('reads %s', (_name, hash, place) => {
    expect(parsePlace(hash, '220000')).toEqual(place)
  })

  it('reads back what it wrote', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 })
    fc.assert(fc.property(text, fc.option(text), (enterprise, source) => {
      const place = { region: '220881', enterprise, source }
      expect(parsePlace(formatPlace(place), '220000')).toEqual(place)
    }))
  })
})
