import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Block } from './block.ts'
import { FormingBlocks } from './form-blocks.ts'
import { faultOf, type SpoolRecord } from './spool-record.ts'

/** Ranges of failed records that `commit(sequence)` still knows. Each was one failed write, and its callers ask within moments. */
const REMEMBERED_FAILURES = 256

export interface GroupFigures {
  groups: number
  records: number
  largestGroup: number
  failures: number
  /** The last group failed. */
  failing: boolean
}

/** Where groups go. */
export interface GroupTarget {
  /** Resolves only when the group is durable. Never called before the call before it has ended. */
  write(group: Block[]): Promise<void>
  /** A group is durable or has failed; its bytes do not wait any more. */
  settled(): void
}

interface Failure {
  from: number
  to: number
  error: unknown
}

/** Group commit: one write is under way; what comes meanwhile forms the next group and shares its fdatasync. */
export class GroupCommit {
  readonly figures: GroupFigures = { groups: 0, records: 0, largestGroup: 0, failures: 0, failing: false }
  private readonly target: GroupTarget
  private readonly forming = new FormingBlocks()
  private readonly failed: Failure[] = []
  private next: number
  /** Records before it were written, or have failed. */
  private settledBefore: number
  private writingBytes = 0
  private inFlight: Promise<void> | undefined
  private waiting: PromiseWithResolvers<void> | undefined
  private running: Promise<void> | undefined

  constructor(next: number, target: GroupTarget) {
    this.next = next
    this.settledBefore = next
    this.target = target
  }

  /** Bytes in memory that are not on the disk yet. */
  get pendingBytes(): number {
    return this.forming.bytes + this.writingBytes
  }

  get nextSequence(): number {
    return this.next
  }

  append(record: SpoolRecord): number {
    const fault = faultOf(record)
    if (fault !== undefined) throw new HazardError('bad_request', { en: `the record cannot be kept: ${fault.en}`, zh: `记录无法保存：${fault.zh}` })
    this.forming.add(this.next, record)
    return this.next++
  }

  commit(sequence = this.next - 1): Promise<void> {
    if (this.failed.length > 0) {
      const failure = this.failed.find(({ from, to }) => sequence >= from && sequence < to)
      // The failure's own error, whatever was thrown: the caller tells the kinds apart.
      if (failure !== undefined) return rejected(failure.error)
    }
    if (sequence < this.settledBefore) return Promise.resolve()
    if (this.forming.records === 0) return this.inFlight ?? Promise.resolve()
    if (this.waiting === undefined) {
      this.waiting = Promise.withResolvers<void>()
      // Nobody may be listening; the failure is also kept for commit(sequence).
      this.waiting.promise.catch(() => undefined)
      this.running ??= this.run()
    }
    return this.waiting.promise
  }

  private async run(): Promise<void> {
    // Whatever is appended in this turn of the caller belongs to the first group.
    await Promise.resolve()
    for (let group = this.waiting; group !== undefined; group = this.waiting) {
      this.waiting = undefined
      this.inFlight = group.promise
      await this.writeGroup(group)
    }
    this.inFlight = undefined
    this.running = undefined
  }

  private async writeGroup(group: PromiseWithResolvers<void>): Promise<void> {
    const { figures, forming } = this
    const records = forming.records
    this.writingBytes = forming.bytes
    const end = this.next
    try {
      await this.target.write(forming.take())
      this.writingBytes = 0
      this.settledBefore = end
      figures.groups++
      figures.records += records
      figures.largestGroup = Math.max(figures.largestGroup, records)
      figures.failing = false
      group.resolve()
    } catch (error) {
      this.writingBytes = 0
      this.fail(error)
      group.reject(error)
    }
    this.target.settled()
  }

  /** What was formed meanwhile fails too: written, it would stand before the records that their senders send again, out of their order. */
  private fail(error: unknown): void {
    this.figures.failures++
    this.figures.failing = true
    this.failed.push({ from: this.settledBefore, to: this.next, error })
    if (this.failed.length > REMEMBERED_FAILURES) this.failed.shift()
    this.settledBefore = this.next
    this.forming.drop()
    this.waiting?.reject(error)
    this.waiting = undefined
  }
}

const rejected = async (error: unknown): Promise<never> => { throw error }
