import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { HttpError, InfluxDB, type FluxTableColumn, type FluxTableMetaData } from '@influxdata/influxdb-client'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { decideInfluxFault, type InfluxFault } from './influx-error.ts'

/** Where readings go. v1: `bucket` is the database, or database/retention-policy, and `token` user:password or empty. */
export interface InfluxAddress {
  api: 'v1' | 'v2'
  url: string
  token: string
  org: string
  bucket: string
}

/** A write waits for the server's disk; a query for its index. */
const TIMEOUT_MS = 30_000

const NO_CONTENT = 204
/** InfluxQL answers so even when a statement fails. */
const OK = 200

/** A request that did not succeed, with what is known of it. */
export class InfluxRequestError extends Error {
  readonly fault: InfluxFault

  constructor(fault: InfluxFault) {
    super(fault.message)
    this.name = 'InfluxRequestError'
    this.fault = fault
  }
}

/** One connection to an InfluxDB through its own client. Only the transport of it is used: nothing is buffered here and nothing sent twice. */
export class InfluxServer {
  readonly address: InfluxAddress
  readonly client: InfluxDB
  private readonly agent: HttpAgent | HttpsAgent
  private readonly writePath: string

  constructor(address: InfluxAddress) {
    this.address = address
    this.agent = address.url.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
    const headers = address.api === 'v1' && address.token !== '' ? { authorization: `Basic ${Buffer.from(address.token).toString('base64')}` } : {}
    this.client = new InfluxDB({
      url: address.url, timeout: TIMEOUT_MS, headers, transportOptions: { agent: this.agent }, ...(address.api === 'v2' && { token: address.token }),
    })
    this.writePath = writePathOf(address)
  }

  /** Resolves when the server has the lines on its disk. @throws InfluxRequestError */
  async write(lines: string): Promise<void> {
    let status: number | undefined
    try {
      await this.client.transport.request(this.writePath, lines, { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } }, (_headers, seen) => { status = seen })
    } catch (error) {
      throw new InfluxRequestError(faultOf(error))
    }
    if (status !== NO_CONTENT) throw new InfluxRequestError({ status, message: `answered ${status ?? 'nothing'} to a write` })
  }

  /** InfluxQL statements, one result each. @throws HazardError */
  async ask(statements: readonly string[]): Promise<InfluxQlResult[]> {
    if (statements.length === 0) return []
    const { database } = databaseOf(this.address.bucket)
    const path = `/query?${new URLSearchParams({ db: database, epoch: 'ms' }).toString()}`
    const body = new URLSearchParams({ q: statements.join(';') }).toString()
    try {
      const answer: unknown = await this.client.transport.request(path, body, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' } })
      const { results } = answer as { results: InfluxQlResult[] }
      const failed = results.find(({ error }) => error !== undefined)
      if (failed?.error !== undefined) throw new InfluxRequestError({ status: OK, message: failed.error })
      return results
    } catch (error) {
      throw this.unavailable(error)
    }
  }

  /** Rows of a Flux script: result name, and a function from column to text. @throws HazardError */
  async flux(script: string, row: (result: string, column: (name: string) => string) => void): Promise<void> {
    const queries = this.client.getQueryApi({ org: this.address.org, gzip: false })
    let cells: string[] = []
    let table: FluxTableMetaData | undefined
    let columns = new Map<string, FluxTableColumn>()
    // One function for all rows: there may be 100,000.
    const column = (name: string): string => {
      const found = columns.get(name)
      return found === undefined ? '' : cells[found.index] || found.defaultValue
    }
    try {
      await new Promise<void>((resolve, reject) => {
        queries.queryRows(script, {
          next: (values, meta) => {
            cells = values
            if (meta !== table) columns = new Map(meta.columns.map((each) => [each.label, each]))
            table = meta
            row(column('result'), column)
          },
          error: reject,
          complete: resolve,
        })
      })
    } catch (error) {
      throw this.unavailable(error)
    }
  }

  /** The error for the caller: what happened, where, and how to mend it. One line. */
  unavailable(error: unknown): HazardError {
    const fault = faultOf(error)
    const decision = decideInfluxFault(fault)
    const remedy = decision.action === 'wait' ? `: ${decision.remedy}` : ''
    const what = fault.status === undefined ? 'is not there' : `answered ${fault.status}`
    return new HazardError('store_unavailable', `InfluxDB at ${this.address.url} ${what}${remedy} (${firstLine(fault.message)})`)
  }

  close(): void {
    this.agent.destroy()
  }
}

/** One statement's rows: a table for each measurement. */
export interface InfluxQlResult {
  error?: string
  series?: { name: string; tags?: Record<string, string>; columns: string[]; values: (number | string | null)[][] }[]
}

const databaseOf = (bucket: string): { database: string; policy: string | undefined } => {
  const [database = bucket, policy] = bucket.split('/', 2)
  return { database, policy }
}

/** FROM clause of a measurement in the database, or in its retention policy. */
export const influxQlSource = (bucket: string, measurement: string): string => {
  const { policy } = databaseOf(bucket)
  return policy === undefined ? quotedName(measurement) : `${quotedName(policy)}.${quotedName(measurement)}`
}

export const quotedName = (name: string): string => `"${name.replace(/["\\]/g, String.raw`\$&`)}"`

const writePathOf = ({ api, org, bucket }: InfluxAddress): string => {
  if (api === 'v2') return `/api/v2/write?${new URLSearchParams({ org, bucket, precision: 'ms' }).toString()}`
  const { database, policy } = databaseOf(bucket)
  return `/write?${new URLSearchParams({ db: database, precision: 'ms', ...(policy !== undefined && { rp: policy }) }).toString()}`
}

const faultOf = (error: unknown): InfluxFault => {
  if (error instanceof InfluxRequestError) return error.fault
  if (!(error instanceof HttpError)) return { status: undefined, message: error instanceof Error ? reasonOf(error) : String(error) }
  const retryAfterMs = pauseAskedFor(error)
  return { status: error.statusCode, message: toldBy(error), ...(retryAfterMs > 0 && { retryAfterMs }) }
}

/** RFC 9110: seconds, or a date. The client takes the seconds for milliseconds. */
const pauseAskedFor = (error: HttpError): number => {
  const seconds = /^\d+$/.exec(String(error.headers?.['retry-after'] ?? ''))?.[0]
  return seconds === undefined ? error.retryAfter() : Number(seconds) * 1_000
}

/** 2.x answers {"message"}, 1.x {"error"}; what stands between may answer anything. */
const toldBy = ({ json, body, message }: HttpError): string => {
  const { message: told, error } = (json ?? {}) as { message?: unknown; error?: unknown }
  return [told, error, body].find((text): text is string => typeof text === 'string' && text !== '') ?? message
}

/** Node tells of several addresses that it tried in an error without a message. */
const reasonOf = (error: Error): string => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return [code, error.message].filter((part) => part !== '').join(' ') || error.name
}

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? text).slice(0, 300)
