import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Alarm } from '../../alarm.ts'
import { isoTime } from '../../time.ts'
import { createAlarmRecords, type AlarmCommit, type AlarmRecords } from './alarm-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'
import { saidInChinese } from '../../testing/said-in-chinese.ts'

const START = 1_800_000_000_000
const id = (number: number): string => number.toString(16).padStart(32, '0')

const alarm = (number: number, change: Record<string, unknown> = {}): Alarm => Alarm.parse({
  id: id(number), enterprise: 'E1', source: 'S1', point: 'GD-07', rule: 'E1/GD-07/H', kind: 'H', priority: 'orange', state: 'unacknowledged', underlyingState: change.state ?? 'unacknowledged',
  onsetAt: isoTime(START + number), raisedAt: isoTime(START + number), clearedAt: null, acknowledgedAt: null, acknowledgedBy: null,
  value: 27.5, limit: 25, unit: '[ppm]', late: false, firstOut: true, comments: 0, ...change,
})

const commitOf = (alarms: readonly Alarm[], more: Partial<AlarmCommit> & { region?: string; event?: string } = {}): AlarmCommit => ({
  recordedAt: START, overlays: [], memories: [], forgotten: [], clocks: [],
  transitions: alarms.map((item) => ({ alarm: item, region: more.region ?? '220881', event: more.event ?? 'raised', from: 'normal', at: START, actor: null, reason: null, announced: true })),
  ...more,
})

describe('alarm records', () => {
  let temporary: TemporaryRecords
  let store: AlarmRecords
  beforeEach(async () => {
    temporary = await openTemporaryRecords()
    store = createAlarmRecords(temporary.records)
  })
  afterEach(async () => { await temporary.remove() })

  const idsOf = async (filter: Partial<Parameters<AlarmRecords['list']>[0]>) => (await store.list({ limit: 100, ...filter })).items.map((item) => Number.parseInt(item.id, 16))

  it('gives back what it was given, after a restart', async () => {
    await store.commit(commitOf([alarm(1), alarm(2, { state: 'normal', clearedAt: isoTime(START + 9) })]))
    const records = await temporary.reopen()
    store = createAlarmRecords(records)
    expect(await store.find(id(1))).toEqual(alarm(1))
    expect((await store.load()).open).toEqual([alarm(1)])
  })

  it('the same occurrence again is the same occurrence', async () => {
    await store.commit(commitOf([alarm(1)]))
    await store.commit(commitOf([alarm(1)]))
    expect(await idsOf({})).toEqual([1])
  })

  it('an alarm that asks again is not acknowledged any more', async () => {
    await store.commit(commitOf([alarm(1, { state: 'acknowledged', acknowledgedAt: isoTime(START + 5), acknowledgedBy: 'wang' })]))
    await store.commit(commitOf([alarm(1)]))
    expect(await store.find(id(1))).toMatchObject({ acknowledgedBy: null, acknowledgedAt: null, state: 'unacknowledged' })
  })

  it('one that has ended never becomes active again, whatever is judged once more', async () => {
    await store.commit(commitOf([alarm(1, { state: 'returned_unacknowledged', clearedAt: isoTime(START + 8) })]))
    await store.commit(commitOf([alarm(1)]))
    expect(await store.find(id(1))).toMatchObject({ clearedAt: isoTime(START + 8), state: 'returned_unacknowledged' })
  })

  it('a change and what has to be told of it are one transaction, numbered, the alarm as it stood; late ones are not told', async () => {
    await store.commit(commitOf([alarm(1)]))
    await store.commit(commitOf([alarm(1, { state: 'acknowledged', acknowledgedAt: isoTime(START + 5), acknowledgedBy: 'wang' }), alarm(2, { late: true, state: 'normal' })]))
    store = createAlarmRecords(await temporary.reopen())
    await store.commit(commitOf([alarm(3)], { region: '230100' }))
    const changes = await store.changes(0, 10, undefined)
    expect(changes.map(({ alarm: { id: told, state } }) => [Number.parseInt(told, 16), state])).toEqual([[1, 'unacknowledged'], [1, 'acknowledged'], [3, 'unacknowledged']])
    const [first] = changes
    expect((await store.changes(first?.seq ?? 0, 1, undefined)).map(({ seq }) => seq)).toEqual([changes[1]?.seq])
    expect(await store.changes(0, 10, ['230100'])).toHaveLength(1)
    await store.prune(START + 1)
    expect(await store.changes(0, 10, undefined)).toEqual([])
  })

  it('forgets what is old however much it is, in parts between which others have their turn, and nothing that is not', async () => {
    await store.commit(commitOf(Array.from({ length: 1_200 }, (_, number) => alarm(number + 1))))
    await store.commit({ ...commitOf([alarm(2_000)]), recordedAt: START + 10 })
    let turns = 0
    const count = (): void => { counting = setImmediate(() => { turns++; count() }) }
    let counting: NodeJS.Immediate | undefined
    count()
    await store.prune(START + 10)
    clearImmediate(counting)
    expect((await store.changes(0, 10, undefined)).map(({ alarm: { id: told } }) => Number.parseInt(told, 16))).toEqual([2_000])
    expect(turns).toBeGreaterThanOrEqual(2)
  })

  it('a number is not given twice, whatever was forgotten', async () => {
    await store.commit(commitOf([alarm(1)]))
    const [before] = await store.changes(0, 1, undefined)
    await store.prune(START + 1)
    store = createAlarmRecords(await temporary.reopen())
    await store.commit(commitOf([alarm(2)]))
    expect((await store.changes(before?.seq ?? 0, 10, undefined)).map(({ alarm: { id: told } }) => Number.parseInt(told, 16))).toEqual([2])
  })

  it('what is hidden is there after a restart until it ends, and both are in the journal', async () => {
    const row = { rule: 'r', enterprise: 'E1', point: 'GD-07', layer: 'person', state: 'shelved', since: START, until: START + 60_000, one_shot: 0, actor: 'wang', reason: 'works', causes: '{}' }
    await store.commit(commitOf([], { overlays: [{ row, ended: false, event: 'shelved', at: START, actor: 'wang', reason: 'works' }] }))
    store = createAlarmRecords(await temporary.reopen())
    expect((await store.load()).overlays).toEqual([row])
    await store.commit(commitOf([], { overlays: [{ row, ended: true, event: 'unshelved', at: START + 9, actor: 'li', reason: 'done' }] }))
    expect((await store.load()).overlays).toEqual([])
    const journal = await temporary.records.selectFrom('overlay_journal').select(['event', 'at', 'actor', 'reason', 'until']).orderBy('seq').execute()
    expect(journal).toEqual([
      { event: 'shelved', at: START, actor: 'wang', reason: 'works', until: START + 60_000 },
      { event: 'unshelved', at: START + 9, actor: 'li', reason: 'done', until: START + 60_000 },
    ])
  })

  it('what a dry run finds is listed apart, told to nobody, no load, and there after a restart until it has ended', async () => {
    const dry = alarm(2, { dryRun: true, state: 'normal' })
    await store.commit(commitOf([alarm(1), dry, alarm(3, { dryRun: true, state: 'normal', clearedAt: isoTime(START + 9) })]))
    store = createAlarmRecords(await temporary.reopen())
    expect([await idsOf({}), await idsOf({ dryRun: false }), await idsOf({ dryRun: true })]).toEqual([[1], [1], [3, 2]])
    expect((await store.load()).openDry).toEqual([dry])
    expect((await store.load()).open).toEqual([alarm(1)])
    expect(await store.changes(0, 10, undefined)).toHaveLength(1)
    expect(await store.kpiRows(START - 1, START + 10, undefined)).toHaveLength(1)
  })

  it.each([
    { of: 'it is live', late: {}, ids: [2] },
    { of: 'it is dry', late: { dryRun: true }, ids: [] },
  ])('a late finding within an occurrence of a dry run is left out when it is dry too: $of', async ({ late, ids }) => {
    await store.commit(commitOf([alarm(1, { dryRun: true, state: 'normal', clearedAt: isoTime(START + 9) })]))
    await store.commit(commitOf([alarm(2, { late: true, state: 'normal', ...late })]))
    expect(await idsOf({ late: true })).toEqual(ids)
  })

  it('a late finding of a live occurrence changes nothing in it', async () => {
    await store.commit(commitOf([alarm(1)]))
    await store.commit(commitOf([alarm(1, { late: true, state: 'normal' })]))
    expect(await store.find(id(1))).toMatchObject({ late: false, state: 'unacknowledged' })
  })

  it('what live data tell takes the place of a late finding of the same id, also of one that has ended', async () => {
    await store.commit(commitOf([alarm(1, { late: true, state: 'normal', clearedAt: isoTime(START + 9) })]))
    await store.commit(commitOf([alarm(1)]))
    expect((await store.load()).open).toEqual([alarm(1)])
    await store.commit(commitOf([alarm(1, { late: true, state: 'normal', clearedAt: isoTime(START + 9) })], { event: 'cleared' }))
    expect(await store.find(id(1))).toEqual(alarm(1))
  })

  it('one of no duration goes on when the same instant makes it true again', async () => {
    await store.commit(commitOf([alarm(1)]))
    await store.commit(commitOf([alarm(1, { state: 'returned_unacknowledged', clearedAt: isoTime(START + 1) }), alarm(1)]))
    expect((await store.load()).open).toEqual([alarm(1)])
    await store.commit(commitOf([alarm(1, { state: 'returned_unacknowledged', clearedAt: isoTime(START + 1) })]))
    await store.commit(commitOf([alarm(1)]))
    expect((await store.load()).open).toEqual([alarm(1)])
  })

  it('a late occurrence that is found again is told once, and where it ends otherwise that is told', async () => {
    const late = alarm(1, { late: true, state: 'normal' })
    const cleared = (after: number) => commitOf([{ ...late, clearedAt: isoTime(START + after) }], { event: 'cleared' })
    const told = () => temporary.records.selectFrom('alarm_transition').select('event').where('occurrence', '=', id(1)).orderBy('seq').execute()
    for (let times = 0; times < 2; times++) {
      await store.commit(commitOf([late]))
      await store.commit({ ...cleared(9), transitions: cleared(9).transitions.map((item) => ({ ...item, at: START + 9 })) })
    }
    expect((await told()).map(({ event }) => event)).toEqual(['raised', 'cleared'])
    await store.commit({ ...cleared(12), transitions: cleared(12).transitions.map((item) => ({ ...item, at: START + 12 })) })
    expect((await told()).map(({ event }) => event)).toEqual(['raised', 'cleared', 'cleared'])
    expect((await store.find(id(1)))?.clearedAt).toBe(isoTime(START + 12))
  })

  it('says how far readings and events had been taken at the last commit', async () => {
    expect(await store.load()).toMatchObject({ readingsTo: undefined, eventsTo: undefined })
    await store.commit(commitOf([], { readingsTo: 7 }))
    await store.commit(commitOf([], { eventsTo: 3 }))
    await store.commit(commitOf([], { readingsTo: 9, eventsTo: 4 }))
    expect(await store.load()).toMatchObject({ readingsTo: 9, eventsTo: 4 })
  })

  it.each<[string, found: Record<string, unknown>, recorded: boolean]>([
    ['begins within an alarm that has ended', { onset: 10 }, false],
    ['begins before it', { onset: 1 }, true],
    ['begins when it was over', { onset: 20 }, true],
    ['is of another rule of the point', { onset: 10, rule: 'E1/GD-07/HH' }, true],
    ['is of another point', { onset: 10, point: 'GD-08' }, true],
  ])('a late finding that %s is recorded: %#', async (_, { onset, ...change }, recorded) => {
    const late = alarm(9, { late: true, state: 'normal', onsetAt: isoTime(START + Number(onset)), ...change })
    const standing = alarm(5, { state: 'returned_unacknowledged', clearedAt: isoTime(START + 20) })
    await store.commit(commitOf([standing, late]))
    await store.commit(commitOf([{ ...late, clearedAt: isoTime(START + 15) }], { event: 'cleared' }))
    expect((await idsOf({})).includes(9)).toBe(recorded)
    expect(await temporary.records.selectFrom('alarm_transition').select('event').where('occurrence', '=', id(9)).execute()).toHaveLength(recorded ? 2 : 0)
  })

  it('all of a commit or none of it', async () => {
    const impossible = { point: 1, judged_to: Number.NaN, live_at: START, live_arrival: START, heard_at: START, quality: 0, recent: '[]' }
    await expect(store.commit(commitOf([alarm(1)], { clocks: [impossible] }))).rejects.toThrow('NOT NULL constraint failed')
    expect(await idsOf({})).toEqual([])
  })

  it('keeps and forgets the memory of rules and the clocks of points', async () => {
    const memory = { rule: 'r', late: 0, point: 'P', phase: 1, since: START, onset: START, onset_value: 26, last_at: null, cells: null }
    const clock = { point: 3, judged_to: START, live_at: START, live_arrival: START + 1, heard_at: START + 1, quality: 0, recent: '[1]' }
    await store.commit(commitOf([], { memories: [memory, { ...memory, late: 1, last_at: START }], clocks: [clock] }))
    await store.commit(commitOf([], { memories: [{ ...memory, phase: 2 }], clocks: [{ ...clock, judged_to: START + 5 }] }))
    expect(await store.load()).toMatchObject({ memories: [{ late: 0, phase: 2 }, { late: 1, phase: 1 }] })
    const clocks: unknown[] = []
    await store.readClocks((row) => { clocks.push(row) })
    expect(clocks).toEqual([{ ...clock, judged_to: START + 5 }])
    await store.commit(commitOf([], { forgotten: ['r'] }))
    expect((await store.load()).memories).toEqual([])
  })

  it.each<[string, Partial<Parameters<AlarmRecords['list']>[0]>, number[]]>([
    ['newest first', {}, [4, 3, 2, 1]],
    ['enterprise', { enterprise: 'E2' }, [3]],
    ['source', { source: 'S9' }, [4]],
    ['point', { point: 'TK/1' }, [2]],
    ['rule', { rule: 'E1/TK/1/H' }, [2]],
    ['states', { states: ['normal', 'acknowledged'] }, [3, 2]],
    ['priorities', { priorities: ['red'] }, [4]],
    ['regions', { regions: ['220882'] }, [3]],
    ['from is within', { from: START + 3 }, [4, 3]],
    ['to is without', { to: START + 3 }, [2, 1]],
    ['late', { late: true }, [1]],
    ['several at once', { enterprise: 'E1', states: ['unacknowledged'], late: false }, [4]],
  ])('lists by %s', async (_, filter, expected) => {
    await store.commit(commitOf([
      alarm(1, { late: true }), alarm(2, { point: 'TK/1', rule: 'E1/TK/1/H', state: 'acknowledged' }), alarm(4, { source: 'S9', priority: 'red' }),
    ]))
    await store.commit(commitOf([alarm(3, { enterprise: 'E2', state: 'normal' })], { region: '220882' }))
    expect(await idsOf(filter)).toEqual(expected)
  })

  it('pages through alarms of the same instant without losing or repeating one', async () => {
    await store.commit(commitOf(Array.from({ length: 25 }, (_, number) => alarm(number, { raisedAt: isoTime(START) }))))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await store.list({ limit: 7, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(25)
    expect(seen).toHaveLength(25)
  })

  it('says what is wrong with a cursor', async () => { await expect(store.list({ limit: 5, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'bad_request', words: { zh: saidInChinese } }) })

  it('keeps comments in order and counts them', async () => {
    await store.commit(commitOf([alarm(1)]))
    await store.addComment(id(1), 'wang', '已通知现场', START)
    await store.addComment(id(1), 'li', 'fans are running', START + 1)
    expect((await store.comments(id(1))).map(({ by, text }) => [by, text])).toEqual([['wang', '已通知现场'], ['li', 'fans are running']])
    expect((await store.find(id(1)))?.comments).toBe(2)
  })
})
