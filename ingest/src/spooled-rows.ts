import type { Log } from '@hazardwatch/shared/node/log'
import { markRow, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { LATE, LATE_MS } from '@hazardwatch/shared/reading-mark'
import { decodeBatch, rowsWithin, sendersOf } from './batch-record.ts'
import { addRows, createMessageGroup } from './message-group.ts'
import { COLUMNS_FORMAT, LETTER_FORMAT } from './spool-reading.ts'
import type { StoredRecord } from './spool/spool-record.ts'

/** Records of the spool as the one batch that is appended. */
export interface SpooledRows {
  batch: ReadingBatch
  parts: SentPart[]
}

/** A record and where its rows begin in the batch. */
interface SentPart {
  from: number
  record: StoredRecord
}

/** A record that is no batch is told of and left out. */
export const mergeRecords = (all: readonly StoredRecord[], log: Pick<Log, 'error'>): SpooledRows => {
  const parts: SentPart[] = []
  // Messages that were set aside are kept elsewhere.
  const records = all.filter(({ format }) => format !== LETTER_FORMAT)
  const group = createMessageGroup(0, records.reduce((rows, { payload }) => rows + rowsWithin(payload.length), 0))
  for (const record of records) {
    const batch = record.format === COLUMNS_FORMAT ? decodeBatch(record.payload) : undefined
    if (batch === undefined) log.error({ sequence: record.sequence, format: record.format }, 'a record of the spool is no batch of readings and was left out')
    else {
      parts.push({ from: group.batch.count, record })
      markLate(batch)
      addRows(group, batch)
    }
  }
  return { batch: group.batch, parts }
}

/** Decided by the record alone, so that it is the same whenever that is stored. */
const markLate = (batch: ReadingBatch): void => {
  const { count, time, historical, arrivedAt } = batch
  const lateBefore = arrivedAt - LATE_MS
  for (let row = 0; row < count; row++) if (time[row]! < lateBefore || historical?.[row] === 1) markRow(batch, row, LATE)
}

/**
 * Finds who sent the rows: they come in their order, as the parts and the runs of their senders do.
 * @param since rows of records before this position are nobody's
 */
export const tellSenders = (rows: readonly number[], { parts }: SpooledRows, since: number, count: (enterprise: string, gateway: string, count: number) => void): void => {
  const sorted = [...rows].sort((a, b) => a - b)
  let next = 0
  for (const [index, { from, record }] of parts.entries()) {
    const partEnd = parts[index + 1]?.from ?? Number.POSITIVE_INFINITY
    if ((sorted[next] ?? Number.POSITIVE_INFINITY) >= partEnd) continue
    const senders = record.sequence < since ? undefined : sendersOf(record.payload)
    let end = from
    for (let run = 0; run < (senders?.count ?? 0); run++) {
      end += senders?.rows[run] ?? 0
      const start = next
      while ((sorted[next] ?? Number.POSITIVE_INFINITY) < end) next++
      if (next > start) count(senders?.enterprise[run] ?? '', senders?.gateway[run] ?? '', next - start)
    }
    while ((sorted[next] ?? Number.POSITIVE_INFINITY) < partEnd) next++
  }
}
