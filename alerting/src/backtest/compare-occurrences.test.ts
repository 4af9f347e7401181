import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareEpisodes, type Episode } from './compare-occurrences.ts'

/** From onset to clearing, in the same unit; raised at the onset unless said. */
const episode = (onset: number, clearedAt: number | null, raisedAt = onset, point = 'P'): Episode => ({ rule: 'H', point, onset, raisedAt, clearedAt })

const brief = (before: Episode[], after: Episode[]) => {
  const { added, removed, earlier, later, same } = compareEpisodes(before, after)
  return {
    added: added.map(({ onset }) => onset), removed: removed.map(({ onset }) => onset),
    earlier: earlier.map(({ movedMs }) => movedMs), later: later.map(({ movedMs }) => movedMs), same,
  }
}
const none = { added: [], removed: [], earlier: [], later: [], same: 0 }

describe('what a candidate changes', () => {
  it.each<[string, Episode[], Episode[], Partial<ReturnType<typeof brief>>]>([
    ['nothing when both are the same', [episode(1, 5), episode(10, 12)], [episode(1, 5), episode(10, 12)], { same: 2 }],
    ['one more', [], [episode(3, 4)], { added: [3] }],
    ['one less', [episode(3, 4)], [], { removed: [3] }],
    ['earlier by a lower limit', [episode(10, 20)], [episode(7, 22)], { earlier: [-3] }],
    ['later by a longer delay', [episode(10, 20)], [episode(10, 20, 15)], { later: [5] }],
    ['two apart are two', [episode(1, 2)], [episode(5, 6)], { added: [5], removed: [1] }],
    ['chattering joined by an off-delay', [episode(1, 2), episode(3, 4), episode(5, 6)], [episode(1, 9)], { same: 1, removed: [3, 5] }],
    ['one long alarm split by a shorter deadband', [episode(1, 9)], [episode(1, 2), episode(3, 4)], { same: 1, added: [3] }],
    ['one that still stands, met by none after it', [episode(1, null)], [episode(4, 6)], { later: [3] }],
    ['one that never ended', [episode(1, null)], [episode(4, null)], { later: [3] }],
    ['another point is another thing', [episode(1, 5)], [episode(1, 5, 1, 'Q')], { added: [1], removed: [1] }],
    ['what follows a joined one is compared again', [episode(1, 2), episode(3, 4), episode(20, 21)], [episode(1, 9), episode(20, 21)], { same: 2, removed: [3] }],
  ])('%s', (_name, before, after, expected) => {
    expect(brief(before, after)).toEqual({ ...none, ...expected })
  })

  it('accounts for every episode once, and a rule compared with itself changes nothing', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })), { maxLength: 20 })
    const episodes = fc.tuple(gaps, fc.boolean()).map(([steps, stands]) => {
      let at = 0
      return steps.map(([gap, length], index) => {
        const onset = at + gap
        at = onset + length
        return episode(onset, stands && index === steps.length - 1 ? null : at)
      })
    })
    fc.assert(fc.property(episodes, episodes, (before, after) => {
      const { added, removed, earlier, later, same } = compareEpisodes(before, after)
      const pairs = earlier.length + later.length + same
      expect(pairs + removed.length).toBe(before.length)
      expect(pairs + added.length).toBe(after.length)
      expect(brief(before, before)).toEqual({ ...none, same: before.length })
    }))
  })
})
