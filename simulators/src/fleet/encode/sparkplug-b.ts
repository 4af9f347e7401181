import { onlyMoment, type FleetFormat, type FleetMessage, type FleetReport } from './fleet-format.ts'

const DOUBLE = 10
const INT64 = 4
const BOOLEAN = 11

/**
 * Sparkplug B 3.0, an edge node for what one message tells; each enterprise is a group of its own. A node is born with its names, and then sends
 * values under their aliases. Behind a shared connection there is no will a node, so a death is never told.
 */
export const sparkplugB: FleetFormat = {
  tagPrefix: '',
  arrays: false,
  gateway: (enterprise) => ({ format: 'sparkplug-b', topic: `spBv1.0/${enterprise}/#` }),
  /** Of itself each message is a birth. */
  encode: (report) => birth(report),
  session: () => {
    /** Sequence number that each node sent last. */
    const nodes = new Map<string, number>()
    return {
      encode: (report) => {
        const node = nodeOf(report)
        const last = nodes.get(node)
        const seq = last === undefined ? 0 : (last + 1) % 256
        nodes.set(node, seq)
        return last === undefined ? birth(report) : data(report, seq)
      },
      commands: 'spBv1.0/+/NCMD/+',
      /** The host asks for a birth: the next message is one. There is no other command. */
      obey: (topic) => {
        const [, group = '', , edge = ''] = topic.split('/')
        nodes.delete(`${group}/${edge}`)
      },
    }
  },
}

const edgeOf = ({ names }: FleetReport): string => names[0] ?? ''
const nodeOf = (report: FleetReport): string => `${report.enterprise}/${edgeOf(report)}`

const birth = (report: FleetReport): FleetMessage => {
  const { ts, values } = onlyMoment(report)
  const metrics = report.names.map((name, index) => [...text(1, name), ...integer(2, index), ...integer(3, ts), ...integer(4, DOUBLE), ...double(values[index] ?? 0)])
  // What every birth of a node must have.
  metrics.unshift([...text(1, 'bdSeq'), ...integer(3, ts), ...integer(4, INT64), ...integer(11, 0)], [...text(1, 'Node Control/Rebirth'), ...integer(3, ts), ...integer(4, BOOLEAN), ...integer(14, 0)])
  return { topic: `spBv1.0/${report.enterprise}/NBIRTH/${edgeOf(report)}`, payload: payload(ts, 0, metrics) }
}

const data = (report: FleetReport, seq: number): FleetMessage => {
  const { ts, values } = onlyMoment(report)
  const metrics = report.names.map((_, index) => [...integer(2, index), ...integer(3, ts), ...integer(4, DOUBLE), ...double(values[index] ?? 0)])
  return { topic: `spBv1.0/${report.enterprise}/NDATA/${edgeOf(report)}`, payload: payload(ts, seq, metrics) }
}

const payload = (ts: number, seq: number, metrics: readonly number[][]): Uint8Array =>
  Uint8Array.from([...integer(1, ts), ...metrics.flatMap((metric) => [...varint(2 * 8 + 2), ...varint(metric.length), ...metric]), ...integer(3, seq)])

/** Protocol buffers: a field's number and kind, then its value. */
const integer = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)]

const text = (field: number, value: string): number[] => {
  const bytes = Buffer.from(value)
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes]
}

const VALUE_FIELD = 13
const double = (value: number): number[] => [...varint(VALUE_FIELD * 8 + 1), ...new Uint8Array(Float64Array.of(value).buffer)]

/** By division: a time has more than the 32 bits of the bit operators. */
const varint = (value: number): number[] => {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(rest % 128 + 128)
  bytes.push(rest)
  return bytes
}
