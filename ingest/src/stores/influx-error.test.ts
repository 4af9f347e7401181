import { describe, expect, it } from 'vitest'
import { decideInfluxFault, type InfluxFault } from './influx-error.ts'

/** Messages as InfluxDB 1.6.7 and 2.7.12 send them. */
const cases: [name: string, fault: InfluxFault, decision: object][] = [
  ['nobody listens', { status: undefined, message: 'ECONNREFUSED' }, { action: 'retry' }],
  ['no answer in time', { status: undefined, message: 'Request timed out' }, { action: 'retry' }],
  ['too many requests', { status: 429, message: '', retryAfterMs: 7_000 }, { action: 'wait', afterMs: 7_000 }],
  ['too busy', { status: 503, message: '' }, { action: 'wait' }],
  ['a fault of the server', { status: 500, message: '{"error":"timeout"}' }, { action: 'retry' }],
  ['a gateway before it', { status: 502, message: 'Bad Gateway' }, { action: 'retry' }],
  ['a full cache', { status: 500, message: '{"error":"engine: cache-max-memory-size exceeded: (1/1)"}' }, { action: 'retry' }],
  ['no token', { status: 401, message: '{"code":"unauthorized"}' }, { action: 'wait', remedy: expect.stringContaining('HAZARD_INFLUX_TOKEN') }],
  ['a token for something else', { status: 403, message: '' }, { action: 'wait', remedy: expect.stringContaining('HAZARD_INFLUX_TOKEN') }],
  ['no bucket', { status: 404, message: '{"code":"not found","message":"bucket \\"b\\" not found"}' }, { action: 'wait', remedy: expect.stringContaining('HAZARD_INFLUX_BUCKET') }],
  ['too large', { status: 413, message: '' }, { action: 'split' }],
  ['a line that cannot be read', { status: 400, message: '{"error":"partial write: unable to parse \'x\': missing fields dropped=0"}' }, { action: 'split' }],
  ['a field of another type, 1.x', { status: 400, message: '{"error":"partial write: field type conflict: input field \\"T\\" on measurement \\"reading\\" is type float, already exists as type string dropped=1"}' }, { action: 'split' }],
  ['a field of another type, 2.x', { status: 422, message: '{"code":"unprocessable entity","message":"failure writing points to database: partial write: field type conflict"}' }, { action: 'split' }],
  ['beyond the retention, 1.x', { status: 400, message: 'partial write: points beyond retention policy dropped=3' }, { action: 'partial', lines: 3 }],
  ['beyond the retention, 2.x', { status: 422, message: 'failure writing points to database: partial write: dropped 3 points outside retention policy of duration 24h0m0s - oldest point … dropped=3 for database: 0b1a' }, { action: 'partial', lines: 3 }],
  ['no database, asked in InfluxQL', { status: 200, message: 'database not found: x' }, { action: 'wait', remedy: expect.stringContaining('HAZARD_INFLUX_BUCKET') }],
  ['a limit of the server', { status: 400, message: '{"error":"partial write: max-values-per-tag limit exceeded (1/1): measurement=\\"reading\\" dropped=9"}' }, { action: 'wait', remedy: expect.stringContaining('limit') }],
  ['no InfluxDB, but a page', { status: 200, message: '<html>' }, { action: 'wait', remedy: expect.stringContaining('HAZARD_INFLUX_URL') }],
  ['a way elsewhere', { status: 301, message: '' }, { action: 'wait', remedy: expect.stringContaining('HAZARD_INFLUX_URL') }],
]

describe('what is done about a write that failed', () => {
  it.each(cases)('%s', (_, fault, decision) => { expect(decideInfluxFault(fault)).toMatchObject(decision) })
})
