import { describe, expect, it } from 'vitest'
import { courseValue, payloadOf, truthOf, type Published } from './course.ts'

const course = { seed: 5, enterprises: 2, points: 6 }
const published: Published[] = Array.from({ length: 2_000 }, (_, index) => ({ enterprise: index % 2, step: Math.floor(index / 2), ts: 1_000 + index * 10 }))

describe('the course of a fleet under a fault', () => {
  it('is the same for the same seed, and another for another', () => {
    const values = (seed: number): number[] => Array.from({ length: 500 }, (_, step) => courseValue({ ...course, seed }, 1, step))
    expect(values(5)).toEqual(values(5))
    expect(values(5)).not.toEqual(values(6))
  })

  it('is told in messages that say what the truth says', () => {
    const [first] = truthOf(course, published)
    const told = published.filter(({ enterprise }) => enterprise === 0).map((message) => {
      const { ts, values } = JSON.parse(payloadOf(course, message)) as { ts: number; values: Record<string, number> }
      return [ts, values['P000']]
    })
    expect(first).toMatchObject({ key: 'E0000/P000', readings: told })
  })

  it('has excursions of every kind, each an occurrence at its first reading, HH on top of H', () => {
    const truths = [...truthOf(course, published)]
    const occurrences = truths.flatMap((truth) => truth.occurrences)
    expect(new Set(occurrences).size).toBe(occurrences.length)
    for (const rule of ['L', 'H', 'HH']) expect(occurrences.filter((each) => each.includes(`/${rule} at`)).length).toBeGreaterThan(20)
    const [truth] = truths.filter(({ key }) => key === 'E0000/P002')
    const onsets = truth?.readings.filter(([, value], index) => value >= 40 && (truth.readings[index - 1]?.[1] ?? 0) < 40).map(([time]) => time)
    expect(truth?.occurrences).toEqual(onsets?.flatMap((time) => [`E0000/P002/H at ${time}`, `E0000/P002/HH at ${time}`]))
  })

  it('does not depend on the order in which messages are given', () => {
    expect([...truthOf(course, published.toReversed())].sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([...truthOf(course, published)].sort((a, b) => (a.key < b.key ? -1 : 1)))
  })
})
