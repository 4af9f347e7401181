import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPage, pages, parsePage, parsePagePath } from './page.ts'

describe('page', () => {
  it.each([
    ['nothing', '', 'monitor', []],
    ['a place', '#/220881/DEMO-NH3', 'monitor', ['DEMO-NH3']],
    ['a page', '#/ingest', 'ingest', []],
    ['a page and what is open on it', '#/ingest/DEMO-NH3', 'ingest', ['DEMO-NH3']],
    ['a page that is not there', '#/secrets', 'monitor', []],
    ['half a percent sign', '#/ingest/A%', 'ingest', ['A%']],
  ] as const)('reads %s', (_name, hash, page, path) => {
    expect(parsePage(hash)).toBe(page)
    expect(parsePagePath(hash)).toEqual(path)
  })

  it('reads back what it wrote', () => {
    fc.assert(fc.property(fc.constantFrom(...pages), fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 3 }), (page, path) => {
      const hash = formatPage(page, ...path)
      expect(parsePage(hash)).toBe(page)
      expect(parsePagePath(hash)).toEqual(path)
    }))
  })
})
