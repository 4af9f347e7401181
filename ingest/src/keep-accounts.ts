import type { Clock } from '@hazardwatch/shared/clock'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { ClockCorrection } from '@hazardwatch/shared/gateway-profile'
import type { LiveStatistics, SenderTotals, StatisticsBook, StatisticsDay } from '@hazardwatch/shared/gateway-statistics'
import type { Log } from '@hazardwatch/shared/node/log'
import type { AccountRecords } from '@hazardwatch/shared/node/records/account-records'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { AccountBook, type AccountLedger, type EnterpriseAccount } from './accounts/account-book.ts'
import { notingFinished, restoreBook, rowsOf, serviceRows } from './accounts/account-rows.ts'
import { COUNTER, type SenderAccount } from './accounts/sender-account.ts'
import { showDays, showLive } from './accounts/show-statistics.ts'
import { chinaDay } from './china-day.ts'
import type { MessageSenders } from './message-senders.ts'
import type { SenderLog } from './reading-spool.ts'

/** How much of the spool a restart counts again. */
const CHECKPOINT_MS = 10_000
/** Enterprises in one transaction: nothing is judged while it is made and written, some ms. */
const ENTERPRISES_AT_ONCE = 100
const DAY_MS = 86_400_000
/** Days that may still go on when this starts: the one that runs, or that ran when it ended. */
const LOADED_DAYS = 2
const KEPT_DAYS = 400

export interface AccountsOptions {
  ledger: AccountLedger
  records: AccountRecords
  log: SenderLog
  clock: Clock
  logger: Pick<Log, 'error'>
  /** Repeats until its result is called. */
  every: (ms: number, run: () => void) => () => void
  /** Resolves when others have had their turn: in a country 1,500 enterprises are written each time, and alarms go in between. */
  turn: () => Promise<void>
  /** Told which points have come through another gateway than before. */
  onOwners?: (gateway: string, points: readonly number[]) => void
}

export interface Accounts {
  /** A durable batch; `until` is the position of the spool behind it. */
  count(batch: ReadingBatch, senders: MessageSenders, until: number): void
  countDuplicates(enterprise: string, gateway: string, count: number): void
  /** Ms to add to the times of a gateway's readings. */
  correctionOf(enterprise: string, gateway: string, setting: ClockCorrection): number
  book: StatisticsBook
  /** Of each point number the time of the newest durable reading, epoch ms. */
  newest(): Float64Array
  /** Writes what has been counted. */
  stop(): Promise<void>
}

/**
 * The accounts of enterprises and gateways over restarts: what was kept, and behind it what the spool has more. They are written every few seconds,
 * each enterprise with the position up to which it is counted, so that nothing counts twice whenever the process is killed.
 */
export const startAccounts = async ({ ledger, records, log, clock, logger, every, turn, onOwners }: AccountsOptions): Promise<Accounts> => {
  const startedAt = clock()
  const book = new AccountBook(ledger, startedAt)
  book.onOwners = onOwners
  restoreBook(book, await records.load(chinaDay(startedAt - LOADED_DAYS * DAY_MS)), startedAt)
  const stopFollowing = book.follow(clock)
  let counted = 0
  const count: Accounts['count'] = (batch, senders, until) => {
    counted = until
    if (senders.count > 0) book.count(batch, senders, until)
  }
  await log.replay(count)
  book.resume(clock())
  const checkpoint = createCheckpoint({ book, records, log, clock, turn, counted: () => counted })
  let running: Promise<void> | undefined
  const run = (): Promise<void> => {
    running ??= checkpoint()
      .catch((error: unknown) => { logger.error({ err: error }, 'statistics of gateways could not be kept: they are tried again, and counted again from the spool after a restart') })
      .finally(() => { running = undefined })
    return running
  }
  // From when on readings are expected of points that are new must not move with the next start.
  void run()
  const end = every(CHECKPOINT_MS, () => { void run() })
  return {
    count,
    countDuplicates: (enterprise, gateway, duplicates) => { book.countDuplicates(enterprise, gateway, duplicates) },
    correctionOf: (enterprise, gateway, setting) => book.correctionOf(enterprise, gateway, setting),
    book: createStatisticsBook(book, ledger, records, clock),
    newest: () => book.coverage.newest,
    stop: async () => {
      end()
      stopFollowing()
      await running
      await run()
    },
  }
}

const listed = (book: AccountBook): EnterpriseAccount[] => [...book.enterprises.values()].filter((enterprise) => enterprise.listed)

const listedOf = (book: AccountBook, codes: readonly string[]): EnterpriseAccount[] => codes.flatMap((code) => {
  const enterprise = book.enterprises.get(code)
  return enterprise?.listed === true ? [enterprise] : []
})

const sendersOf = ({ whole, gateways }: EnterpriseAccount): SenderAccount[] => [whole, ...gateways.values()]

type CheckpointParts = Pick<AccountsOptions, 'records' | 'log' | 'clock' | 'turn'> & { book: AccountBook; counted: () => number }

const createCheckpoint = ({ book, records, log, clock, turn, counted }: CheckpointParts) => async (): Promise<void> => {
  book.settle(clock())
  const position = counted()
  const dayIsOver = book.service.finished.length > 0
  const serviceWritten = notingFinished([book.service])
  await records.commit({ marks: [], completeness: [], ...serviceRows(book) })
  serviceWritten()
  if (dayIsOver) await records.forget(chinaDay(clock() - KEPT_DAYS * DAY_MS))
  const dirty = [...book.enterprises.values()].filter((enterprise) => enterprise.dirty)
  for (let from = 0; from < dirty.length; from += ENTERPRISES_AT_ONCE) {
    const part = dirty.slice(from, from + ENTERPRISES_AT_ONCE)
    const written = notingFinished(part.flatMap(sendersOf))
    try {
      await records.commit(rowsOf(book, part, clock()))
      written()
      await turn()
    } catch (error) {
      for (const enterprise of part) enterprise.dirty = enterprise.filledBefore = true
      throw error
    }
  }
  // Now the spool need not keep it for this.
  if (position > 0) await log.keep(position)
}

const createStatisticsBook = (book: AccountBook, ledger: AccountLedger, records: AccountRecords, clock: Clock): StatisticsBook => {
  const live = (enterprise: EnterpriseAccount, at: number): LiveStatistics[] =>
    showLive(book, enterprise, (gateway) => ledger.gateway(enterprise.code, gateway), at)
  const liveOf = (code: string): LiveStatistics[] => {
    const at = clock()
    const enterprise = book.enterprises.get(code)
    if (enterprise?.listed !== true) throw noEnterprise(code)
    book.settle(at, [enterprise])
    return live(enterprise, at)
  }
  const daysOf = async ({ enterprise, gateway, today }: LiveStatistics, from: string, to: string): Promise<StatisticsDay[]> => {
    const shown = showDays(await records.days(enterprise, gateway ?? '', from, to), await records.days('', '', from, to), today)
    return today.day >= from && today.day <= to ? [today, ...shown] : shown
  }
  return {
    live: (codes) => {
      const at = clock()
      const wanted = codes === undefined ? listed(book) : listedOf(book, codes)
      book.settle(at, wanted)
      return wanted.flatMap((enterprise) => live(enterprise, at))
    },
    enterprise: async (code, from, to) => {
      const [whole, ...gateways] = liveOf(code)
      if (whole === undefined) throw noEnterprise(code)
      return { ...whole, days: await daysOf(whole, from, to), gateways }
    },
    gateway: async (enterprise, code, from, to) => {
      const found = liveOf(enterprise).find(({ gateway }) => gateway === code)
      if (found === undefined) {
        throw new HazardError('not_found', {
          en: `gateway ${enterprise}/${code} has no profile and was never heard; the native topics are ${enterprise}/native`,
          zh: `网关 ${enterprise}/${code} 没有网关配置，也从未上报；原生接口为 ${enterprise}/native`,
        })
      }
      return { ...found, days: await daysOf(found, from, to) }
    },
    totals: () => listed(book).flatMap(({ gateways }) => Array.from(gateways.values(), (sender) => ({ enterprise: sender.enterprise, gateway: sender.gateway, totals: totalsOf(sender) }))),
  }
}

const noEnterprise = (code: string): HazardError => new HazardError('not_found', { en: `enterprise ${code} is not in the ledger`, zh: `台账中没有企业 ${code}` })

const totalsOf = (sender: SenderAccount): SenderTotals => {
  const of = (counter: number): number => sender.total[counter] ?? 0
  return {
    messages: of(COUNTER.messages), readings: of(COUNTER.readings), duplicates: of(COUNTER.duplicates), outOfOrder: of(COUNTER.outOfOrder), late: of(COUNTER.late),
    disconnects: of(COUNTER.disconnects), refusedByReason: sender.refusedByReason(sender.total),
  }
}
