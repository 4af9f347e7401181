import { onlyMoment, type FleetFormat, type FleetReport } from './fleet-format.ts'

const BEIJING_MS = 8 * 3_600_000
/** The standard's most for a data segment; a box with more values sends several packets. */
const DATA_MAX = 1_024
/** An answer is wanted; version 2017. */
const FLAG = 5
const PASSWORD = '123456'

/**
 * HJ 212-2017 real-time data (command 2011) for a TCP connection: frames with length and checksum, times to the second. The box's number is the code
 * of its enterprise.
 */
export const hj212: FleetFormat = {
  tagPrefix: '',
  arrays: false,
  tcp: true,
  gateway: (enterprise, names) => ({ format: 'hj212', mn: enterprise, map: names.map((name) => ({ from: `${enterprise}/${name}`, tag: name })) }),
  encode: (report) => ({ topic: '', payload: framesOf(report) }),
}

const framesOf = (report: FleetReport): string => {
  const { ts, values } = onlyMoment(report)
  const digits = (at: number): string => new Date(at + BEIJING_MS).toISOString().replace(/\D/g, '')
  let frames = ''
  let items = ''
  let packets = 0
  const close = (): void => {
    // A request number of its own for each: that is what the answer names.
    frames += frameOf(`${headOf(report.enterprise, digits(ts + packets))}DataTime=${digits(ts).slice(0, 14)}${items}&&`)
    items = ''
    packets++
  }
  const room = DATA_MAX - headOf(report.enterprise, digits(ts)).length - 'DataTime=yyyyMMddHHmmss&&'.length
  for (const [index, name] of report.names.entries()) {
    const item = `;${name}-Rtd=${values[index] ?? 0},${name}-Flag=N`
    if (items.length + item.length > room) close()
    items += item
  }
  close()
  return frames
}

const headOf = (mn: string, qn: string): string => `QN=${qn};ST=39;CN=2011;PW=${PASSWORD};MN=${mn};Flag=${FLAG};CP=&&`

const frameOf = (data: string): string => `##${String(data.length).padStart(4, '0')}${data}${checksumOf(data).toString(16).toUpperCase().padStart(4, '0')}\r\n`

/** HJ 212-2017, annex A: as the CRC of Modbus, but each byte is mixed into the upper half of the register alone. */
const checksumOf = (data: string): number => {
  let register = 0xffff
  for (let at = 0; at < data.length; at++) {
    register = (register >> 8) ^ data.charCodeAt(at)
    for (let bit = 0; bit < 8; bit++) register = (register & 1) === 1 ? (register >> 1) ^ 0xa001 : register >> 1
  }
  return register
}
