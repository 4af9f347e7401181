import { createHash } from 'node:crypto'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { COUNTRY, placeOf } from '../country-ledger.ts'

/** The ministry's figure of alarms in a day, before anything is done about them. */
const ALARMS_A_DAY = 21_000
const DAY_MS = 86_400_000
const AT_ONCE = 20_000

interface Written { id: string; place: ReturnType<typeof placeOf>; region: string; kind: string; priority: string; raisedAt: number; clearedAt: number }

/**
 * Alarms that are over, of so many days, with raise, acknowledgement and end in the journal, straight into a record store that nobody has open. A third
 * comes from anywhere, the others from few points the more often, as bad actors do.
 */
export const writeAlarms = (file: string, days: number, now: number): number => {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA synchronous = OFF')
  const regions = new Map(database.prepare('SELECT code, region FROM enterprise').all().map((row) => [String(row['code']), String(row['region'])]))
  const alarm = database.prepare(`INSERT INTO occurrence (id, enterprise, source, point, region, rule, kind, priority, state, underlying_state, onset_at, raised_at, cleared_at, acknowledged_at, acknowledged_by, value, limit_value, unit, late, dry_run, first_out)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'normal', 'normal', ?, ?, ?, ?, 'operator', 61.5, 60, 'Cel', 0, 0, 0)`)
  const transition = database.prepare('INSERT INTO alarm_transition (occurrence, event, from_state, to_state, at, recorded_at, actor, announced) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const count = days * ALARMS_A_DAY
  for (let first = 0; first < count; first += AT_ONCE) {
    database.exec('BEGIN')
    for (let n = first; n < Math.min(first + AT_ONCE, count); n++) put(alarm, transition, alarmAt(n, now - days * DAY_MS + n / ALARMS_A_DAY * DAY_MS, regions))
    database.exec('COMMIT')
  }
  database.close()
  return count
}

const alarmAt = (n: number, time: number, regions: ReadonlyMap<string, string>): Written => {
  const chance = chanceOf(n)
  const point = n % 3 === 0 ? Math.floor(chance * COUNTRY.points) : Math.min(COUNTRY.points - 1, Math.floor(-Math.log(1 - chance) * 20_000))
  const kind = n % 10 === 0 ? 'HH' : n % 3 === 0 ? 'L' : 'H'
  const raisedAt = Math.floor(time)
  const place = placeOf(point)
  // Ids lie as those of occurrences do: anywhere.
  const id = createHash('sha256').update(String(n)).digest('hex').slice(0, 32)
  return { id, place, region: regions.get(place.enterprise) ?? '', kind, priority: kind === 'HH' ? 'red' : 'orange', raisedAt, clearedAt: raisedAt + Math.floor(-Math.log(1 - chanceOf(n + 1)) * 600_000) }
}

const put = (alarm: StatementSync, transition: StatementSync, { id, place: { enterprise, source, tag }, region, kind, priority, raisedAt, clearedAt }: Written): void => {
  const seenAt = raisedAt + 30_000
  alarm.run(id, enterprise, source, tag, region, `${enterprise}/${tag}/${kind}`, kind, priority, raisedAt, raisedAt, clearedAt, seenAt)
  transition.run(id, 'raised', 'normal', 'unacknowledged', raisedAt, raisedAt + 20, null, 1)
  transition.run(id, 'acknowledged', 'unacknowledged', 'acknowledged', seenAt, seenAt, 'operator', 1)
  transition.run(id, 'cleared', 'acknowledged', 'normal', clearedAt, clearedAt + 20, null, 1)
}

/** 0 to 1, the same for the same number in every run. */
const chanceOf = (n: number): number => (Math.imul(Math.imul(n ^ (n >>> 16), 0x45d9_f3b) ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0) / 0x1_0000_0000
