import { createFakeClock } from '@hazardwatch/shared/clock'
import { RejectionNotice } from '@hazardwatch/shared/rejection'
import { describe, expect, it } from 'vitest'
import { createIngestStats } from './ingest-stats.ts'
import { createRefusals, refuse, type Refusals } from './refusals.ts'
import { createRejectReadings } from './reject-reading.ts'

const START = 1_795_402_800_000

const start = () => {
  const clock = createFakeClock(START)
  const stats = createIngestStats(clock.now)
  const published: { topic: string; notice: RejectionNotice }[] = []
  const publish = (topic: string, payload: string): void => { published.push({ topic, notice: RejectionNotice.parse(JSON.parse(payload)) }) }
  return { clock, stats, published, ...createRejectReadings(publish, clock.now, stats) }
}

const refusalsOf = (count: number): Refusals => {
  const refusals = createRefusals()
  for (let k = 0; k < count; k++) refuse(refusals, 'wrong_value', () => ({ where: `$[${k}]`, detail: { en: 'text', zh: '文字' } }))
  return refusals
}

describe('notices of refusals', () => {
  it('say what, where, why and on which topic, to the sender only', () => {
    const { published, reject } = start()
    reject('E1', 'hazard/v1/E1/readings', refusalsOf(1))
    expect(published).toEqual([{
      topic: 'hazard/v1/E1/rejections',
      notice: {
        at: '2026-11-23T03:00:00.000Z', topic: 'hazard/v1/E1/readings', refused: 1, withheld: 0,
        rejections: [{ reason: 'wrong_value', where: '$[0]', detail: 'text', detailZh: '文字' }],
      },
    }])
  })

  it('describe a hundred and count all', () => {
    const { published, reject } = start()
    reject('E1', 't', refusalsOf(250))
    expect(published[0]?.notice.refused).toBe(250)
    expect(published[0]?.notice.rejections).toHaveLength(100)
  })

  it('are not sent when nothing was refused', () => {
    const { published, reject } = start()
    reject('E1', 't', createRefusals())
    expect(published).toEqual([])
  })

  it('come ten times a second at most for each enterprise; the next one counts what was withheld', () => {
    const { published, reject, clock, stats } = start()
    for (let k = 0; k < 15; k++) reject('E1', 't', refusalsOf(2))
    reject('E2', 't', refusalsOf(1))
    expect(published.filter(({ topic }) => topic.includes('E1'))).toHaveLength(10)
    expect(published.filter(({ topic }) => topic.includes('E2'))).toHaveLength(1)
    clock.advance(1_000)
    reject('E1', 't', refusalsOf(3))
    reject('E1', 't', refusalsOf(3))
    expect(published.slice(-2).map(({ notice: { refused, withheld } }) => [refused, withheld])).toEqual([[13, 10], [3, 0]])
    expect(stats.snapshot()).toMatchObject({ noticesSent: 13, noticesWithheld: 5 })
  })

  it('of which some were withheld are summed up when the second is over, once, and only to whom it concerns', () => {
    const { published, reject, tellWithheld, clock } = start()
    for (let k = 0; k < 15; k++) reject('E1', 't', refusalsOf(2))
    reject('E2', 't', refusalsOf(1))
    tellWithheld()
    expect(published).toHaveLength(11)
    clock.advance(1_000)
    tellWithheld()
    tellWithheld()
    expect(published.slice(11)).toEqual([{ topic: 'hazard/v1/E1/rejections', notice: { at: '2026-11-23T03:00:01.000Z', topic: '', refused: 10, withheld: 10, rejections: [] } }])
  })

  it('go on after the clock was set back', () => {
    const { published, reject, clock } = start()
    for (let k = 0; k < 11; k++) reject('E1', 't', refusalsOf(1))
    clock.set(START - 86_400_000)
    reject('E1', 't', refusalsOf(1))
    expect(published).toHaveLength(11)
  })

  it.each(['no such enterprise', '氨库', '$SYS', 'x'.repeat(256)])('reach a sender whose name is not registered: %s', (name) => {
    const { published, reject } = start()
    reject(name, 't', refusalsOf(1))
    expect(published[0]?.topic).toBe(`hazard/v1/${name}/rejections`)
  })

  it.each(['', 'a/b', '+', '#', 'a\u0000', 'x'.repeat(257)])('are not sent to what cannot be a level of a topic: %j', (name) => {
    const { published, reject } = start()
    reject(name, 't', refusalsOf(1))
    expect(published).toEqual([])
  })

  it('forget the names heard of longest ago, not those that go on', () => {
    const { published, reject } = start()
    for (let k = 0; k < 10; k++) reject('E1', 't', refusalsOf(1))
    for (let k = 0; k < 10_001; k++) {
      if (k % 5_000 === 0) reject('E1', 't', refusalsOf(1))
      reject(`stranger-${k}`, 't', refusalsOf(1))
    }
    expect(published.filter(({ topic }) => topic.includes('/E1/'))).toHaveLength(10)
  })
})
