import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { EnterpriseCode } from '@hazardwatch/shared/ids'
import { Enterprise, Point, type NumberedPoint } from '@hazardwatch/shared/ledger'
import type { LedgerChange } from '@hazardwatch/shared/ledger-port'
import { addReading, createBatch, markHistorical, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAccountRecordsFake } from './accounts/account-records-fake.ts'
import { gatewaysOfPoints } from './accounts/account-rows.ts'
import { startAccounts, type Accounts } from './keep-accounts.ts'
import { addSender, createMessageSenders, type MessageSenders } from './message-senders.ts'
import { countRefused, createRefusals } from './refusals.ts'

/** 09:00 in China. */
const T = Date.UTC(2026, 10, 26, 1)
const DAY = 86_400_000
const TODAY = '2026-11-26'

const point = (number: number, expectedIntervalS: number | null): NumberedPoint => ({
  ...Point.parse({ enterprise: 'E1', tag: `P${number}`, source: 'S', name: 'p', quantity: 'x', unit: '1', rangeLow: null, rangeHigh: null, expectedIntervalS, location: null }), number,
})

const enterprise = Enterprise.parse({ code: 'E1', name: 'e', region: '220102', industry: 'gas', location: { lon: 1, lat: 1 } })

interface Sent { gateway?: string; times?: number[]; historical?: boolean; refused?: number; left?: boolean; at: number; points?: number[]; correction?: number; future?: number }
type Spooled = [batch: ReadingBatch, senders: MessageSenders, until: number]

/** A spool of records, and accounts over it; `restart` begins again from what was kept, as after kill -9. */
const stage = async (profiles: GatewayProfile[] = [], points = [point(1, 10), point(2, null)]) => {
  const fake = createAccountRecordsFake()
  const spooled: Spooled[] = []
  const listeners = new Set<(change: LedgerChange) => void>()
  const now = { at: T, kept: 0 }
  const owners: [gateway: string, points: readonly number[]][] = []
  let checkpoint = (): void => undefined
  const start = (): Promise<Accounts> => startAccounts({
    ledger: {
      enterprises: () => [enterprise], points: () => points, point: (_, tag) => points.find((each) => each.tag === tag), gateways: () => profiles,
      gateway: (_, code) => profiles.find((profile) => profile.code === code),
      onChange: (listener) => {
        listeners.add(listener)
        return () => { listeners.delete(listener) }
      },
    },
    onOwners: (gateway, moved) => { owners.push([gateway, moved]) },
    records: fake.records, clock: () => now.at, logger: { error: () => undefined }, turn: () => Promise.resolve(),
    log: {
      replay: async (count) => { for (const record of spooled) if (record[2] > now.kept) count(...record) },
      keep: async (position) => { now.kept = Math.max(now.kept, position) },
    },
    every: (_, run) => {
      checkpoint = run
      return () => undefined
    },
  })
  const running = { accounts: await start() }
  const send = ({ gateway = 'native', times = [], historical = false, refused = 0, left = false, at, points: numbers = [1], correction = 0, future }: Sent): void => {
    now.at = Math.max(now.at, at)
    const batch = createBatch(0, at)
    for (const time of times) {
      for (const number of numbers) {
        addReading(batch, number, time, 1, 0)
        if (historical) markHistorical(batch)
      }
    }
    const senders = createMessageSenders()
    const refusals = createRefusals()
    if (refused > 0) countRefused(refusals, 'unknown_point', refused)
    addSender(senders, { enterprise: 'E1', gateway, rows: batch.count, bytes: 10, correction, left, future, refusals })
    spooled.push([batch, senders, spooled.length + 1])
    running.accounts.count(batch, senders, spooled.length)
  }
  const settle = async (): Promise<void> => {
    checkpoint()
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  await settle()
  return {
    ...fake, now, send, settle, listeners, owners,
    restart: async () => {
      running.accounts = await start()
      await settle()
    },
    accounts: () => running.accounts,
    gateway: (code = 'native', from = '2026-11-20', to = '2026-11-30') => running.accounts.book.gateway('E1', code, from, to),
    whole: () => running.accounts.book.enterprise('E1', '2026-11-20', '2026-11-30'),
  }
}

const everyTenSeconds = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index * 10_000)

describe('what a gateway is scored on', () => {
  it('is counted: messages, readings, refusals by reason, late and out of order, duplicates', async () => {
    const { send, accounts, gateway, now } = await stage()
    send({ at: T, times: [T] })
    send({ at: T + 20_000, times: [T + 20_000, T + 10_000] })
    send({ at: T + 30_000, times: [T - 400_000], historical: true })
    send({ at: T + 30_000, refused: 3 })
    accounts().countDuplicates('E1', 'native', 2)
    now.at = T + 40_000
    expect(await gateway()).toMatchObject({
      enterprise: 'E1', gateway: 'native', lastMessageAt: '2026-11-26T01:00:30.000Z', online: true, offlineAfterS: 60, pointsWithInterval: 1, pointsWithoutInterval: 1, pointsNeverHeard: 0,
      today: { day: TODAY, messages: 4, readings: 4, refused: 3, refusedByReason: { unknown_point: 3 }, duplicates: 2, outOfOrder: 2, late: 1, onlineS: 40, disconnects: 0 },
    })
  })

  it('is who delivers which point: told when that changes, and known again from what was kept', async () => {
    const { send, settle, owners, tables } = await stage()
    for (const at of [T, T + 10_000]) send({ at, times: [at], points: [1, 2] })
    send({ at: T + 20_000, times: [T + 20_000], points: [2], gateway: 'GW' })
    expect(owners).toEqual([['native', [1, 2]], ['GW', [2]]])
    await settle()
    expect([...gatewaysOfPoints([...tables.marks.values()])]).toEqual([[1, 'native'], [2, 'GW']])
  })

  it('is a rate over the last minute', async () => {
    const { send, gateway, now } = await stage()
    for (let second = 0; second < 90; second++) send({ at: T + second * 1_000, times: [T + second * 1_000], points: [1, 2] })
    now.at = T + 90_000
    expect(await gateway()).toMatchObject({ messagesPerS: 1, readingsPerS: 2 })
    now.at = T + 300_000
    expect(await gateway()).toMatchObject({ messagesPerS: 0, readingsPerS: 0 })
  })

  it('is offline when silent for three intervals, or when it says so, each counted once', async () => {
    const { send, gateway, now } = await stage()
    for (const time of everyTenSeconds(T, 30)) send({ at: time, times: [time] })
    now.at = T + 290_000 + 61_000
    expect(await gateway()).toMatchObject({ online: false, since: '2026-11-26T01:05:50.000Z', today: { onlineS: 350, disconnects: 1 } })
    send({ at: T + 600_000, times: [T + 600_000] })
    send({ at: T + 610_000, left: true })
    now.at = T + 900_000
    expect(await gateway()).toMatchObject({ online: false, today: { onlineS: 360, disconnects: 2, observedS: 900, onlineRate: 0.4 } })
  })

  it('has completeness of what its points should send; those that nobody delivers are the enterprise\'s', async () => {
    const { send, gateway, whole, now } = await stage([], [point(1, 10), point(2, 10), point(3, null)])
    for (const time of everyTenSeconds(T, 360)) send({ at: time, times: [time], gateway: 'a' })
    send({ at: T, times: [T], points: [3], gateway: 'b' })
    now.at = T + 3_600_000
    expect(await gateway('a')).toMatchObject({ pointsWithInterval: 1, today: { expected: 360, received: 360, completeness: 1 } })
    expect(await gateway('b')).toMatchObject({ pointsWithInterval: 0, pointsWithoutInterval: 1, today: { expected: 0, completeness: null } })
    expect(await whole()).toMatchObject({ pointsNeverHeard: 1, today: { expected: 720, received: 360, completeness: 0.5 }, gateways: [{ gateway: 'a' }, { gateway: 'b' }] })
  })

  it('is kept for every day in China, and what a buffer brings later mends the day it is of', async () => {
    const { send, gateway, settle, now } = await stage()
    const midnight = Date.UTC(2026, 10, 26, 16)
    for (let time = T; time < midnight - 3_600_000; time += 10_000) send({ at: time, times: [time] })
    now.at = midnight + 1_800_000
    await settle()
    expect((await gateway()).days).toMatchObject([{ day: '2026-11-27', received: 0, completeness: 0 }, { day: TODAY, completeness: expect.closeTo(14 / 15, 2), disconnects: 1 }])
    send({ at: now.at, times: everyTenSeconds(midnight - 3_600_000, 540) })
    await settle()
    const { days } = await gateway()
    expect(days).toMatchObject([{ day: '2026-11-27', completeness: 1 }, { day: TODAY, completeness: 1, messages: 5_040 }])
    expect(days[0]?.late).toBe(510)
    expect((await gateway('native', TODAY, TODAY)).days.map(({ day }) => day)).toEqual([TODAY])
  })

  it('a day without a word is told as such, and none on which this service was away', async () => {
    const { send, gateway, settle, restart, now } = await stage()
    send({ at: T, times: [T] })
    for (const days of [1, 2]) {
      now.at = T + days * DAY
      await settle()
    }
    now.at = T + 4 * DAY
    await restart()
    await settle()
    expect((await gateway()).days.map(({ day, messages, onlineRate }) => [day, messages, (onlineRate ?? 0) < 0.01])).toEqual([
      ['2026-11-30', 0, true], ['2026-11-28', 0, true], ['2026-11-27', 0, true], [TODAY, 1, true],
    ])
  })

  it('stays as it was over weeks in which the service is away, and is forgotten after 400 days', async () => {
    const { send, gateway, settle, restart, tables, now } = await stage()
    send({ at: T, times: [T] })
    await settle()
    now.at = T + 20 * DAY
    await restart()
    send({ at: now.at, times: [now.at] })
    await settle()
    expect((await gateway('native', TODAY, '2026-12-31')).days.map(({ day, messages }) => [day, messages])).toEqual([['2026-12-16', 1], [TODAY, 1]])
    now.at = T + 401 * DAY
    await settle()
    const days = [...tables.days.values(), ...tables.completeness.values()].map(({ day }) => day)
    expect([days.includes(TODAY), days.includes('2026-12-16')]).toEqual([false, true])
  })

  it('knows the skew of the clock, also behind a correction, which is counted and shown', async () => {
    const profile = GatewayProfile.parse({ enterprise: 'E1', code: 'g', format: 'neuron', topic: 'n/#', clockCorrection: 'measured' })
    const { send, gateway, accounts, settle, restart, now } = await stage([profile])
    const say = (from: number, count: number): void => {
      for (let index = 0; index < count; index++) {
        const correction = accounts().correctionOf('E1', 'g', 'measured')
        send({ gateway: 'g', at: from + index * 1_000, times: [from + index * 1_000 - 90_000 + correction], correction })
      }
    }
    say(T, 120)
    expect(await gateway('g')).toMatchObject({ clockSkewMs: 90_000, clockCorrection: 'measured', correctionMs: 90_000, today: { corrected: 0 } })
    say(T + 120_000, 120)
    await settle()
    now.at += 1
    await restart()
    expect(await gateway('g')).toMatchObject({ clockSkewMs: 90_000, correctionMs: 90_000, today: { corrected: 120, late: 0 } })
    expect([accounts().correctionOf('E1', 'g', -500), accounts().correctionOf('E1', 'g', 'off')]).toEqual([-500, 0])
  })

  it('knows the skew of a clock that is so far ahead that all is refused, and corrects it then', async () => {
    const profile = GatewayProfile.parse({ enterprise: 'E1', code: 'g', format: 'neuron', topic: 'n/#', clockCorrection: 'measured' })
    const { send, gateway, accounts } = await stage([profile])
    for (let index = 0; index < 120; index++) send({ gateway: 'g', at: T + index * 1_000, refused: 1, future: T + index * 1_000 + 3_600_000 })
    expect(await gateway('g')).toMatchObject({ clockSkewMs: -3_600_000, today: { readings: 0, refusedByReason: { unknown_point: 120 } } })
    expect(accounts().correctionOf('E1', 'g', 'measured')).toBe(-3_600_000)
  })

  it.each<[string, string?]>([['nobody', 'x'], ['strangers']])('of %s is not told', async (...[, code]) => {
    const { gateway, accounts } = await stage()
    await expect(code === undefined ? accounts().book.enterprise('E9', TODAY, TODAY) : gateway(code)).rejects.toThrow('not_found')
  })

  it('of an enterprise that is taken out is not shown, and goes on when it comes back', async () => {
    const { send, whole, settle, restart, accounts, listeners } = await stage()
    send({ at: T, times: [T] })
    const tell = (retired: boolean): void => { for (const listener of listeners) listener({ type: 'enterprise', enterprise, retired }) }
    tell(true)
    await expect(whole()).rejects.toThrow('not_found')
    expect([accounts().book.live(), accounts().book.totals()]).toEqual([[], []])
    tell(false)
    expect((await whole()).today.messages).toBe(1)
    await settle()
    await restart()
    expect((await whole()).today.messages).toBe(1)
  })

  it('of a gateway that has a profile is told before it is heard; without one, after', async () => {
    const profile = GatewayProfile.parse({ enterprise: 'E1', code: 'g', format: 'neuron', topic: 'n/#' })
    const { send, accounts } = await stage([profile])
    const shown = () => accounts().book.live().map(({ gateway }) => gateway)
    expect(shown()).toEqual([null, 'g'])
    send({ at: T, gateway: 'native', refused: 1 })
    expect(shown()).toEqual([null, 'g', 'native'])
  })

  it('counts from the registration of a point on, and not what is taken out', async () => {
    const { send, gateway, now, listeners } = await stage()
    send({ at: T, times: [T] })
    const tell = (change: LedgerChange): void => { for (const listener of listeners) listener(change) }
    now.at = T + 100_000
    tell({ type: 'point', point: point(7, 10), retired: false })
    now.at = T + 200_000
    expect(await gateway()).toMatchObject({ pointsWithInterval: 2, pointsNeverHeard: 1, today: { expected: 30 } })
    tell({ type: 'point', point: point(7, 10), retired: true })
    expect(await gateway()).toMatchObject({ pointsWithInterval: 1, today: { expected: 20 } })
  })
})

describe('killed at any moment', () => {
  const step = fc.oneof({ arbitrary: fc.constant('kill' as const), weight: 1 }, { arbitrary: fc.constant('settle' as const), weight: 2 }, {
    weight: 8, arbitrary: fc.record({
      gateway: fc.constantFrom('native', 'a'), late: fc.nat(900_000), refused: fc.nat(2), left: fc.boolean(), pause: fc.nat(40_000), points: fc.subarray([1, 2], { minLength: 1 }), rows: fc.nat(3),
    }),
  })

  it('counts each record of the spool once', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const [plain, killed] = [await stage(), await stage()]
      let at = T
      for (const each of steps) {
        if (each === 'kill') await killed.restart()
        else if (each === 'settle') await killed.settle()
        else {
          at += each.pause
          const sent = { ...each, at, times: Array.from({ length: each.rows }, (_, row) => at - each.late + row * 1_000) }
          plain.send(sent)
          killed.send(sent)
        }
      }
      const countsOf = async (of: typeof plain) => {
        const { today, gateways, lastMessageAt } = await of.whole()
        return [today, lastMessageAt, gateways.map((gateway) => [gateway.gateway, gateway.today])].map((part) => JSON.parse(JSON.stringify(part, (key, value: unknown) => (['onlineS', 'observedS', 'onlineRate', 'disconnects'].includes(key) ? undefined : value))) as unknown)
      }
      expect(await countsOf(killed)).toEqual(await countsOf(plain))
    }), { numRuns: 60 })
  })

  it('what could not be kept is kept the next time, days that are over too', async () => {
    const { send, settle, state, tables, now } = await stage()
    send({ at: T, times: [T] })
    state.failure = new Error('disk full')
    await settle()
    now.at = T + DAY
    await settle()
    state.failure = undefined
    await settle()
    expect([...tables.days.keys()].filter((key) => key.startsWith('E1/native'))).toEqual([`E1/native/${TODAY}`, 'E1/native/2026-11-27'])
    expect(tables.marks.get(EnterpriseCode.parse('E1'))?.counted_to).toBe(1)
  })
})
