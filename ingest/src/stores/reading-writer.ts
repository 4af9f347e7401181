import type { DuckDBConnection } from '@duckdb/node-api'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { findUnreadable } from './day-file.ts'
import { appendRows } from './duckdb-columns.ts'
import { findNovelRows } from './find-novel-rows.ts'
import { addSegment, createHotTable, describeReadings, inTransaction, listSegments, removeSegment } from './manifest.ts'
import { NewestReadings } from './newest-readings.ts'
import { advanceByFile, countUncovered, loadNewest, saveNewest } from './newest-table.ts'
import { idOf, sourceSql, tableOf, type Segment } from './segment.ts'
import { splitByDay, type DayRows } from './split-by-day.ts'
import { isDiskFull, isInvalidated } from './store-failure.ts'

/** What outlives the database being opened anew. Segments by their id. */
export interface StoreState {
  /** Hot tables that are being compacted: they take no more rows. */
  sealed: Set<string>
  /** Files that are gone or cannot be read. */
  unreadable: Map<string, Segment>
  /** Given out last. */
  generation: number
}

/** A saved `newest` at most this many rows behind: a scan of 0.1 s for the next opening. */
const NEWEST_MAX_BEHIND = 2_000_000

/** All changes to the database, by one caller at a time. Knows what is stored without asking, until something fails: then it asks again. */
export class ReadingWriter {
  /** True to what is stored while `isTrue`. */
  newest = new NewestReadings()
  segments: Segment[] = []
  private readonly connection: DuckDBConnection
  private readonly folder: string
  private readonly state: StoreState
  isTrue = false

  constructor(connection: DuckDBConnection, folder: string, state: StoreState) {
    this.connection = connection
    this.folder = folder
    this.state = state
  }

  /** Reads what is stored, unless it is known. */
  async know(): Promise<void> {
    if (this.isTrue) return
    this.segments = await listSegments(this.connection)
    this.newest = await loadNewest(this.connection)
    this.state.generation = Math.max(this.state.generation, ...this.segments.map(({ generation }) => generation))
    this.isTrue = true
  }

  /** @returns the rows that were stored already. */
  async append(batch: ReadingBatch): Promise<number[]> {
    await this.know()
    let days: DayRows[] = []
    try {
      days = splitByDay(batch, this.newest)
      return await inTransaction(this.connection, () => this.appendDays(days, batch.arrivedAt))
    } catch (error) {
      this.isTrue = false
      // A day file that cannot be read must not hold up every reading for ever: the day goes on without it.
      if (isInvalidated(error) || isDiskFull(error) || !(await this.setAsideUnreadable(days))) throw error
      return this.append(batch)
    }
  }

  /** The rows of the parts are in the file from now on. */
  async replace(parts: readonly Segment[], file: Segment): Promise<void> {
    await this.change(() => inTransaction(this.connection, async () => {
      await saveNewest(this.connection, this.newest, this.segments)
      for (const part of parts) await this.forget(part)
      await addSegment(this.connection, file)
      this.segments.push(file)
      await this.describe()
    }))
  }

  async remove(parts: readonly Segment[]): Promise<void> {
    await this.change(() => inTransaction(this.connection, async () => {
      await saveNewest(this.connection, this.newest, this.segments)
      for (const part of parts) await this.forget(part)
      await this.describe()
    }))
  }

  /** Takes in day files that no segment knows, if any; called at every opening. */
  async adopt(files: readonly Segment[]): Promise<void> {
    await this.change(() => inTransaction(this.connection, async () => {
      for (const file of files) {
        await advanceByFile(this.connection, this.newest, sourceSql([file], this.folder))
        await addSegment(this.connection, file)
        this.segments.push(file)
      }
      if (files.length > 0) await saveNewest(this.connection, this.newest, this.segments)
      await this.describe()
    }))
  }

  async saveNewestIfBehind(): Promise<void> {
    await this.change(async () => {
      if (await countUncovered(this.connection, this.segments) < NEWEST_MAX_BEHIND) return
      await inTransaction(this.connection, () => saveNewest(this.connection, this.newest, this.segments))
    })
  }

  nextGeneration(): number {
    return ++this.state.generation
  }

  /** For what changes nothing that is known here. */
  run(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    return work(this.connection)
  }

  private async appendDays(days: readonly DayRows[], arrivedAt: number): Promise<number[]> {
    const duplicates: number[] = []
    for (const { day, fresh, suspects, suspectRows } of days) {
      if (fresh.count > 0) await appendRows(this.connection, await this.openTable(day, arrivedAt), fresh, 'marked')
      if (suspects.count === 0) continue
      const stored = this.segments.filter((segment) => segment.day === day && !this.state.unreadable.has(idOf(segment)))
      const novel = await findNovelRows(this.connection, suspects, stored, this.folder)
      if (novel.places.size > 0) await this.connection.run(`INSERT INTO "${await this.openTable(day, arrivedAt)}" ${novel.query}`)
      for (const [place, row] of suspectRows.entries()) if (!novel.places.has(place)) duplicates.push(row)
    }
    return duplicates
  }

  /** The table of a day that takes rows. */
  private async openTable(day: number, since: number): Promise<string> {
    const open = this.segments.find((segment) => segment.day === day && segment.kind === 'hot' && !this.state.sealed.has(idOf(segment)))
    if (open !== undefined) return tableOf(open)
    const segment: Segment = { kind: 'hot', day, generation: this.nextGeneration(), rows: 0, bytes: 0, marked: false, since }
    await createHotTable(this.connection, segment)
    this.segments.push(segment)
    await this.describe()
    return tableOf(segment)
  }

  private async setAsideUnreadable(days: readonly DayRows[]): Promise<boolean> {
    const asked = days.filter(({ suspects }) => suspects.count > 0).map(({ day }) => day)
    const files = this.segments.filter((segment) => asked.includes(segment.day) && !this.state.unreadable.has(idOf(segment)))
    const unreadable = await findUnreadable(this.connection, this.folder, files)
    for (const file of unreadable) this.state.unreadable.set(idOf(file), file)
    return unreadable.length > 0
  }

  private describe(): Promise<void> {
    return describeReadings(this.connection, this.segments.filter((segment) => !this.state.unreadable.has(idOf(segment))), this.folder)
  }

  private async forget(part: Segment): Promise<void> {
    await removeSegment(this.connection, part)
    this.segments = this.segments.filter((segment) => idOf(segment) !== idOf(part))
  }

  private async change(work: () => Promise<void>): Promise<void> {
    await this.know()
    try {
      await work()
    } catch (error) {
      this.isTrue = false
      throw error
    }
  }
}
