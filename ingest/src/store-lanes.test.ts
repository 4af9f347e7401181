import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBatch } from './batch-record.ts'
import { createIngestStats } from './ingest-stats.ts'
import { addSender, createMessageSenders } from './message-senders.ts'
import { createRefusals } from './refusals.ts'
import { COLUMNS_FORMAT } from './spool-reading.ts'
import { createStoreReadings, type StoreReadings } from './store-reading.ts'
import type { RecordBatch } from './spool/spool-cursor.ts'
import type { StoredRecord } from './spool/spool-record.ts'

/** Everything that can go on without the test; all of it is promises. */
const settle = async (): Promise<void> => { for (let turn = 0; turn < 60; turn++) await Promise.resolve() }

/** Of sequence n: one reading of point 1 at time n. */
const recordOf = (sequence: number, arrivedAt: number): StoredRecord => {
  const senders = createMessageSenders()
  addSender(senders, { enterprise: 'E1', gateway: 'G', rows: 1, bytes: 1, correction: 0, left: false, refusals: createRefusals() })
  return { sequence, topic: '', enterprise: '', arrivedAt, format: COLUMNS_FORMAT, payload: encodeBatch(batchOf(arrivedAt, [{ point: 1, time: sequence, value: 1 }]), senders) }
}

/** How many records a read brings at most. */
const READ = 3
const SECOND = 1_000

/** A log, a store that answers when it is told to, and the process between them, which can be killed. */
class Stage {
  now = 0
  saved = 0
  readonly stored = new Set<number>()
  /** What was appended with success, in order. */
  readonly appended: number[][] = []
  readonly faults: string[] = []
  readonly expected: boolean[] = []
  readonly atOnce: number
  stats = createIngestStats(() => this.now)
  storing: StoreReadings
  readonly records: StoredRecord[] = []
  private pending: { rows: number[]; end: (isStored: boolean) => void }[] = []
  grown = Promise.withResolvers<void>()
  private life = 0

  constructor(atOnce: number) {
    this.atOnce = atOnce
    this.storing = this.begin()
  }

  /** In the order of the log. */
  get onTheirWay(): number[][] {
    this.pending.sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0))
    return this.pending.map(({ rows }) => rows)
  }

  arrive(count: number): void {
    for (let index = 0; index < count; index++) this.records.push(recordOf(this.records.length, this.now))
    this.grown.resolve()
    this.grown = Promise.withResolvers()
  }

  /** The store answers one of the appends. */
  answer(which: number, isStored: boolean): void {
    const [append] = this.pending.splice(which % Math.max(1, this.pending.length), 1)
    append?.end(isStored)
  }

  /** What was on its way may have been stored, and nobody was told. */
  kill(isStored: boolean): void {
    if (isStored) for (const { rows } of this.pending) for (const time of rows) this.stored.add(time)
    this.pending = []
    this.life++
    this.stats = createIngestStats(() => this.now)
    this.storing = this.begin()
  }

  async finish(): Promise<void> {
    for (await settle(); this.pending.length > 0; await settle()) this.answer(0, true)
  }

  missing(): number[] { return this.records.map(({ sequence }) => sequence).filter((sequence) => !this.stored.has(sequence)) }

  private begin(): StoreReadings {
    const life = this.life
    const isAlive = (): boolean => life === this.life
    const dead = new Promise<never>(() => undefined)
    const log = { error: () => undefined, info: () => undefined }
    const store = {
      appendsAtOnce: this.atOnce,
      append: (batch: ReadingBatch, tell?: (rows: readonly number[]) => void) => (isAlive() ? this.append(batch, tell) : dead),
      expectOlder: (isExpected: boolean) => { this.expected.push(isExpected) },
    }
    const countDuplicates = (_enterprise: string, _gateway: string, count: number): void => { this.faults.push(`${count} counted as sent twice`) }
    const storing = createStoreReadings({ consumer: consumerOf(this, isAlive, dead), store, log, stats: this.stats, clock: () => this.now, countDuplicates, spoolEnd: this.records.length, wait: async () => undefined, gather: async () => undefined })
    storing.start()
    return storing
  }

  private append(batch: ReadingBatch, tell?: (rows: readonly number[]) => void): Promise<void> {
    const rows = [...batch.time.subarray(0, batch.count)]
    return new Promise((resolve, reject) => {
      const end = (isStored: boolean): void => {
        if (!isStored) { reject(new Error('away')); return }
        tell?.(rows.flatMap((time, row) => (this.stored.has(time) ? [row] : [])))
        for (const time of rows) this.stored.add(time)
        this.appended.push(rows)
        resolve()
      }
      this.pending.push({ rows, end })
    })
  }
}

/** The log as its consumer sees it. What a killed process still does is not heard of. */
const consumerOf = (stage: Stage, isAlive: () => boolean, dead: Promise<never>) => {
  const { records } = stage
  let next = stage.saved
  const taken = (from: number, to: number): RecordBatch => ({ records: records.slice(from, Math.min(to, from + READ)), next: Math.min(to, from + READ) })
  return {
    get end() { return records.length },
    get progress() { return { name: 'reading-store', position: stage.saved, passedAt: 0 } },
    read: async () => {
      while (next >= records.length) await stage.grown.promise
      if (!isAlive()) return dead
      const batch = taken(next, records.length)
      next = batch.next
      return batch
    },
    readBehind: async (from: number, to: number) => taken(from, to),
    rewind: async (to = stage.saved) => { next = to },
    save: async (position: number) => {
      if (!isAlive()) return
      stage.saved = Math.max(stage.saved, position)
      const early = records.find(({ sequence }) => sequence < stage.saved && !stage.stored.has(sequence))
      if (early !== undefined) stage.faults.push(`position ${stage.saved} was kept before ${early.sequence} was stored`)
    },
  }
}

/** The store is away while some come; it answers the first append, on which it hung, after `awayS`. */
const outage = async (stage: Stage, records: number, awayS: number): Promise<void> => {
  stage.arrive(1)
  await settle()
  stage.answer(0, false)
  stage.arrive(records)
  stage.now += awayS * SECOND
  await settle()
}

describe('a store that comes back', () => {
  it('after a short while gets what waits in order, with one lane', async () => {
    const stage = new Stage(1)
    await outage(stage, 7, 9)
    await stage.finish()
    expect(stage.appended).toEqual([[0], [1, 2, 3], [4, 5, 6], [7]])
    expect(stage.expected).toEqual([])
  })

  it('with nothing behind the next append gets that, however old it is', async () => {
    const stage = new Stage(1)
    await outage(stage, 3, 100)
    await stage.finish()
    expect([stage.appended, stage.expected]).toEqual([[[0], [1, 2, 3]], []])
  })

  it('after long gets what arrives now beside the backlog, which comes oldest first, in turn', async () => {
    const stage = new Stage(1)
    await outage(stage, 9, 100)
    stage.answer(0, true)
    await settle()
    expect(stage.onTheirWay).toEqual([[1, 2, 3]])
    stage.arrive(1)
    await settle()
    expect(stage.onTheirWay).toEqual([[1, 2, 3], [10]])
    stage.arrive(4)
    expect(stage.stats.snapshot()).toMatchObject({ storeBacklogRecords: 9, storeBacklogMs: 100_000, storeLiveLagMs: 0, storeFailing: false })
    stage.answer(0, true)
    stage.answer(0, true)
    await settle()
    expect(stage.onTheirWay).toEqual([[4, 5, 6], [11, 12, 13]])
    // What is live is there, and the position waits for the backlog.
    await stage.storing.stored(11)
    expect([stage.saved, stage.stats.snapshot().storeBacklogRecords]).toEqual([4, 6])
    await stage.finish()
    expect([stage.missing(), stage.saved, stage.expected, stage.faults]).toEqual([[], 15, [true, false], []])
    expect(stage.stats.snapshot()).toMatchObject({ stored: 15, storeBacklogRecords: 0, storeBacklogMs: 0 })
  })

  it('goes on with several appends on their way when the backlog is in', async () => {
    const stage = new Stage(2)
    await outage(stage, 6, 100)
    await stage.finish()
    stage.arrive(6)
    await settle()
    expect(stage.onTheirWay).toEqual([[7, 8, 9], [10, 11, 12]])
  })

  it('and is away again while the backlog drains gets the older backlog first, and still what arrives now', async () => {
    const stage = new Stage(1)
    await outage(stage, 9, 100)
    stage.answer(0, true)
    await settle()
    await outage(stage, 5, 100)
    // The live append that hung, then the one of the backlog.
    stage.answer(stage.onTheirWay.findIndex(([first]) => first === 10), true)
    await settle()
    stage.arrive(1)
    await settle()
    expect(stage.onTheirWay).toEqual([[1, 2, 3], [16]])
    expect(stage.stats.snapshot().storeBacklogRecords).toBe(14)
    stage.kill(false)
    await stage.finish()
    expect([stage.missing(), stage.saved, stage.faults]).toEqual([[], 17, []])
  })

  it('fails for one lane only: the other goes on', async () => {
    const stage = new Stage(1)
    await outage(stage, 9, 100)
    stage.answer(0, true)
    await settle()
    stage.answer(0, false)
    await settle()
    stage.arrive(2)
    await settle()
    const live = stage.onTheirWay.findIndex(([first]) => first === 10)
    stage.answer(live, true)
    await settle()
    expect(stage.stored.has(11)).toBe(true)
    expect(stage.stats.snapshot()).toMatchObject({ storeFailing: true, storeBacklogRecords: 9 })
    await stage.finish()
    expect([stage.missing(), stage.faults, stage.stats.snapshot().storeFailing]).toEqual([[], [], false])
  })
})

type Step = { do: 'arrive'; count: number } | { do: 'answer'; which: number; isStored: boolean } | { do: 'wait'; seconds: number } | { do: 'kill'; isStored: boolean }

const steps = fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('arrive' as const), count: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('answer' as const), which: fc.nat(3), isStored: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), isStored: fc.boolean() }) },
), { minLength: 5, maxLength: 40 })

const take = (stage: Stage, step: Step): void => {
  switch (step.do) {
    case 'arrive': { stage.arrive(step.count); break }
    case 'answer': { stage.answer(step.which, step.isStored); break }
    case 'wait': { stage.now += step.seconds * SECOND; break }
    case 'kill': { stage.kill(step.isStored); break }
  }
}

describe('whatever arrives, fails and is killed in whatever order', () => {
  it.each([1, 2])('with %i appends at once everything is stored, no position is kept too early, and nothing of our own doing is counted as sent twice', async (atOnce) => {
    let lanes = 0
    await fc.assert(fc.asyncProperty(steps, async (steps: Step[]) => {
      const stage = new Stage(atOnce)
      for (const step of steps) {
        take(stage, step)
        await settle()
      }
      await stage.finish()
      lanes += stage.expected.length
      expect({ missing: stage.missing(), faults: stage.faults }).toEqual({ missing: [], faults: [] })
      expect(stage.stats.snapshot().storeBacklogRecords).toBe(0)
    }), { numRuns: 300 })
    // The runs must have had a second lane, or they prove nothing.
    expect(lanes).toBeGreaterThan(20)
  })
})
