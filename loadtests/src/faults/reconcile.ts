import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { callService } from '../service-client.ts'
import { truthOf, type Course, type Published } from './course.ts'

/** Published against stored, and what the published values must give against the alarms that stand in the list. */
export interface Outcome {
  readings: number
  lost: number
  doubled: number
  /** Stored with another value than was published, or never published. */
  wrong: number
  alarms: number
  alarmsMissing: number
  alarmsDoubled: number
  /** Alarms that no published reading gives. */
  alarmsWrong: number
  /** Occurrences that are marked as late. */
  alarmsLate: number
  /** Some of what is not as it must be, to begin a search with. */
  examples: string[]
}

const Readings = z.object({ raw: z.boolean(), points: z.array(z.tuple([z.number(), z.number().nullable()]).rest(z.unknown())) })
const AlarmPage = z.object({ items: z.array(z.looseObject({ rule: z.string(), onsetAt: z.string(), late: z.boolean() })), next: z.string().nullable() })

/** Without progress for so long it counts as over. */
const PATIENCE_MS = 15_000
const SLEEP_MS = 250

/** Compares until all is as it must be, or nothing comes any more. */
export const reconcile = async (httpUrl: string, course: Course, published: readonly Published[], wait = PATIENCE_MS): Promise<Outcome> => {
  let outcome = await compare(httpUrl, course, published)
  for (let progressAt = Date.now(); !isGood(outcome) && Date.now() - progressAt < wait;) {
    await pause(SLEEP_MS)
    const next = await compare(httpUrl, course, published)
    if (next.lost < outcome.lost || next.alarmsMissing < outcome.alarmsMissing) progressAt = Date.now()
    outcome = next
  }
  return outcome
}

export const isGood = ({ lost, doubled, wrong, alarmsMissing, alarmsDoubled, alarmsWrong }: Outcome): boolean =>
  lost + doubled + wrong + alarmsMissing + alarmsDoubled + alarmsWrong === 0

const compare = async (httpUrl: string, course: Course, published: readonly Published[]): Promise<Outcome> => {
  const outcome: Outcome = { readings: 0, lost: 0, doubled: 0, wrong: 0, alarms: 0, alarmsMissing: 0, alarmsDoubled: 0, alarmsWrong: 0, alarmsLate: 0, examples: [] }
  const occurrences = new Set<string>()
  for (const { key, readings, occurrences: ofPoint } of truthOf(course, published)) {
    for (const occurrence of ofPoint) occurrences.add(occurrence)
    await compareReadings(httpUrl, key, readings, outcome)
  }
  await compareAlarms(httpUrl, occurrences, outcome)
  return outcome
}

const note = ({ examples }: Outcome, text: string): void => { if (examples.length < 10) examples.push(text) }

const compareReadings = async (httpUrl: string, key: string, readings: readonly [number, number][], outcome: Outcome): Promise<void> => {
  const [from, to] = [readings[0]?.[0] ?? 0, (readings.at(-1)?.[0] ?? 0) + 1]
  const { raw, points } = Readings.parse(await callService(httpUrl, 'GET', `/api/v1/readings?point=${key}&from=${from}&to=${to}&maxPoints=100000`))
  if (!raw) throw new Error(`${key} has more readings than can be asked for at once`)
  const stored = new Map(points.map(([time, value]) => [time, value]))
  outcome.readings += readings.length
  outcome.doubled += points.length - stored.size
  for (const [time, value] of readings) {
    const found = stored.get(time)
    stored.delete(time)
    if (found === undefined) { outcome.lost++; note(outcome, `lost: ${key} ${value} at ${time}`) }
    else if (found !== value) { outcome.wrong++; note(outcome, `wrong: ${key} ${String(found)} instead of ${value} at ${time}`) }
  }
  outcome.wrong += stored.size
}

const compareAlarms = async (httpUrl: string, expected: ReadonlySet<string>, outcome: Outcome): Promise<void> => {
  const found = new Map<string, number>()
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = AlarmPage.parse(await callService(httpUrl, 'GET', `/api/v1/alarms?limit=1000${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`))
    for (const { rule, onsetAt, late } of page.items) {
      const name = `${rule} at ${Date.parse(onsetAt)}`
      found.set(name, (found.get(name) ?? 0) + 1)
      if (late) outcome.alarmsLate++
    }
    cursor = page.next
  }
  outcome.alarms = expected.size
  for (const name of expected) if (!found.has(name)) { outcome.alarmsMissing++; note(outcome, `missing: ${name}`) }
  for (const [name, times] of found) {
    if (!expected.has(name)) { outcome.alarmsWrong++; note(outcome, `wrong: ${name}`) }
    else outcome.alarmsDoubled += times - 1
  }
}
