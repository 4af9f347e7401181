import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lockDataDir } from './data-dir-lock.ts'

it('holds a folder for one, and gives it to the next when it lets go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-lock-'))
  const letGo = lockDataDir(folder)
  expect(() => lockDataDir(folder)).toThrow(`another service (process ${process.pid}) works with the data folder ${folder}: stop it, or name another`)
  letGo()
  lockDataDir(folder)()
  await rm(folder, { recursive: true })
})

it('a folder that is not there is not taken for one that is held', () => {
  expect(() => lockDataDir(join(tmpdir(), 'hazardwatch-not-there', 'at-all'))).toThrow('unable to open database file')
})
