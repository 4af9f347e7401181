import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RowIndex } from './row-index.ts'

const texts = Array.from({ length: 40 }, (_, number) => `E${number % 7}/TK${number}/H`)

it('finds what a plain map finds, whatever is put, moved to another row and taken away', () => {
  const step = fc.record({ text: fc.integer({ min: 0, max: texts.length - 1 }), drop: fc.boolean() })
  fc.assert(fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
    const texted: (string | undefined)[] = []
    const index = new RowIndex((row) => texted[row])
    const plain = new Map<string, number>()
    steps.forEach(({ text: number, drop }, row) => {
      const text = texts[number]!
      const was = plain.get(text)
      expect(index.delete(text)).toBe(plain.delete(text))
      if (was !== undefined) texted[was] = undefined
      if (drop) return
      texted[row] = text
      index.add(text, row)
      plain.set(text, row)
    })
    expect([...texts, 'none', ''].map((text) => [index.get(text), index.has(text)])).toEqual([...texts, 'none', ''].map((text) => [plain.get(text), plain.has(text)]))
  }))
})

it('finds a hundred thousand rows, and none of those that were taken away among them', () => {
  const textOf = (row: number): string => `ENT-${row % 97}/TK${row}.temp/HH`
  const index = new RowIndex(textOf)
  for (let row = 0; row < 100_000; row++) index.add(textOf(row), row)
  for (let row = 0; row < 100_000; row += 3) index.delete(textOf(row))
  const wrong = Array.from({ length: 100_000 }, (_, row) => row).filter((row) => index.get(textOf(row)) !== (row % 3 === 0 ? undefined : row))
  expect(wrong).toEqual([])
})
