import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Alarm } from '@hazardwatch/shared/alarm'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { createAlarmRecords, type AlarmCommit } from '@hazardwatch/shared/node/records/alarm-records'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { openRecords } from '@hazardwatch/shared/node/records/open-records'
import { isoTime } from '@hazardwatch/shared/time'
import { COUNTRY, countryOf, writeCountry } from './country-ledger.ts'

const POINTS_A_WRITE = 10_000

/**
 * The country's 440,000 points with three limits each: written to the record store, then loaded by a process of its own, as at a start; and again
 * with a clock for every point and a memory for every rule, as after a year, with an alarm open in every 88 points (5,000) and every tenth of those shelved.
 */
export const benchAlarmsLoad = async (points = COUNTRY.points): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-bench-'))
  try {
    const file = join(folder, 'records.sqlite')
    await writeCountry(file, countryOf(points))
    await load('alarms-load', file, points)
    await remember(file, points)
    await load('alarms-restart', file, points)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const load = async (bench: string, file: string, points: number): Promise<void> => {
  const child = fork(join(import.meta.dirname, 'load-rules.ts'), [file, String(points), bench], { stdio: 'inherit' })
  const [code] = await once(child, 'exit') as [number | null]
  if (code !== 0) throw new Error(`loading ended with ${code ?? 'a signal'}`)
}

/** What a service that has run leaves behind: times of readings in runs, of one rule in a hundred that its condition has been true, alarms that are open and what hides them. */
const remember = async (file: string, points: number): Promise<void> => {
  const records = await openRecords(file)
  const store = createAlarmRecords(records)
  // Longer ago than a brief absence: it was the service that was away, and no point is silent for that.
  const heardAt = Date.now() - 120_000
  const numbers = (await openLedger(records)).points()
  for (let first = 0; first < points; first += POINTS_A_WRITE) {
    const part = numbers.slice(first, first + POINTS_A_WRITE)
    await store.commit({
      recordedAt: heardAt, forgotten: [],
      transitions: part.filter(({ number }) => isOpen(number)).map((point) => raised(point, heardAt)),
      overlays: part.filter(({ number }) => isOpen(number) && isShelved(number)).map((point) => shelved(point, heardAt)),
      clocks: part.map(({ number }) => ({
        point: number, judged_to: heardAt, live_at: heardAt, live_arrival: heardAt, heard_at: heardAt, quality: 0,
        recent: JSON.stringify(Array.from({ length: 8 }, (_, age) => [heardAt - (8 - age) * 3_600_000, 5_000, heardAt - (7 - age) * 3_600_000])),
      })),
      memories: part.flatMap(({ number, enterprise, tag }) => ['L', 'H', 'HH'].map((kind) => ({
        rule: `${enterprise}/${tag}/${kind}`, late: 0, point: null, phase: kind === 'H' && isOpen(number) ? RAISED : 0, since: 0, onset: number % 100 === 0 || isOpen(number) ? heardAt : 0, onset_value: 0, last_at: null, cells: null,
      }))),
    })
  }
  await records.destroy()
}

const isOpen = (number: number): boolean => number % 88 === 0
const isShelved = (number: number): boolean => number % 880 === 0
const SHIFT_MS = 8 * 3_600_000
/** The phase of a condition that has been raised, as the store has it. */
const RAISED = 2

const raised = ({ number, enterprise, source, tag, unit }: NumberedPoint, at: number): AlarmCommit['transitions'][number] => {
  const alarm = Alarm.parse({
    id: number.toString(16).padStart(32, '0'), enterprise, source, point: tag, rule: `${enterprise}/${tag}/H`, kind: 'H', priority: 'orange',
    state: isShelved(number) ? 'shelved' : 'unacknowledged', underlyingState: 'unacknowledged', onsetAt: isoTime(at), raisedAt: isoTime(at), clearedAt: null,
    acknowledgedAt: null, acknowledgedBy: null, value: 61, limit: 60, unit, late: false, firstOut: true, comments: 0,
  })
  return { alarm, region: '220881', event: 'raised', from: 'normal', at, actor: null, reason: null, announced: true }
}

const shelved = ({ enterprise, tag }: NumberedPoint, at: number): AlarmCommit['overlays'][number] => ({
  row: { rule: `${enterprise}/${tag}/H`, enterprise, point: tag, layer: 'person', state: 'shelved', since: at, until: at + SHIFT_MS, one_shot: 0, actor: 'shift', reason: 'works', causes: '{}' },
  ended: false, event: 'shelved', at, actor: 'shift', reason: 'works',
})
