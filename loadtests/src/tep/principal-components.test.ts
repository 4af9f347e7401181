import { expect, it } from 'vitest'
import { learnPrincipal } from './principal-components.ts'

/** Four channels that follow one cause, with a little of their own, from a fixed sequence. */
const plant = (rows: number, seed: number): number[][] => {
  let state = seed
  const random = (): number => { state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296; return state / 4_294_967_296 - 0.5 }
  return Array.from({ length: rows }, () => { const cause = random(); return [1, 2, -1, 0.5].map((weight) => weight * cause + 0.05 * random()) })
}
const healthy = plant(400, 1)
const score = learnPrincipal(healthy, 0)
const largest = Math.max(...score(healthy))

it('says little of what moves as the healthy rows did, however far', () => {
  expect(Math.max(...score(plant(400, 2)))).toBeLessThan(2 * largest)
  expect(score([[1, 2, -1, 0.5]])[0]).toBeLessThan(2 * largest)
})

it('says much of a row in which one channel leaves the others', () => {
  expect(score([[0.3, 0.6, 0.3, 0.15]])[0]).toBeGreaterThan(10 * largest)
})

it('takes nothing but noise for noise: no component, and the score is the length of the row', () => {
  let state = 5
  const random = (): number => { state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296; return state < 2_147_483_648 ? -1 : 1 }
  const noise = Array.from({ length: 4000 }, () => [random(), random(), random()])
  const rows = learnPrincipal(noise, 0)([[3, 0, 0]])
  expect(rows[0]).toBeGreaterThan(8)
})

it('with a past, scores every row of a run, 0 before the past is there', () => {
  const scores = learnPrincipal(healthy, 2)(healthy)
  expect(scores).toHaveLength(400)
  expect(scores.slice(0, 2)).toEqual([0, 0])
  expect(scores[2]).toBeGreaterThan(0)
})
