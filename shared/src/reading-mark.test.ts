import { expect, it } from 'vitest'
import { LATE, marksOf, OUT_OF_ORDER, type ReadingMark } from './reading-mark.ts'

it.each<[code: number, names: ReadingMark[]]>([[0, []], [LATE, ['late']], [OUT_OF_ORDER, ['out_of_order']], [LATE | OUT_OF_ORDER, ['late', 'out_of_order']]])('mark %i is %j', (code, names) => {
  expect(marksOf(code)).toEqual(names)
})
