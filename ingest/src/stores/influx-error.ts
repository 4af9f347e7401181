/** What is known of a request that failed. */
export interface InfluxFault {
  /** HTTP status; undefined when there was no answer. */
  status: number | undefined
  /** What the server or the socket said. */
  message: string
  /** What the server asks for, ms. */
  retryAfterMs?: number
}

/**
 * What to do with the lines of a failed write.
 * `retry`: the same again, after the usual back-off. `wait`: only time or a person mends it; `remedy` says how.
 * `split`: some of the lines are at fault, or there are too many at once; a single one is dropped and counted.
 * `partial`: the server has stored all but the `lines` oldest ones, and never will store those.
 */
export type InfluxDecision =
  | { action: 'retry' }
  | { action: 'wait'; remedy: string; afterMs?: number }
  | { action: 'split' }
  | { action: 'partial'; lines: number }

interface Row {
  when: (fault: InfluxFault) => boolean
  decide: (fault: InfluxFault) => InfluxDecision
}

const status = (...list: number[]) => ({ status: seen }: InfluxFault): boolean => seen !== undefined && list.includes(seen)
const refused = status(400, 422)
const says = (pattern: RegExp) => ({ message }: InfluxFault): boolean => pattern.test(message)
const both = (a: Row['when'], b: Row['when']): Row['when'] => (fault) => a(fault) && b(fault)
const wait = (remedy: string): Row['decide'] => ({ retryAfterMs }) => ({ action: 'wait', remedy, ...(retryAfterMs !== undefined && { afterMs: retryAfterMs }) })

const NO_BUCKET = 'InfluxDB has no such organisation, bucket or database: make it, or set HAZARD_INFLUX_ORG, HAZARD_INFLUX_BUCKET and HAZARD_INFLUX_API'

/** The first row that fits decides. A limit of the server is raised by its operator; a bad line stays bad. */
const table: readonly Row[] = [
  { when: ({ status }) => status === undefined, decide: () => ({ action: 'retry' }) },
  { when: status(429, 503), decide: wait('InfluxDB has too much to do at the moment') },
  { when: status(401, 403), decide: wait('InfluxDB does not accept the token, or it may not write this bucket: set HAZARD_INFLUX_TOKEN (v1: user:password)') },
  { when: status(404), decide: wait(NO_BUCKET) },
  { when: both(status(200), says(/not found/)), decide: wait(NO_BUCKET) },
  { when: both(refused, says(/max-(series|values)|limit exceeded|cache-max-memory/)), decide: wait('a limit of InfluxDB is reached: raise it in the configuration of the server') },
  {
    when: both(refused, says(/(beyond|outside) retention policy/)),
    decide: ({ message }) => ({ action: 'partial', lines: Number(/dropped=(\d+)/.exec(message)?.[1] ?? Number.POSITIVE_INFINITY) }),
  },
  { when: status(413), decide: () => ({ action: 'split' }) },
  { when: refused, decide: () => ({ action: 'split' }) },
  { when: ({ status }) => status !== undefined && status >= 500, decide: () => ({ action: 'retry' }) },
]

/** Pure: the decision for a failed write, by the kind of its failure. */
export const decideInfluxFault = (fault: InfluxFault): InfluxDecision =>
  table.find(({ when }) => when(fault))?.decide(fault)
    ?? { action: 'wait', remedy: `HAZARD_INFLUX_URL does not lead to InfluxDB (status ${fault.status ?? 'unknown'}): set the address, without a path unless a proxy needs one` }
