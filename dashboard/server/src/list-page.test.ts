import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pageByEnterprise, pageByKey, pageInTurns } from './list-page.ts'

const keyOf = (key: string): string => key

it('walks through every record once, in the order of the keys, whatever the page size', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (keys, limit) => {
    const seen: string[] = []
    let cursor: string | undefined
    for (let pages = 0; pages <= keys.length; pages++) {
      const page = pageByKey(keys, keyOf, { limit, cursor })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      seen.push(...page.items)
      if (page.next === null) break
      cursor = page.next
    }
    expect(seen).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1)))
  }))
})

it('neither repeats nor skips others when records come and go between two pages', () => {
  const first = pageByKey(['a', 'c', 'e', 'g'], keyOf, { limit: 2 })
  expect(first.items).toEqual(['a', 'c'])
  expect(pageByKey(['b', 'd', 'e', 'g'], keyOf, { limit: 2, cursor: first.next ?? '' }).items).toEqual(['d', 'e'])
})

it('has no next page when the last one is exactly full', () => {
  expect(pageByKey(['a', 'b'], keyOf, { limit: 2 }).next).toBeNull()
})

it('gives the same page of a long list, and others their turn in between', async () => {
  const keys = Array.from({ length: 90_000 }, (_, n) => ((n * 7_919) % 90_000).toString().padStart(6, '0'))
  let turns = 0
  const turn = (): Promise<void> => {
    turns++
    return Promise.resolve()
  }
  const first = await pageInTurns(keys, keyOf, { limit: 3 }, turn)
  expect([first.items, turns]).toEqual([['000000', '000001', '000002'], 4])
  const query = { limit: 3, cursor: first.next ?? '' }
  expect(await pageInTurns(keys, keyOf, query, turn)).toEqual(pageByKey(keys, keyOf, query))
  turns = 0
  expect((await pageInTurns(keys.map((key) => (key > '089996' ? key : null)), keyOf, { limit: 3 }, turn)).items).toEqual(['089997', '089998', '089999'])
  expect(turns).toBe(4)
})

it('refuses a cursor that it did not make', () => {
  expect(() => pageByKey(['a'], keyOf, { limit: 1, cursor: 'a' })).toThrow('is not a cursor')
})

it('walks through the records of enterprises as through all of them, and looks at no more enterprises than it must', async () => {
  const code = fc.constantFrom('A', 'A-1', 'A.', 'A0', 'B', 'a', 'Z_9')
  const records = fc.uniqueArray(fc.tuple(code, fc.string({ maxLength: 4 })).map(([enterprise, tag]) => `${enterprise}/${tag}`), { maxLength: 40 })
  await fc.assert(fc.asyncProperty(records, fc.integer({ min: 1, max: 7 }), async (keys, limit) => {
    const codes = [...new Set(keys.map((key) => key.slice(0, key.indexOf('/'))))]
    let cursor: string | undefined
    for (let pages = 0; pages <= keys.length; pages++) {
      const asked: string[] = []
      const itemsOf = (wanted: string): string[] => {
        asked.push(wanted)
        return keys.filter((key) => key.startsWith(`${wanted}/`))
      }
      const page = await pageByEnterprise(codes, itemsOf, keyOf, { limit, cursor }, () => Promise.resolve())
      expect(page).toEqual(pageByKey(keys, keyOf, { limit, cursor }))
      // One for each record of the page and of the first behind it, and the one that the cursor stands in.
      expect(asked.length).toBeLessThanOrEqual(limit + 2)
      if (page.next === null) break
      cursor = page.next
    }
  }))
})

it('gives others their turn while it looks for few among many enterprises', async () => {
  let turns = 0
  const codes = Array.from({ length: 1_600 }, (_, n) => `E${n}`)
  const page = await pageByEnterprise(codes, (code) => (code === 'E1599' ? ['E1599/a'] : []), keyOf, { limit: 10 }, () => {
    turns++
    return Promise.resolve()
  })
  expect([page, turns]).toEqual([{ items: ['E1599/a'], next: null }, 3])
})
