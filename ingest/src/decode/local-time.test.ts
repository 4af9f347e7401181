import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCompactTime, readLocalTime } from './local-time.ts'

const AT = 1_795_402_800_000

it.each<[ts: unknown, epochMs: number | undefined]>([
  ['2026-11-23 11:00:00', AT],
  ['2026-11-23T11:00:00', AT],
  ['2026/11/23 11:00', AT],
  ['2026-11-23 11:00:00.25', AT + 250],
  ['2026-11-23 11:00:00,123456', AT + 123],
  ['2026-1-2 3:04:05', Date.UTC(2026, 0, 1, 19, 4, 5)],
  ['20261123110000', AT],
  ['20261123110000123', AT + 123],
  ['2026-11-23T03:00:00Z', AT],
  ['2026-11-23 12:00:00+09:00', AT],
  ['1795402800', AT],
  ['1795402800000', AT],
  [AT, AT],
  ['2024-02-29 00:00:00', Date.UTC(2024, 1, 28, 16)],
  ['2026-02-29 00:00:00', undefined],
  ['2026-13-01 00:00:00', undefined],
  ['2026-00-10 00:00:00', undefined],
  ['2026-11-00 00:00:00', undefined],
  ['2026-11-23 24:00:00', undefined],
  ['2026-11-23 11:60:00', undefined],
  ['2026-11-23 11:00:60', undefined],
  ['20261323110000', undefined],
  ['202611231100', undefined],
  ['2026-11-23', undefined],
  ['11:00:00', undefined],
  ['00991123110000', undefined],
  ['', undefined],
  [null, undefined],
  [{}, undefined],
  [12_345, undefined],
])('%j is %j', (ts, epochMs) => {
  expect(readLocalTime(ts)).toBe(epochMs)
})

it('reads back every moment that a clock in Beijing can show', () => {
  fc.assert(fc.property(fc.integer({ min: Date.UTC(1992, 0), max: Date.UTC(2099, 0) }), (epochMs) => {
    const shown = new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, -1)
    expect(readLocalTime(shown)).toBe(epochMs)
    expect(readCompactTime(shown.replace(/\D/g, ''))).toBe(epochMs)
  }))
})
