import type { Presence } from '@hazardwatch/shared/presence'
import { describe, expect, it } from 'vitest'
import { createPointMemory } from './point-memory.ts'
import { changedPresences, createPresenceColumns, toldPresence, watchPresence } from './presence-columns.ts'

const NOW = 1_800_000_000_000

const presenceOf = (expectedIntervalS: number | null, heardAgoS: number | null, quality = 0): Presence => {
  const memory = createPointMemory(2)
  if (heardAgoS !== null) memory.heardAt[1] = NOW - heardAgoS * 1000
  memory.quality[1] = quality
  const columns = createPresenceColumns(2)
  watchPresence(columns, 1, expectedIntervalS)
  changedPresences(columns, memory, NOW)
  return toldPresence(columns, 1)
}

describe('whether a point speaks', () => {
  it.each<[string, number | null, number | null, number, Presence]>([
    ['never heard', 5, null, 0, 'never_seen'],
    ['never heard and nothing expected', null, null, 0, 'never_seen'],
    ['just heard', 5, 0, 0, 'live'],
    ['two readings missed', 5, 14, 0, 'live'],
    ['three readings missed', 5, 15.001, 0, 'silent'],
    ['a quick point is given ten seconds', 1, 10, 0, 'live'],
    ['and no more', 1, 10.001, 0, 'silent'],
    ['no regular interval: never silent', null, 1_000_000, 0, 'live'],
    ['bad quality', 5, 1, 1, 'bad'],
    ['silence goes before bad quality', 5, 100, 1, 'silent'],
  ])('%s', (_, interval, heardAgo, quality, expected) => { expect(presenceOf(interval, heardAgo, quality)).toBe(expected) })
})
