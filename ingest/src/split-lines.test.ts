import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitLines } from './split-lines.ts'

it('gives every line that is not empty, with its number', () => {
  const line = fc.string({ unit: fc.constantFrom('a', '{', '\r', ' ') })
  fc.assert(fc.property(fc.array(line), fc.boolean(), (lines, closed) => {
    const text = lines.join('\n') + (closed ? '\n' : '')
    const wanted = text.split('\n').map((text, index) => ({ number: index + 1, text: text.replace(/\r$/, '') })).filter(({ text }) => text !== '')
    expect([...splitLines(Buffer.from(text))].map(({ number, bytes }) => ({ number, text: Buffer.from(bytes).toString() }))).toEqual(wanted)
  }))
})
