import fc from 'fast-check'
import { GOOD } from '@hazardwatch/shared/quality'
import { Point } from '@hazardwatch/shared/ledger'
import { expect, test } from 'vitest'
import { createSituation, notePoint, notePresences } from './follow-situation.ts'
import { createPointMemory, reservePoint } from './point-memory.ts'
import { pointPresence } from './watch-silence.ts'

const pointOf = (number: number, expectedIntervalS: number | null) => ({
  number, ...Point.parse({ enterprise: 'E', tag: `T${number}`, source: 'S', name: 'n', quantity: 'level', unit: 'm', rangeLow: null, rangeHigh: null, expectedIntervalS, location: null }),
})

const step = fc.record({
  point: fc.integer({ min: 0, max: 200 }), interval: fc.constantFrom(null, 1, 5, 60), event: fc.constantFrom('heard', 'bad', 'add', 'retire', 'wait'), wait: fc.integer({ min: 0, max: 40_000 }),
})

test('what is told of a point is always what its presence is', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const situation = createSituation()
    const memory = createPointMemory(8)
    const told = new Map<string, string>()
    let now = 1_000_000
    for (const { point, interval, event, wait } of steps) {
      now += wait
      if (event === 'add') { notePoint(situation, pointOf(point, interval), false); told.delete(`E/T${point}`) }
      if (event === 'retire') { notePoint(situation, pointOf(point, interval), true); told.delete(`E/T${point}`) }
      if (event === 'heard' || event === 'bad') {
        reservePoint(memory, point)
        memory.heardAt[point] = now
        memory.quality[point] = event === 'bad' ? GOOD + 1 : GOOD
      }
      for (const news of notePresences(situation, memory, now)) told.set(news.point, news.presence)
      const shown = [...situation.points.values()].map(({ tag }) => told.get(`E/${tag}`) ?? 'live')
      expect(shown).toEqual([...situation.points.values()].map((known) => pointPresence(memory, known, now).presence))
    }
  }))
})
