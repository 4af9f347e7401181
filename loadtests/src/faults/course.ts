import { enterpriseCode, pointTag } from '../fleet.ts'

/**
 * What a fleet under a fault tells, computed from the seed alone: any reading can be asked for again, and what alarms the whole must give
 * follows from the values, not from what a service made of them. Limits are those of `fleet.ts`: L -5, H 25, HH 40, no delays.
 */
export interface Course {
  seed: number
  enterprises: number
  points: number
}

/** Steps of a point go by windows; an excursion lies within one, with normal steps on both sides. */
const WINDOW = 20
const EXCURSION_CHANCE = 0.12
const levels = { L: -10, H: 30, HH: 45 } as const

/** Uniform in [0, 1) for three numbers: the same in every run of the seed. */
const chance = (seed: number, stream: number, counter: number): number => {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35) ^ Math.imul(counter + 1, 0x27d4eb2f)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}

/** @param point number of the point in the whole fleet. @param step of the point, from 0 */
export const courseValue = ({ seed }: Course, point: number, step: number): number => {
  const window = Math.floor(step / WINDOW)
  const drawn = chance(seed, point, window * 3)
  const normal = Math.round((20 + 4 * chance(seed, point, step * 3 + 1)) * 100) / 100
  if (drawn >= EXCURSION_CHANCE) return normal
  const length = 1 + Math.floor(chance(seed, point, window * 3 + 2) * 8)
  const first = 2 + Math.floor((drawn / EXCURSION_CHANCE) * (WINDOW - 4 - length))
  const within = step - window * WINDOW
  const level = (['L', 'H', 'HH'] as const)[point % 3] ?? 'H'
  return within >= first && within < first + length ? levels[level] : normal
}

/** A message that was published: all points of an enterprise at one time. */
export interface Published {
  enterprise: number
  step: number
  ts: number
}

export const topicOf = ({ enterprise }: Published): string => `hazard/v1/${enterpriseCode(enterprise)}/readings`

export const payloadOf = (course: Course, { enterprise, step, ts }: Published): string => {
  const values = Array.from({ length: course.points }, (_, point) => `"${pointTag(point)}":${courseValue(course, enterprise * course.points + point, step)}`)
  return `{"ts":${ts},"values":{${values.join(',')}}}`
}

/** Of one point, in the order of time: what must be stored, and the occurrences it must give, as `rule at onset`. */
export interface PointTruth {
  key: string
  readings: [time: number, value: number][]
  occurrences: string[]
}

const rulesOf = (value: number): string[] => (value <= -5 ? ['L'] : value >= 40 ? ['H', 'HH'] : value >= 25 ? ['H'] : [])

export function* truthOf(course: Course, published: readonly Published[]): Generator<PointTruth> {
  const byEnterprise = Map.groupBy(published, ({ enterprise }) => enterprise)
  for (const [enterprise, messages] of byEnterprise) {
    const inTime = messages.toSorted((a, b) => a.ts - b.ts)
    for (let point = 0; point < course.points; point++) {
      const key = `${enterpriseCode(enterprise)}/${pointTag(point)}`
      const readings = inTime.map(({ step, ts }): [number, number] => [ts, courseValue(course, enterprise * course.points + point, step)])
      yield { key, readings, occurrences: occurrencesIn(key, readings) }
    }
  }
}

const occurrencesIn = (key: string, readings: PointTruth['readings']): string[] => {
  const occurrences: string[] = []
  let active: string[] = []
  for (const [time, value] of readings) {
    const now = rulesOf(value)
    for (const rule of now) if (!active.includes(rule)) occurrences.push(`${key}/${rule} at ${time}`)
    active = now
  }
  return occurrences
}
