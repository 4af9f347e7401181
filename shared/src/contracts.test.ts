import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointKey, splitPointKey } from './ids.ts'
import { qualities, qualityCode, qualityName } from './quality.ts'
import { addReading, batchOf, createBatch, markHistorical } from './reading-batch.ts'
import { riskLevels, worse } from './risk.ts'
import { isoTime, parseZonedTime } from './time.ts'
import { nativeFilter, nativeTopic, parseNativeTopic, rejectionsTopic } from './topics.ts'

describe('times with a zone', () => {
  it.each<[string, number | undefined]>([
    ['2025-11-22T08:00:00Z', Date.UTC(2025, 10, 22, 8)],
    ['2025-11-22T16:00:00+08:00', Date.UTC(2025, 10, 22, 8)],
    ['2025-11-22 16:00:00.123+0800', Date.UTC(2025, 10, 22, 8, 0, 0, 123)],
    ['2025-11-22T16:00+08:00', Date.UTC(2025, 10, 22, 8)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2025-11-22T16:00:00', undefined],
    ['2025-11-22', undefined],
    ['2025-02-29T00:00:00Z', undefined],
    ['2025-13-01T00:00:00Z', undefined],
    ['2025-11-22T25:00:00Z', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s', (text, expected) => { expect(parseZonedTime(text)).toBe(expected) })

  it('reads what it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (epochMs) => { expect(parseZonedTime(isoTime(epochMs))).toBe(epochMs) }))
  })
})

describe('topics', () => {
  it.each([
    ['hazard/v1/DEMO-NH3/readings', { enterprise: 'DEMO-NH3', kind: 'readings' }],
    ['hazard/v1/DEMO-NH3/status', { enterprise: 'DEMO-NH3', kind: 'status' }],
    ['hazard/v1/DEMO-NH3/rejections', undefined],
    ['hazard/v1//readings', undefined],
    ['hazard/v2/DEMO-NH3/readings', undefined],
    ['hazard/v1/DEMO-NH3/readings/more', undefined],
    ['readings', undefined],
  ])('%s', (topic, expected) => { expect(parseNativeTopic(topic)).toEqual(expected) })

  it('builds what it parses', () => {
    expect(parseNativeTopic(nativeTopic('E', 'readings'))).toEqual({ enterprise: 'E', kind: 'readings' })
    expect(nativeFilter('readings')).toBe('hazard/v1/+/readings')
    expect(rejectionsTopic('E')).toBe('hazard/v1/E/rejections')
  })
})

describe('ENT/TAG', () => {
  it('splits at the first slash, so that a tag may hold more of them', () => { expect(splitPointKey('E1/pump/level')).toEqual({ enterprise: 'E1', tag: 'pump/level' }) })
  it.each(['E1', '/tag', 'E1/', ''])('%j is none', (key) => { expect(splitPointKey(key)).toBeUndefined() })
  it('comes back as it was put together', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Z]{1,8}$/), fc.string({ minLength: 1 }), (enterprise, tag) => {
      expect(splitPointKey(pointKey(enterprise, tag))).toEqual({ enterprise, tag })
    }))
  })
})

describe('quality', () => {
  it('names and codes agree, and an unknown code is never good', () => {
    for (const name of qualities) expect(qualityName(qualityCode(name) ?? -1)).toBe(name)
    expect(qualityName(200)).toBe('fault')
    expect(qualityCode('toString')).toBeUndefined()
  })
})

describe('columns', () => {
  it('keep every row however many there are', () => {
    const row = fc.record({ point: fc.nat(1e6), time: fc.nat(), value: fc.option(fc.double({ noNaN: true })), quality: fc.constantFrom(...qualities) })
    fc.assert(fc.property(fc.array(row), (rows) => {
      const batch = createBatch(0, 5)
      rows.forEach((each, index) => {
        addReading(batch, each.point, each.time, each.value, qualityCode(each.quality) ?? 0)
        if (index % 3 === 1) markHistorical(batch)
      })
      expect(batch.count).toBe(rows.length)
      rows.forEach((each, index) => {
        expect([batch.point[index], batch.time[index], batch.value[index], qualityName(batch.quality[index] ?? 0)]).toEqual([each.point, each.time, each.value ?? Number.NaN, each.quality])
        expect(batch.historical?.[index] ?? 0).toBe(index % 3 === 1 ? 1 : 0)
      })
    }))
  })

  it('a batch from rows is good unless it says otherwise', () => { expect([...batchOf(0, [{ point: 1, time: 1, value: 1 }]).quality]).toEqual([0]) })
})

describe('risk order', () => {
  it('the worse of two is the one that stands first, and unknown stands above blue', () => {
    for (const [rank, level] of riskLevels.entries()) for (const below of riskLevels.slice(rank)) expect(worse(below, level)).toBe(level)
    expect(worse('blue', 'unknown')).toBe('unknown')
  })
})
