import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Alarm } from '@hazardwatch/shared/alarm'
import { createAlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { openTemporaryRecords, type TemporaryRecords } from '@hazardwatch/shared/node/records/temporary-records'
import { isoTime } from '@hazardwatch/shared/time'
import { figuresFrom, openFigures, type AlarmFigures, type FiguresQuestion } from './figures.ts'

const START = 1_800_000_000_000
const DAY: FiguresQuestion = { region: '100000', counties: undefined, from: START, to: START + 86_400_000, operators: 1 }

const raised = (number: number, point: string, region: string, seconds: number, lasts: number | null) => ({
  alarm: Alarm.parse({
    id: number.toString(16).padStart(32, '0'), enterprise: 'E1', source: 'S1', point, rule: `E1/${point}/H`, kind: 'H', priority: 'orange', state: lasts === null ? 'unacknowledged' : 'normal', underlyingState: 'normal',
    onsetAt: isoTime(START + seconds * 1_000), raisedAt: isoTime(START + seconds * 1_000), clearedAt: lasts === null ? null : isoTime(START + (seconds + lasts) * 1_000), acknowledgedAt: null, acknowledgedBy: null,
    value: 27.5, limit: 25, unit: '[ppm]', late: false, firstOut: true, comments: 0,
  }),
  region, event: 'raised', from: 'normal', at: START + seconds * 1_000, actor: null, reason: null, announced: true,
})

describe.each(['where the records are', 'in a thread'])('figures of the alarm system, found %s', (where) => {
  let temporary: TemporaryRecords
  let figures: AlarmFigures
  let close: () => Promise<void>
  beforeEach(async () => {
    temporary = await openTemporaryRecords()
    const records = createAlarmRecords(temporary.records)
    // One that chatters, one that is brief, one that stands, one elsewhere.
    const transitions = [...[0, 10, 20].map((seconds, n) => raised(n, 'A', '220881', seconds, 5)), raised(10, 'B', '220881', 600, 20), raised(11, 'C', '220881', 700, null), raised(12, 'D', '230100', 800, 100)]
    await records.commit({ recordedAt: START + 1_000, overlays: [], memories: [], forgotten: [], clocks: [], transitions })
    if (where === 'in a thread') {
      const thread = openFigures(temporary.file)
      figures = thread
      close = thread.close
    } else {
      figures = figuresFrom(records)
      close = () => Promise.resolve()
    }
  })
  afterEach(async () => {
    await close()
    await temporary.remove()
  })

  it('counts what the records have, and hands over the occurrences of what chatters', async () => {
    const { kpis, chatter } = await figures.find(DAY)
    expect(kpis).toMatchObject({ alarms: 6, standing: 1, chatteringCount: 1, fleetingCount: 2, chattering: [{ point: 'A', transitions: 6 }] })
    expect(chatter.map(({ point, raisedAt }) => [point, raisedAt - START])).toEqual([['A', 0], ['A', 10_000], ['A', 20_000]])
  })

  it('counts the counties that were asked for', async () => {
    expect((await figures.find({ ...DAY, counties: ['230100'] })).kpis).toMatchObject({ alarms: 1, chatteringCount: 0 })
    expect((await figures.find({ ...DAY, counties: [] })).kpis).toMatchObject({ alarms: 0 })
  })

  it('sees what was committed a moment ago', async () => {
    await figures.find(DAY)
    await createAlarmRecords(temporary.records).commit({ recordedAt: START + 1_000, overlays: [], memories: [], forgotten: [], clocks: [], transitions: [raised(20, 'E', '220881', 900, null)] })
    expect((await figures.find(DAY)).kpis).toMatchObject({ alarms: 7, standing: 2 })
  })
})

it('refuses as busy what would have to wait for too many', async () => {
  const temporary = await openTemporaryRecords()
  const figures = openFigures(temporary.file)
  const asked = Array.from({ length: 12 }, () => figures.find(DAY))
  const answers = await Promise.allSettled(asked)
  expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 8 }, () => 'fulfilled'), ...Array.from({ length: 4 }, () => 'rejected')])
  expect(answers.at(-1)).toMatchObject({ reason: { code: 'busy' } })
  await figures.close()
  await temporary.remove()
})
