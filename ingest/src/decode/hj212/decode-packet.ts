import { GOOD } from '@hazardwatch/shared/quality'
import type { Words } from '@hazardwatch/shared/words'
import { countRefused, refuse, valueFault } from '../../refusals.ts'
import type { DecodeTarget } from '../decode-target.ts'
import { numberOfText, refuseReading, takeReading } from '../reading-value.ts'
import { HJ212_FLAGS, hj212Quality } from './data-flag.ts'
import type { Packet } from './read-packet.ts'

/** What follows the code of a quantity and is a number: values of a moment, of a period, converted to standard conditions (Zs), device state and hours. */
const values = new Set(['Rtd', 'Avg', 'Min', 'Max', 'Cou', 'ZsRtd', 'ZsAvg', 'ZsMin', 'ZsMax', 'RS', 'RT', 'Data', 'DayData', 'NightData'])

/** What follows a code and is none: the flag of an instrument, when a sample was taken, texts. */
const remarks = new Set(['EFlag', 'SampleTime', 'Info', 'SN'])

/** The values of one code, until its flag is known: the flag may stand before, between or after them. */
interface Quantity {
  code: string
  flag: string
  kinds: string[]
  texts: string[]
}

/**
 * Data items `code-Rtd=1.5,code-Flag=N;…` of a packet at the time of its DataTime. Tag = `MN/code` for Rtd, `MN/code-Avg` and so on for the rest.
 */
export const decodeItems = (packet: Packet, body: string, time: number, into: DecodeTarget): void => {
  let quantity: Quantity = { code: '', flag: '', kinds: [], texts: [] }
  for (const pair of pairsOf(body)) {
    const equals = pair.indexOf('=')
    const dash = pair.lastIndexOf('-', equals < 0 ? pair.length : equals)
    if (equals < 0) refusePair(pair, into)
    // DataTime, BeginTime and the like belong to the packet.
    if (equals < 0 || dash <= 0) continue
    const code = pair.slice(0, dash)
    const kind = pair.slice(dash + 1, equals)
    if (code !== quantity.code) {
      flush(packet, quantity, time, into)
      quantity = { code, flag: '', kinds: [], texts: [] }
    }
    const text = pair.slice(equals + 1)
    if (kind === 'Flag') quantity.flag = text
    else if (values.has(kind)) {
      quantity.kinds.push(kind)
      quantity.texts.push(text)
    } else if (!remarks.has(kind)) refusePair(pair, into)
  }
  flush(packet, quantity, time, into)
}

const pairsOf = (body: string): string[] => body.split(/[;,]/).filter((pair) => pair !== '')

const flush = ({ mn }: Packet, { code, flag, kinds, texts }: Quantity, time: number, into: DecodeTarget): void => {
  if (kinds.length === 0) return
  const quality = flag === '' ? GOOD : hj212Quality(flag)
  if (quality === undefined) {
    const tag = `${mn}/${code}`
    refuse(into.refusals, 'wrong_quality', () => ({ where: `${code}-Flag`, tag, detail: valueFault(flag, { en: 'is no data flag', zh: '没有这种数据标记' }, FLAG_REMEDY) }))
    if (kinds.length > 1) countRefused(into.refusals, 'wrong_quality', kinds.length - 1)
    return
  }
  for (let index = 0; index < kinds.length; index++) {
    const kind = kinds[index] ?? ''
    const text = texts[index] ?? ''
    const tag = kind === 'Rtd' ? `${mn}/${code}` : `${mn}/${code}-${kind}`
    // Nothing, together with a flag that says why, is a statement.
    const value = text === '' && quality !== GOOD ? null : numberOfText(text)
    if (!takeReading(into, tag, time, value, quality)) refuseReading(into, tag, text, () => `${code}-${kind}`, DECIMAL_REMEDY)
  }
}

const refusePair = (pair: string, into: DecodeTarget): void =>
  refuse(into.refusals, 'wrong_shape', () => ({ where: pair, detail: NOT_UNDERSTOOD }))

const FLAG_REMEDY: Words = { en: `send one of ${HJ212_FLAGS}`, zh: `请发送 ${HJ212_FLAGS} 之一` }
const DECIMAL_REMEDY: Words = { en: 'send a decimal number', zh: '请发送十进制数' }
const NOT_UNDERSTOOD: Words = { en: 'not understood: send <code>-Rtd=<value>,<code>-Flag=N', zh: '无法识别；请发送 <因子编码>-Rtd=<值>,<因子编码>-Flag=N' }
