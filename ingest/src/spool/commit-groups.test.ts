import { describe, expect, it } from 'vitest'
import type { Block } from './block.ts'
import { GroupCommit } from './commit-groups.ts'
import { recordOf } from './temporary-spool.ts'

/** A disk that answers when the test says so. */
const createSlowDisk = () => {
  const groups: { blocks: Block[]; done: PromiseWithResolvers<void> }[] = []
  const commits = new GroupCommit(1, {
    write: (blocks) => {
      const done = Promise.withResolvers<void>()
      groups.push({ blocks, done })
      return done.promise
    },
    settled: () => undefined,
  })
  const sizes = (): number[] => groups.map(({ blocks }) => blocks.reduce((sum, { count }) => sum + count, 0))
  const nextTurn = async (): Promise<void> => { for (let turn = 0; turn < 5; turn++) await Promise.resolve() }
  return { groups, commits, sizes, nextTurn }
}

const outcomeOf = async (promise: Promise<void>): Promise<string> => promise.then(() => 'durable', (error: unknown) => String(error))

describe('group commit', () => {
  it('writes what arrived in one turn as one group, and what arrives during the write as the next one', async () => {
    const { commits, groups, sizes, nextTurn } = createSlowDisk()
    const first = [1, 2, 3].map(() => {
      commits.append(recordOf('a'))
      return commits.commit()
    })
    await nextTurn()
    const second = [1, 2].map(() => {
      commits.append(recordOf('b'))
      return commits.commit()
    })
    await nextTurn()
    expect(sizes()).toEqual([3])
    groups[0]?.done.resolve()
    await Promise.all(first)
    await nextTurn()
    expect(sizes()).toEqual([3, 2])
    expect(commits.pendingBytes).toBe(groups[1]?.blocks[0]?.bytes.length)
    groups[1]?.done.resolve()
    await Promise.all(second)
    expect(commits.figures).toEqual({ groups: 2, records: 5, largestGroup: 3, failures: 0, failing: false })
    expect(commits.pendingBytes).toBe(0)
  })

  it('has nothing to wait for when nothing was appended, and waits for the write under way when that holds the record', async () => {
    const { commits, groups, nextTurn } = createSlowDisk()
    await commits.commit()
    commits.append(recordOf('a'))
    const durable = commits.commit()
    await nextTurn()
    let late = 'waiting'
    const again = commits.commit().then(() => { late = 'durable' })
    await nextTurn()
    expect(late).toBe('waiting')
    groups[0]?.done.resolve()
    await Promise.all([durable, again])
    expect(late).toBe('durable')
  })

  it('of a failed group tells everyone in it, and everyone behind it, and then goes on', async () => {
    const { commits, groups, sizes, nextTurn } = createSlowDisk()
    const lost = commits.append(recordOf('a'))
    const first = outcomeOf(commits.commit())
    await nextTurn()
    commits.append(recordOf('b'))
    const second = outcomeOf(commits.commit())
    const uncommitted = commits.append(recordOf('c'))
    groups[0]?.done.reject(new Error('no room'))
    expect([await first, await second]).toEqual(['Error: no room', 'Error: no room'])
    expect(commits.figures).toMatchObject({ failures: 1, failing: true })
    expect(commits.pendingBytes).toBe(0)

    const kept = commits.append(recordOf('d'))
    const third = outcomeOf(commits.commit())
    await nextTurn()
    groups[1]?.done.resolve()
    expect(await third).toBe('durable')
    expect(sizes()).toEqual([1, 1])
    expect([lost, uncommitted, kept]).toEqual([1, 3, 4])
    const outcomes = await Promise.all([lost, uncommitted, kept].map((sequence) => outcomeOf(commits.commit(sequence))))
    expect(outcomes).toEqual(['Error: no room', 'Error: no room', 'durable'])
  })

  it('does not keep quiet about a record that failed before its commit was asked for', async () => {
    const { commits, groups, nextTurn } = createSlowDisk()
    commits.append(recordOf('a'))
    const first = outcomeOf(commits.commit())
    await nextTurn()
    commits.append(recordOf('b'))
    groups[0]?.done.reject(new Error('no room'))
    await first
    expect(await outcomeOf(commits.commit())).toBe('Error: no room')
  })

  it('refuses a record that no layout could hold', () => {
    const { commits } = createSlowDisk()
    expect(() => commits.append({ ...recordOf('a'), format: -1 })).toThrow('format -1 is not an integer from 0 to 255')
  })
})
