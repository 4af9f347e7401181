import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTemporarySpool, readAll, textOf, type TemporarySpool } from './temporary-spool.ts'

let temporary: TemporarySpool
beforeEach(async () => { temporary = await createTemporarySpool() })
afterEach(() => temporary.remove())

interface Told {
  /** Numbers of the records that were called durable. */
  appended: Set<number>
  saved: number
}

/** Runs the appender until it has told `lines` facts, kills it at once, and gives what it told up to its death. */
const appendUntilKilled = async (round: number, lines: number): Promise<Told> => {
  const script = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url))
  const child = spawn(process.execPath, [script, temporary.folder, `${round}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const told: Told = { appended: new Set(), saved: 0 }
  let heard = 0
  for await (const line of createInterface({ input: child.stdout })) {
    if (++heard === lines) child.kill('SIGKILL')
    const [what, number] = line.split(' ')
    if (what === 'appended') told.appended.add(Number(number))
    else told.saved = Number(number)
  }
  await ended
  return told
}

it('kill -9 at 12 moments, each on the log of the ones before: nothing committed is lost, nothing is doubled or out of order', async () => {
  // Never reads, so that the whole log is there in the end, whatever the other consumer has passed.
  const before = await temporary.open()
  await before.consumer('keeper')
  await before.close()
  const rounds: Told[] = []
  for (const [round, lines] of [1, 2, 3, 10, 33, 100, 250, 777, 1_500, 60, 9, 400].entries()) rounds.push(await appendUntilKilled(round, lines))

  const spool = await temporary.open({ memoryBytes: 1e6, segmentBytes: 65_536, maxPendingBytes: 65_536 })
  const records = await readAll(spool)
  const { consumers, damages, end } = spool.stats()
  await spool.close()
  const alarms = consumers.find(({ name }) => name === 'alarms')
  const read = records.map((record) => ({ sequence: record.sequence, enterprise: record.enterprise, parts: textOf(record).split(':') }))
  expect(damages).toBe(0)
  expect(read.every(({ sequence }, index) => index === 0 || sequence > (read[index - 1]?.sequence ?? Infinity))).toBe(true)

  for (const [round, { appended, saved }] of rounds.entries()) {
    const numbers = read.filter(({ parts }) => parts[0] === `${round}`).map(({ parts }) => Number(parts[1]))
    expect(numbers).toEqual(numbers.map((_, index) => index))
    expect(numbers.length).toBeGreaterThan(Math.max(-1, ...appended))
    expect(alarms?.position ?? 0).toBeGreaterThanOrEqual(saved)
  }
  expect(read.every(({ enterprise, parts }) => enterprise === `E${Number(parts[1]) % 7}`)).toBe(true)
  expect(rounds.some(({ saved }) => saved > 0)).toBe(true)
  expect(alarms?.position).toBeLessThanOrEqual(end)
}, 60_000)
