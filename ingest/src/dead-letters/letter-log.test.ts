import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '@hazardwatch/shared/node/log'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUnknownNames, noteUnknown } from '../decode/unknown-names.ts'
import { openReadingSpool, type ReadingSpool } from '../reading-spool.ts'
import { openLetterFolder, type Letter } from './letter-folder.ts'
import { createLetterLog, type LoggedLetter } from './letter-log.ts'

const T = 1_795_402_800_000
let path: string
let spool: ReadingSpool
const openSpool = (): Promise<ReadingSpool> => openReadingSpool({ folder: join(path, 'spool'), clock: () => T, log: createLog('silent') })
const openFolder = () => openLetterFolder(join(path, 'letters'), { maxBytes: 1e9, maxLetters: 1e6 })

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'hazard-letter-log-'))
  spool = await openSpool()
})
afterEach(async () => {
  await spool.close()
  await rm(path, { recursive: true })
})

const letter = (id: number, payload: Uint8Array = Buffer.from(`payload ${id}`)): Letter => ({
  payload, head: { id, at: T + id, topic: 't', enterprise: 'E1', gateway: null, reasons: { unknown_point: 1 }, first: null, accepted: 0, unknown: null, bytes: payload.length, correction: 0 },
})

describe('letters in the log of the readings', () => {
  it('come into the folder after a kill, those that are there already once; the log keeps them no longer than that', async () => {
    const log = createLetterLog(spool.readings, spool.letters)
    const folder = await openFolder()
    const names = createUnknownNames()
    noteUnknown(names, 'B', 4, T)
    log.keep(letter(1), undefined, false)
    await folder.append([letter(1)])
    log.keep(letter(2), names, false)
    await spool.readings.spool(batchOf(T, [{ point: 1, time: T, value: 1 }]))

    const heard: LoggedLetter[] = []
    await log.restore(folder, (each) => heard.push(each))
    expect(heard.map(({ head, sights }) => [head.id, [...sights]])).toEqual([[1, []], [2, [['B', { value: 4, time: T, count: 1 }]]]])
    expect(folder.index.ordered().map(({ id }) => id)).toEqual([1, 2])
    const entry = folder.index.entries.get(2)
    expect(entry && await folder.read(entry)).toMatchObject(letter(2))

    await log.passed(log.position())
    await spool.close()
    spool = await openSpool()
    heard.length = 0
    await createLetterLog(spool.readings, spool.letters).restore(folder, (each) => heard.push(each))
    expect(heard).toEqual([])
  })

  it('neither the engine nor the accounts nor the store take for readings', async () => {
    const log = createLetterLog(spool.readings, spool.letters)
    log.keep(letter(1), undefined, false)
    await spool.readings.spool(batchOf(T, [{ point: 1, time: T, value: 1 }]))
    const rows: number[] = []
    await spool.log.replay(({ count }) => rows.push(count))
    expect(rows).toEqual([1])
  })

  it('take a bounded part of it: what is more is left to the folder, but for what is owed, and there is room again when the log has passed', () => {
    const kept: boolean[] = []
    const state = { oldest: 0, position: 0 }
    const log = createLetterLog({
      setAside: (_bytes, _at, owed = false) => {
        state.position++
        kept.push(owed)
        return true
      },
      position: () => state.position,
    }, { ...spool.letters, oldest: () => state.oldest })
    const big = letter(1, Buffer.alloc(32 * 1024 ** 2))
    for (let k = 0; k < 20; k++) log.keep(big, undefined, false)
    expect(kept).toHaveLength(8)
    log.keep(big, undefined, true)
    expect(kept.at(-1)).toBe(true)
    state.oldest = 2
    for (let k = 0; k < 20; k++) log.keep(big, undefined, false)
    expect(kept).toHaveLength(10)
  })
})
