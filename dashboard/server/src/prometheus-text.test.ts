import { expect, it } from 'vitest'
import { figuresIn, prometheusText } from './prometheus-text.ts'

it('finds every number of a tree and nothing else', () => {
  expect(figuresIn({ ingest: { acceptedReadings: 7, ok: true, note: 'x', at: null, list: [1], 'by-reason': { future: 2, nan: Number.NaN } } })).toEqual([
    { name: 'ingest_accepted_readings', value: 7 }, { name: 'ingest_ok', value: 1 }, { name: 'ingest_by_reason_future', value: 2 },
  ])
})

it('takes enterprises and reasons as labels', () => {
  expect(figuresIn({ ingest: { refusedByReason: { future: 2 }, enterprises: { 'A-1': { accepted: 3, refusedByReason: { future: 1 } } } } })).toEqual([
    { name: 'ingest_refused_by_reason', value: 2, labels: { reason: 'future' } },
    { name: 'ingest_enterprises_accepted', value: 3, labels: { enterprise: 'A-1' } },
    { name: 'ingest_enterprises_refused_by_reason', value: 1, labels: { enterprise: 'A-1', reason: 'future' } },
  ])
})

it('takes the names of consumers as labels', () => {
  expect(figuresIn({ spool: { consumers: [{ name: 'alerting', lagMs: 0 }, { name: 'reading-store', lagMs: 250 }, { lagMs: 9 }] } })).toEqual([
    { name: 'spool_consumers_lag_ms', value: 0, labels: { consumer: 'alerting' } }, { name: 'spool_consumers_lag_ms', value: 250, labels: { consumer: 'reading-store' } },
  ])
})

it('writes the samples of a name together under one type line and escapes labels', () => {
  expect(prometheusText([{ name: 'a', value: 1, labels: { x: 'q"\\\n' } }, { name: 'b', value: 0.5 }, { name: 'a', value: 2, labels: { x: 'y' } }])).toBe(
    '# TYPE hazardwatch_a untyped\nhazardwatch_a{x="q\\"\\\\\\n"} 1\nhazardwatch_a{x="y"} 2\n# TYPE hazardwatch_b untyped\nhazardwatch_b 0.5\n',
  )
})
