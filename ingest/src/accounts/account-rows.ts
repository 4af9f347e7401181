import type { AccountCommit, AccountRecords } from '@hazardwatch/shared/node/records/account-records'
import type { AccountMarkTable, SenderCompletenessTable, SenderDayTable, SenderStateTable } from '@hazardwatch/shared/node/records/sender-tables'
import { rejectionReasons } from '@hazardwatch/shared/rejection'
import { chinaDay, chinaDayEnd } from '../china-day.ts'
import type { AccountBook, EnterpriseAccount } from './account-book.ts'
import { restoreSkew, skewRow } from './measure-skew.ts'
import { coverageHead, coverageRow, dropOldHoles, expectationOf, restoreCoverage, type Expectation } from './point-coverage.ts'
import { COUNTER, type SenderAccount } from './sender-account.ts'

const DAY_MS = 86_400_000
/** Days before the running one that a buffer may still fill. */
const FILLED_DAYS = 2

/** Counters as they are written, by name. */
type CountsRow = Partial<Record<keyof typeof COUNTER | 'firstAt', number>> & { refusedByReason?: Record<string, number> }

interface StateRow {
  day: string
  lastMessageAt: number | null
  online: boolean
  since: number | null
  countedTo: number | null
  firstAt: number
  correctionMs: number
  skew: ReturnType<typeof skewRow>
}

/** What changed of some enterprises since their rows were made last. Absolute, and with the position up to which it is counted. */
export const rowsOf = (book: AccountBook, enterprises: readonly EnterpriseAccount[], at: number): AccountCommit => {
  const commit = { marks: [], states: [], days: [], completeness: [] } as { [Part in keyof AccountCommit]: AccountCommit[Part][number][] }
  for (const enterprise of enterprises) {
    const gateways = [...enterprise.gateways.keys()]
    commit.marks.push({ enterprise: enterprise.code, counted_to: enterprise.until, gateways: JSON.stringify(gateways), points: pointsText(book, enterprise, gateways, at) })
    for (const sender of [enterprise.whole, ...enterprise.gateways.values()]) addSender(commit, sender)
    const ends = [at, ...(enterprise.filledBefore ? Array.from({ length: FILLED_DAYS }, (_, index) => chinaDayEnd(at) - (index + 1) * DAY_MS) : finishedEnds(enterprise))]
    for (const end of ends) commit.completeness.push(...completenessOf(book, enterprise, end))
    enterprise.filledBefore = false
    enterprise.dirty = false
  }
  return commit
}

/** This service's own row: how long it was there. */
export const serviceRows = (book: AccountBook): Pick<AccountCommit, 'states' | 'days'> => {
  const commit = { states: [] as SenderStateTable[], days: [] as SenderDayTable[] }
  addSender(commit, book.service)
  return commit
}

const finishedEnds = ({ whole: { finished } }: EnterpriseAccount): number[] => finished.map(({ day }) => dayStart(day) + DAY_MS)

const addSender = (commit: { states: SenderStateTable[]; days: SenderDayTable[] }, sender: SenderAccount): void => {
  const { enterprise, gateway } = sender
  const state: StateRow = {
    day: sender.day, lastMessageAt: nullable(sender.lastMessageAt), online: sender.online, since: nullable(sender.since), countedTo: nullable(sender.countedTo), firstAt: sender.firstAt,
    correctionMs: sender.correctionMs, skew: skewRow(sender.skew),
  }
  commit.states.push({ enterprise, gateway, state: JSON.stringify(state) })
  for (const { day, counters } of [...sender.finished, sender]) commit.days.push({ enterprise, gateway, day, counts: JSON.stringify(countsOf(sender, counters)) })
  sender.dirty = false
}

/** Call it before rows are made, and its result when they are written: days that are over are written once. */
export const notingFinished = (senders: readonly SenderAccount[]): (() => void) => {
  const written = new Set(senders.flatMap(({ finished }) => finished))
  return () => { for (const sender of senders) sender.finished = sender.finished.filter((day) => !written.has(day)) }
}

const countsOf = (sender: SenderAccount, counters: Float64Array): CountsRow => ({
  ...Object.fromEntries(Object.entries(COUNTER).filter(([name]) => name !== 'refused').map(([name, place]) => [name, counters[place] ?? 0])),
  refusedByReason: sender.refusedByReason(counters), firstAt: sender.firstAt,
})

/** What was expected and came on the day that ends at `end` (or runs until it): of the whole, and of each gateway by the points it delivers. */
export const completenessOf = (book: AccountBook, enterprise: EnterpriseAccount, end: number): SenderCompletenessTable[] => {
  const day = chinaDay(end - 1)
  const start = dayStart(day)
  const sums = new Map<number, Expectation>()
  for (const point of enterprise.points) {
    const found = expectationOf(book.coverage, point, start, end)
    if (found === undefined) continue
    for (const number of [enterprise.whole.number, book.ownerOf(enterprise, point)]) {
      const sum = sums.get(number)
      if (sum === undefined) sums.set(number, { ...found })
      else {
        sum.expected += found.expected
        sum.received += found.received
      }
    }
  }
  return [enterprise.whole, ...enterprise.gateways.values()].flatMap(({ enterprise: code, gateway, number }) => {
    const sum = sums.get(number)
    return sum === undefined ? [] : [{ enterprise: code, gateway, day, ...sum }]
  })
}

const pointsText = (book: AccountBook, { code, points, gateways: accounts }: EnterpriseAccount, gateways: readonly string[], at: number): string => {
  const places = new Map(gateways.map((gateway, place) => [accounts.get(gateway)?.number ?? -1, place]))
  const numbers: number[] = []
  for (const point of points) {
    dropOldHoles(book.coverage, point, at)
    numbers.push(...coverageRow(book.coverage, point, places.get(book.coverage.owner[point] ?? -1) ?? -1))
  }
  const row = Float64Array.from(numbers)
  return code === '' ? '' : Buffer.from(row.buffer).toString('base64')
}

/** Puts back what was kept; before {@link AccountBook.follow}. */
export const restoreBook = (book: AccountBook, { marks, states, days }: Awaited<ReturnType<AccountRecords['load']>>, at: number): void => {
  const counts = new Map(days.map(({ enterprise, gateway, day, counts: text }) => [`${enterprise}/${gateway}/${day}`, text]))
  for (const { enterprise, gateway, state } of states) {
    const row = JSON.parse(state) as StateRow
    restoreSender(senderOf(book, enterprise, gateway, at), row, counts.get(`${enterprise}/${gateway}/${row.day}`))
  }
  for (const mark of marks) {
    const enterprise = book.enterpriseOf(mark.enterprise, at)
    enterprise.until = mark.counted_to
    const owners = (JSON.parse(mark.gateways) as string[]).map((code) => book.gatewayOf(enterprise, code, at).number)
    const numbers = numbersOf(mark.points)
    for (let place = 0; place < numbers.length;) place = restoreCoverage(book.coverage, numbers, place, (owner) => owners[owner] ?? -1)
  }
}

/** Through which gateway each point was heard last, of what is kept. One at a time: a country has many. */
export function* gatewaysOfPoints(marks: readonly AccountMarkTable[]): Generator<[point: number, gateway: string]> {
  for (const mark of marks) {
    const codes = JSON.parse(mark.gateways) as string[]
    const numbers = numbersOf(mark.points)
    for (let place = 0; place < numbers.length;) {
      const { point, owner, next } = coverageHead(numbers, place)
      const code = codes[owner]
      if (code !== undefined) yield [point, code]
      place = next
    }
  }
}

const numbersOf = (text: string): Float64Array => {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  return new Float64Array(bytes.buffer, 0, Math.floor(bytes.length / 8))
}

const senderOf = (book: AccountBook, enterprise: string, gateway: string, at: number): SenderAccount => {
  if (enterprise === '') return book.service
  const account = book.enterpriseOf(enterprise, at)
  return gateway === '' ? account.whole : book.gatewayOf(account, gateway, at)
}

const restoreSender = (sender: SenderAccount, row: StateRow, counts: string | undefined): void => {
  Object.assign(sender, {
    lastMessageAt: row.lastMessageAt ?? Number.NaN, online: row.online, since: row.since ?? Number.NaN,
    countedTo: row.countedTo ?? Number.NaN, firstAt: row.firstAt, correctionMs: row.correctionMs,
  })
  restoreSkew(sender.skew, row.skew)
  // A day so long ago that it was not loaded has been written, and is over.
  if (counts === undefined) return
  Object.assign(sender, { day: row.day, dayEnd: dayStart(row.day) + DAY_MS })
  const known = JSON.parse(counts) as CountsRow
  for (const [name, place] of Object.entries(COUNTER)) if (name !== 'refused') sender.counters[place] = known[name as keyof typeof COUNTER] ?? 0
  for (const [index, reason] of rejectionReasons.entries()) sender.counters[COUNTER.refused + index] = known.refusedByReason?.[reason] ?? 0
}

/** @returns midnight in China at the start of a day, epoch ms. */
export const dayStart = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

const nullable = (value: number): number | null => (Number.isFinite(value) ? value : null)
