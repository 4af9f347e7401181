import { expect, it } from 'vitest'
import { rateBars } from './rate-bars.ts'

it.each<[name: string, course: number[], most: number, counts: number[], perBar: number, top: number]>([
  ['one bar each', [0, 3, 1], 10, [0, 3, 1], 1, 12],
  ['a flood sets the scale', [0, 24], 10, [0, 24], 1, 24],
  ['several a bar: the worst of them', [0, 11, 2, 3, 1], 3, [11, 3, 1], 2, 12],
  ['nothing', [], 3, [], 1, 12],
])('%s', (_name, course, most, counts, perBar, top) => {
  const drawn = rateBars(course, 10, most, 300, 120)
  expect([drawn.bars.map(({ count }) => count), drawn.perBar, drawn.top]).toEqual([counts, perBar, top])
  expect(drawn.targetY).toBeCloseTo(120 - 1_200 / top, 6)
  for (const bar of drawn.bars) expect([bar.y + bar.height, bar.height]).toEqual([120, (bar.count / top) * 120])
})
