import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { decideInfluxFault, type InfluxDecision } from './influx-error.ts'
import type { LineWriter } from './influx-line.ts'
import { rowByRow, type RowGroups } from './influx-rows.ts'
import { InfluxRequestError, type InfluxServer } from './influx-server.ts'

/** Readings of one request: of 5,000, 20,000 and 50,000 this took the least CPU on both sides. */
const READINGS_A_REQUEST = 50_000

/** Requests on their way for one batch. */
const REQUESTS_AT_ONCE = 2

/** What became of a batch: its readings are stored, but for those that the server refuses for good. */
export interface WriteReport {
  dropped: number
  /** What the server said about one of the dropped. */
  reason: string
}

/** The server cannot take readings now. `decision` says whether somebody must see to it. */
export class InfluxAwayError extends Error {
  readonly decision: InfluxDecision
  readonly fault: InfluxRequestError

  constructor(decision: InfluxDecision, fault: InfluxRequestError) {
    super(fault.message)
    this.name = 'InfluxAwayError'
    this.decision = decision
    this.fault = fault
  }
}

/** Writes batches as lines in requests of their own size, and finds the line that a server refuses. */
export class InfluxWriter {
  private readonly server: Pick<InfluxServer, 'write'>
  private readonly lines: LineWriter

  constructor(server: Pick<InfluxServer, 'write'>, lines: LineWriter) {
    this.server = server
    this.lines = lines
  }

  /** Resolves when the server has everything but what it refuses. @throws InfluxAwayError when all requests have ended and one of them found nobody. */
  async write(batch: ReadingBatch, groups: RowGroups): Promise<WriteReport> {
    const report: WriteReport = { dropped: 0, reason: '' }
    const parts = partsOf(groups)
    let next = 0
    const work = async (): Promise<void> => {
      while (next < parts.length) {
        const [from, to] = parts[next++] ?? [0, 0]
        try {
          await this.writePart(batch, groups, from, to, report)
        } catch (error) {
          next = parts.length
          throw error
        }
      }
    }
    // All of them end before a failure is told: a batch that is sent again must not meet its own requests.
    const ends = await Promise.allSettled(Array.from({ length: REQUESTS_AT_ONCE }, work))
    for (const end of ends) if (end.status === 'rejected') throw end.reason as Error
    return report
  }

  private async writePart(batch: ReadingBatch, groups: RowGroups, from: number, to: number, report: WriteReport): Promise<void> {
    try {
      await this.server.write(this.lines.write(batch, groups, from, to))
    } catch (error) {
      if (!(error instanceof InfluxRequestError)) throw error
      const decision = decideInfluxFault(error.fault)
      if (decision.action === 'split') await this.split(batch, groups, from, to, report, error)
      else if (decision.action === 'partial') dropOldest(batch, groups, from, to, decision.lines, report, error)
      else throw new InfluxAwayError(decision, error)
    }
  }

  /** Lines in halves, then the readings of the one line that is left, then that reading goes. */
  private async split(batch: ReadingBatch, groups: RowGroups, from: number, to: number, report: WriteReport, error: InfluxRequestError): Promise<void> {
    const rows = rowsOf(groups, from, to)
    if (rows <= 1) {
      drop(report, rows, error)
      return
    }
    const [parts, end] = to - from === 1 ? [rowByRow(groups, from, to), rows] as const : [groups, to] as const
    const start = parts === groups ? from : 0
    const middle = (start + end) >> 1
    await this.writePart(batch, parts, start, middle, report)
    await this.writePart(batch, parts, middle, end, report)
  }
}

const rowsOf = ({ starts }: RowGroups, from: number, to: number): number => (starts[to] ?? 0) - (starts[from] ?? 0)

const drop = (report: WriteReport, rows: number, { message }: InfluxRequestError): void => {
  report.dropped += rows
  report.reason = message
}

/** Which ones lie beyond the retention only their times can tell. */
const dropOldest = ({ time }: ReadingBatch, groups: RowGroups, from: number, to: number, lines: number, report: WriteReport, error: InfluxRequestError): void => {
  const timeOf = (group: number): number => time[groups.order[groups.starts[group] ?? 0] ?? 0] ?? 0
  const oldestFirst = Array.from({ length: to - from }, (_, index) => from + index).sort((a, b) => timeOf(a) - timeOf(b))
  for (const group of oldestFirst.slice(0, lines)) drop(report, rowsOf(groups, group, group + 1), error)
}

/** Ranges of groups with about as many readings as a request holds. */
const partsOf = (groups: RowGroups): [from: number, to: number][] => {
  const parts: [number, number][] = []
  let from = 0
  for (let group = 0; group < groups.count; group++) {
    if (rowsOf(groups, from, group + 1) < READINGS_A_REQUEST && group + 1 < groups.count) continue
    parts.push([from, group + 1])
    from = group + 1
  }
  return parts
}
