import { expect, it } from 'vitest'
import { healthReport, MAX_ENGINE_LAG_MS } from './health-report.ts'

it.each<[string, Record<string, unknown>, number, string[]]>([
  ['all well', { ingest: { accepted: 1 }, store: { ok: true } }, 0, []],
  ['a part that is not ok', { store: { ok: false } }, 0, ['store']],
  ['a part that says degraded', { broker: { status: 'degraded' }, store: { ok: true } }, 0, ['broker']],
  ['an engine as late as is allowed', { engine: {} }, MAX_ENGINE_LAG_MS, []],
  ['an engine that is later', { engine: {} }, MAX_ENGINE_LAG_MS + 1, ['engine']],
  ['an engine that is late and says so', { engine: { ok: false } }, MAX_ENGINE_LAG_MS + 1, ['engine']],
])('%s', (_name, parts, lagMs, degraded) => {
  expect(healthReport(parts, lagMs)).toEqual({ status: degraded.length === 0 ? 'ok' : 'degraded', degraded, parts })
})
