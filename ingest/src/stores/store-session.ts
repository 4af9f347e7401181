import { setTimeout as pause } from 'node:timers/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { openDatabase, type Database, type DatabasePlace } from './database.ts'
import type { ReadingWriter } from './reading-writer.ts'
import { isInvalidated, toStoreError } from './store-failure.ts'

const INTERRUPT_AGAIN_MS = 50

/**
 * The open database and who uses it: one writer in turn, any number of readers beside it. When DuckDB declares the database invalid (a disk
 * that is full or broken at the wrong moment), it is closed and the next who needs it opens it anew: its log is replayed, nothing is lost.
 */
export class StoreSession {
  readonly place: DatabasePlace
  private database: Database | undefined
  /** What changes the database, one after the other: its connection holds one transaction at a time. */
  private queue: Promise<void> = Promise.resolve()
  private readonly readers = new Set<Promise<unknown>>()
  private readonly reading = new Set<DuckDBConnection>()
  private closing = false

  constructor(place: DatabasePlace, database: Database) {
    this.place = place
    this.database = database
  }

  /** The writer when it knows what is stored without asking. */
  get knowingWriter(): ReadingWriter | undefined {
    return this.database?.writer.isTrue === true ? this.database.writer : undefined
  }

  /** Runs the work when all that was given before it is done. */
  write<T>(work: (writer: ReadingWriter) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const database = this.database ??= await openDatabase(this.place)
      try {
        await database.writer.know()
        return await work(database.writer)
      } catch (error) {
        if (isInvalidated(error)) await this.letGo()
        throw toStoreError(this.place.path, error)
      }
    })
  }

  /** Runs the work beside everything else, on a connection of its own. */
  async read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    this.refuseWhenClosing()
    if (this.database === undefined) await this.write(() => Promise.resolve())
    const { database } = this
    if (database === undefined) throw new HazardError('store_unavailable', `${this.place.path} is being opened anew: ask again`)
    const running = this.readWith(database, work)
    this.readers.add(running)
    try {
      return await running
    } catch (error) {
      if (isInvalidated(error)) await this.inTurn(() => (this.database === database ? this.letGo() : Promise.resolve()))
      throw error
    } finally {
      this.readers.delete(running)
    }
  }

  /** Resolves when every reader that has begun by now is done. */
  async readersDone(): Promise<void> {
    await Promise.allSettled(this.readers)
  }

  /** What waits for its turn is still done; readers are broken off. */
  async close(): Promise<void> {
    this.closing = true
    await this.breakOffReaders()
    await this.queue
    await this.letGo()
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.closing) return Promise.reject(this.closed())
    const done = this.queue.then(work)
    this.queue = done.then(() => undefined, () => undefined)
    return done
  }

  private async readWith<T>({ instance }: Database, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await instance.connect()
    this.reading.add(connection)
    try {
      this.refuseWhenClosing()
      return await work(connection)
    } finally {
      this.reading.delete(connection)
      connection.closeSync()
    }
  }

  private async letGo(): Promise<void> {
    const { database } = this
    this.database = undefined
    await this.breakOffReaders()
    database?.close()
  }

  /** A query that is just being handed to its thread misses an interrupt, so it is repeated until nobody reads. */
  private async breakOffReaders(): Promise<void> {
    const done = this.readersDone().then(() => true)
    do {
      for (const connection of this.reading) connection.interrupt()
    } while (!await Promise.race([done, pause(INTERRUPT_AGAIN_MS, false)]))
  }

  private refuseWhenClosing(): void {
    if (this.closing) throw this.closed()
  }

  private closed(): HazardError {
    return new HazardError('store_unavailable', `${this.place.path} is closed: the service is stopping`)
  }
}
