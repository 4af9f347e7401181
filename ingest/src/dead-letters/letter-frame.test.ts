import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeLetter, encodeRemoval, readFrame, type LetterHead } from './letter-frame.ts'

const head: LetterHead = { id: 7, at: 1, topic: '厂/a', enterprise: 'E1', gateway: null, reasons: { wrong_value: 2 }, first: null, accepted: 3, unknown: ['氨'], bytes: 5, correction: 0 }

it('letters and removals are read as they were written, one behind the other', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 }), (payloads) => {
    const bytes = Buffer.concat(payloads.flatMap((payload, id) => [encodeLetter({ ...head, id }, payload), encodeRemoval([id, id + 1])]))
    let at = 0
    for (const [id, payload] of payloads.entries()) {
      const letter = readFrame(bytes, at)
      expect(letter).toMatchObject({ kind: 'letter', head: { ...head, id } })
      expect(letter?.kind === 'letter' && [...letter.payload]).toEqual([...payload])
      const removal = readFrame(bytes, letter?.end ?? 0)
      expect(removal).toMatchObject({ kind: 'removal', ids: [id, id + 1] })
      at = removal?.end ?? 0
    }
    expect([at, readFrame(bytes, at)]).toEqual([bytes.length, undefined])
  }))
})

it('what is torn or damaged anywhere is no frame', () => {
  const good = encodeLetter(head, Buffer.from('payload'))
  for (let length = 0; length < good.length; length++) expect(readFrame(good.subarray(0, length), 0)).toBeUndefined()
  for (let at = 0; at < good.length; at++) {
    const bad = Buffer.from(good)
    bad[at] = (bad[at] ?? 0) ^ 0x10
    expect(readFrame(bad, 0), `byte ${at}`).toBeUndefined()
  }
})
