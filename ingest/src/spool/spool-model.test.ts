import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SpoolRun, type Step } from './spool-run.ts'
import type { Spool } from './spool.ts'
import { createTemporarySpool, SEGMENT } from './temporary-spool.ts'

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), sizes: fc.array(fc.nat(800), { minLength: 1, maxLength: 4 }) }) },
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'commit' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'reopen' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'crash' }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('save' as const), records: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('truncate' as const), bytes: fc.nat(1_500) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flip' as const), segment: fraction, place: fraction }) },
)

it('whatever is done to it, the log is what was committed, less what the disk has lost: nothing else missing, nothing invented', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    const temporary = await createTemporarySpool()
    const open = (): Promise<Spool> => temporary.open({ maxPendingBytes: SEGMENT * 4, segmentBytes: SEGMENT * 4, memoryBytes: 900 })
    const first = await open()
    // Nothing is deleted: the keeper never reads.
    await (await first.consumer('history')).close()
    await (await first.consumer('keeper')).close()
    const run = new SpoolRun(temporary.folder, () => temporary.segmentFiles(), first, open)
    try {
      for (const each of steps) {
        await run.take(each)
        const [found, expected] = await run.compare()
        expect(found).toEqual(expected)
      }
    } finally {
      await temporary.remove()
    }
  }), { numRuns: 60 })
}, 60_000)
