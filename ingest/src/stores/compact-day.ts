import type { MaintenanceReport } from '@hazardwatch/shared/reading-store'
import { dropTable, removeFile, writeDayFile } from './day-file.ts'
import { dropSummary, summariseDay } from './day-summary.ts'
import { planMaintenance, type MaintenanceSettings } from './plan-maintenance.ts'
import type { ReadingWriter } from './reading-writer.ts'
import { idOf, type Segment } from './segment.ts'
import { isInvalidated, toStoreError } from './store-failure.ts'
import type { StoreSession } from './store-session.ts'
import { dayName } from './utc-day.ts'

export const maintainStore = async (store: StoreSession, settings: MaintenanceSettings, now: number): Promise<MaintenanceReport> => {
  const report: MaintenanceReport = { compacted: [], dropped: [], failed: [] }
  const steps = await store.write((writer) => Promise.resolve(planMaintenance(writer.segments, now, settings)))
  for (const { step, day } of steps) {
    try {
      if (step === 'drop') {
        await dropDay(store, day)
        report.dropped.push(dayName(day))
      } else {
        const { rows, bytes } = await compactDay(store, day, now)
        report.compacted.push({ day: dayName(day), readings: rows, bytes })
      }
    } catch (error) {
      report.failed.push({ day: dayName(day), reason: toStoreError(store.place.folder, error).detail })
    }
  }
  await store.write((writer) => writer.saveNewestIfBehind())
  return report
}

/**
 * The hot tables of the day are closed to new rows, written to a file beside the running appends, and replaced by it in one transaction.
 * Whatever ends the process in between, the manifest names either the tables or the file; the other is swept away at the next start.
 */
const compactDay = async (store: StoreSession, day: number, now: number): Promise<Segment> => {
  const { parts, generation } = await store.write((writer) => {
    const parts = partsOf(writer, day)
    const broken = parts.find((part) => store.place.state.unreadable.has(idOf(part)))
    if (broken !== undefined) throw new Error('its file cannot be read: restore it and start again; until then its late readings wait in the database')
    for (const part of parts) store.place.state.sealed.add(idOf(part))
    return Promise.resolve({ parts, generation: writer.nextGeneration() })
  })
  try {
    const file = await store.read((connection) => writeDayFile(connection, store.place.folder, parts, generation, now))
    await store.read((connection) => summariseDay(connection, store.place.folder, file)).catch((error: unknown) => {
      // Without a summary (no room for it) the day is read as it is.
      if (isInvalidated(error)) throw error
    })
    await store.write((writer) => writer.replace(parts, file))
    await discard(store, parts)
    return file
  } finally {
    for (const part of parts) store.place.state.sealed.delete(idOf(part))
  }
}

const dropDay = async (store: StoreSession, day: number): Promise<void> => {
  const parts = await store.write(async (writer) => {
    const parts = partsOf(writer, day)
    await writer.remove(parts)
    return parts
  })
  await discard(store, parts)
}

const partsOf = (writer: ReadingWriter, day: number): Segment[] => writer.segments.filter((segment) => segment.day === day)

/** Queries that began before the change still read them. */
const discard = async (store: StoreSession, parts: readonly Segment[]): Promise<void> => {
  await store.readersDone()
  for (const part of parts) {
    store.place.state.unreadable.delete(idOf(part))
    if (part.kind === 'file') await removeFile(store.place.folder, part)
    await store.write((writer) => writer.run((connection) => (part.kind === 'file' ? dropSummary : dropTable)(connection, part)))
  }
}
