import fc from 'fast-check'
import { GOOD } from '@hazardwatch/shared/quality'
import { Point } from '@hazardwatch/shared/ledger'
import { expect, test } from 'vitest'
import type { PointPresence } from '@hazardwatch/shared/presence'
import { isoTime } from '@hazardwatch/shared/time'
import { absencesOf, createSituation, notePoint, notePresences } from './follow-situation.ts'
import { createPointMemory, reservePoint } from './point-memory.ts'

const pointOf = (number: number, expectedIntervalS: number | null) => ({
  number, ...Point.parse({ enterprise: 'E', tag: `T${number}`, source: 'S', name: 'n', quantity: 'level', unit: 'm', rangeLow: null, rangeHigh: null, expectedIntervalS, location: null }),
})

const step = fc.record({
  point: fc.integer({ min: 0, max: 200 }), interval: fc.constantFrom(null, 1, 5, 60), event: fc.constantFrom('heard', 'bad', 'add', 'retire', 'wait'), wait: fc.integer({ min: 0, max: 40_000 }),
})

/** The same without columns: of each point what was last heard, in its own words. */
interface Known { interval: number | null; heardAt: number; bad: boolean; told: PointPresence['presence']; since: number | null }

const presenceAt = ({ interval, heardAt, bad }: Known, now: number): PointPresence['presence'] => {
  if (heardAt === 0) return 'never_seen'
  if (interval !== null && now - heardAt > Math.max(10_000, interval * 3_000)) return 'silent'
  return bad ? 'bad' : 'live'
}

const shown = (number: number, { told, since }: Known): PointPresence => ({ point: `E/T${number}`, presence: told, since: since === null ? null : isoTime(since) })

test('what is told of a point is always what its presence is, since it became so; asked for all, or for some, those that are not live are told', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const situation = createSituation()
    const memory = createPointMemory(8)
    const heard = new Map<number, { heardAt: number; bad: boolean }>()
    const known = new Map<number, Known>()
    let now = 1_000_000
    for (const { point, interval, event, wait } of steps) {
      now += wait
      if (event === 'add') {
        notePoint(situation, pointOf(point, interval), false)
        known.set(point, { interval, ...heard.get(point) ?? { heardAt: 0, bad: false }, told: 'live', since: null })
      }
      if (event === 'retire') {
        notePoint(situation, pointOf(point, interval), true)
        known.delete(point)
      }
      if (event === 'heard' || event === 'bad') {
        reservePoint(memory, point)
        memory.heardAt[point] = now
        memory.quality[point] = event === 'bad' ? GOOD + 1 : GOOD
        heard.set(point, { heardAt: now, bad: event === 'bad' })
        Object.assign(known.get(point) ?? {}, heard.get(point))
      }
      const news: PointPresence[] = []
      for (const [number, one] of [...known].sort(([a], [b]) => a - b)) {
        const presence = presenceAt(one, now)
        if (presence === one.told) continue
        Object.assign(one, { told: presence, since: one.heardAt === 0 ? null : one.heardAt })
        news.push(shown(number, one))
      }
      expect(notePresences(situation, memory, now)).toEqual(news)
      const absent = [...known].filter(([, { told }]) => told !== 'live').sort(([a], [b]) => a - b)
      expect(absencesOf(situation)).toEqual(absent.map(([number, one]) => shown(number, one)))
      expect(absencesOf(situation, [point, 7, 300])).toEqual([point, 7, 300].flatMap((number) => absent.filter(([one]) => one === number).map(([, one]) => shown(number, one))))
    }
  }))
})

test('what is much is told in parts, each point once', () => {
  const memory = createPointMemory(64)
  const situation = createSituation()
  for (let point = 0; point < 50; point++) notePoint(situation, pointOf(point, 5), false)
  const parts = Array.from({ length: 4 }, () => notePresences(situation, memory, 1_000_000, 20))
  expect(parts.map(({ length }) => length)).toEqual([20, 20, 10, 0])
  expect(new Set(parts.flat().map(({ point }) => point)).size).toBe(50)
})
