import fc from 'fast-check'
import { RawNode } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alarm, alarmStates } from '../../alarm.ts'
import { priorities } from '../../alarm-rule.ts'
import { isoTime } from '../../time.ts'
import { listAlarms, type AlarmListFilter } from './alarm-list.ts'
import { createAlarmRecords } from './alarm-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'

const START = 1_800_000_000_000
const REGIONS = ['220881', '220882', '220801', '230100'] as const
const COUNT = 300

/** Of few plants, points, counties, states and instants, so that each filter finds several, and several of one instant. */
const made = Array.from({ length: COUNT }, (_, n) => {
  const pick = (of: number, salt: number): number => (Math.imul(n + salt, 2_654_435_761) >>> 8) % of
  const enterprise = `E${pick(3, 1)}`
  const tag = `T/${pick(3, 2)}`
  const dryRun = pick(9, 3) === 0
  const late = !dryRun && pick(9, 4) === 0
  const raisedAt = isoTime(START + pick(60, 5) * 1_000)
  const state = alarmStates[dryRun || late ? 0 : pick(alarmStates.length, 6)] ?? 'normal'
  const alarm = Alarm.parse({
    id: (Math.imul(n, 48_271) >>> 0).toString(16).padStart(32, '0'), enterprise, source: `S${pick(2, 7)}`, point: tag, rule: `${enterprise}/${tag}/${n % 2 === 0 ? 'H' : 'HH'}`, kind: 'H', priority: priorities[pick(4, 8)], state, underlyingState: 'normal',
    onsetAt: raisedAt, raisedAt, clearedAt: null, acknowledgedAt: null, acknowledgedBy: null, value: n, limit: 25, unit: '[ppm]', late, dryRun, firstOut: true, comments: 0,
  })
  return { alarm, region: REGIONS[pick(REGIONS.length, 9)] ?? '220881' }
})

/** The same said plainly: all that fit, newest first. */
const expected = (filter: AlarmListFilter): string[] => made.filter(({ alarm, region }) => {
  const raisedAt = Date.parse(alarm.raisedAt)
  return (filter.enterprise === undefined || alarm.enterprise === filter.enterprise) && (filter.source === undefined || alarm.source === filter.source)
    && (filter.point === undefined || alarm.point === filter.point) && (filter.rule === undefined || alarm.rule === filter.rule)
    && (filter.states === undefined || filter.states.includes(alarm.state)) && (filter.priorities === undefined || filter.priorities.includes(alarm.priority))
    && (filter.regions === undefined || filter.regions.includes(region)) && (filter.from === undefined || raisedAt >= filter.from) && (filter.to === undefined || raisedAt < filter.to)
    && (filter.late === undefined || alarm.late === filter.late) && alarm.dryRun === (filter.dryRun ?? false)
}).map(({ alarm }) => alarm).sort((a, b) => (a.raisedAt === b.raisedAt ? Number(a.id < b.id) - Number(a.id > b.id) : Date.parse(b.raisedAt) - Date.parse(a.raisedAt))).map(({ id }) => id)

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
const filters = fc.record({
  enterprise: optional(fc.constantFrom('E0', 'E1', 'E9')), source: optional(fc.constantFrom('S0', 'S1')), point: optional(fc.constantFrom('T/0', 'T/1')), rule: optional(fc.constantFrom('E0/T/0/H', 'E1/T/1/HH')),
  states: optional(fc.uniqueArray(fc.constantFrom(...alarmStates), { minLength: 1 })), priorities: optional(fc.uniqueArray(fc.constantFrom(...priorities), { minLength: 1 })),
  regions: optional(fc.uniqueArray(fc.constantFrom(...REGIONS, '999999'))), from: optional(fc.integer({ min: 0, max: 70 }).map((s) => START + s * 1_000)), to: optional(fc.integer({ min: 0, max: 70 }).map((s) => START + s * 1_000)),
  late: optional(fc.boolean()), dryRun: optional(fc.boolean()),
}).map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Omit<AlarmListFilter, 'limit'>)

describe('lists of alarms', () => {
  let temporary: TemporaryRecords
  beforeAll(async () => {
    temporary = await openTemporaryRecords()
    const commit = { recordedAt: START, overlays: [], memories: [], forgotten: [], clocks: [], transitions: made.map(({ alarm, region }) => ({ alarm, region, event: 'raised', from: 'normal', at: START, actor: null, reason: null, announced: true })) }
    await createAlarmRecords(temporary.records).commit(commit)
  })
  afterAll(async () => { await temporary.remove() })

  it('page by page, each alarm that fits once, newest first, whatever is asked for', async () => {
    await fc.assert(fc.asyncProperty(filters, fc.integer({ min: 1, max: 40 }), async (filter, limit) => {
      const ids: string[] = []
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await listAlarms(temporary.records, { ...filter, limit, ...(cursor !== undefined && { cursor }) })
        expect(page.items.length).toBeLessThanOrEqual(limit)
        ids.push(...page.items.map(({ id }) => id))
        cursor = page.next
      }
      expect(ids).toEqual(expected({ ...filter, limit }))
    }), { numRuns: 200 })
  })

  it.each<[string, Omit<AlarmListFilter, 'limit'>]>([
    ['a rule', { rule: 'E0/T/0/H' }],
    ['a point', { enterprise: 'E0', point: 'T/0' }],
    ['a plant', { enterprise: 'E0' }],
    ['a county', { regions: ['220881'] }],
    ['a province', { regions: [...REGIONS] }],
    ['what stands', { states: ['unacknowledged', 'acknowledged'] }],
    ['what stands in a county', { regions: ['220881'], states: ['unacknowledged'] }],
    ['what came late', { late: true }],
    ['dry runs', { dryRun: true }],
    ['a day, of one priority', { from: START, to: START + 1_000, priorities: ['red'] }],
  ])('finds %s without walking past everything', async (_, filter) => {
    const plans = await plansOf(filter)
    // An index that holds nothing but these may be walked through.
    const whole = /\bSCAN occurrence\b(?! USING (COVERING )?INDEX occurrence_(late|of_dry_run))/
    expect(plans.filter((step) => whole.test(step))).toEqual([])
    expect(plans.some((step) => /(SEARCH|SCAN) occurrence USING (COVERING )?INDEX occurrence_/.test(step))).toBe(true)
  })

  /** The steps that SQLite plans. */
  const plansOf = async (filter: Omit<AlarmListFilter, 'limit'>): Promise<string[]> => {
    const steps: string[] = []
    const explaining = temporary.records.withPlugin({
      transformQuery: ({ node }) => ({ ...node, explain: { kind: 'ExplainNode', options: RawNode.createWithSql('query plan') } }) as typeof node,
      transformResult: ({ result }) => {
        steps.push(...result.rows.map((row) => String(row.detail)))
        return Promise.resolve({ ...result, rows: [] })
      },
    })
    await listAlarms(explaining, { ...filter, limit: 100 })
    return steps
  }
})
