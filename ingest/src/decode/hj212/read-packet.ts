import type { Words } from '@hazardwatch/shared/words'

/** The data segment of a frame, taken apart but for its values. All texts are the sender's. */
export interface Packet {
  /** Request number, `yyyyMMddHHmmssSSS`; '' where left out. */
  qn: string
  pw: string
  /** Number of the device. */
  mn: string
  /** Command: 2011 real-time data, 2051 minutes, 2061 hours, 2031 days. */
  cn: string
  /** Bit 0 an answer is wanted, bit 1 the packet is numbered, bits 2-7 the version of the standard. */
  flag: number
  /** How many packets, and which of them this is; 1 of 1 where they are not numbered. */
  packets: number
  packet: number
  /** What stands between `CP=&&` and `&&`. */
  body: string
}

/** The longest of these fields has 24 characters; they are echoed in answers and kept between packets. */
const FIELD_MAX_CHARS = 64

const NUMBERED = 2

/** @returns the packet, or what is wrong with it. */
export const readPacket = (data: string): Packet | Words => {
  const bodyAt = data.indexOf('CP=&&')
  if (bodyAt < 0 || data.length < bodyAt + 7 || !data.endsWith('&&')) return { en: 'no CP=&&…&& at the end of the data', zh: '数据段末尾没有 CP=&&…&&' }
  const fields = new Map<string, string>()
  for (const field of data.slice(0, bodyAt).split(';')) {
    const equals = field.indexOf('=')
    if (field.length > FIELD_MAX_CHARS) return { en: `a field of more than ${FIELD_MAX_CHARS} characters`, zh: `有字段超过 ${FIELD_MAX_CHARS} 个字符` }
    if (equals > 0) fields.set(field.slice(0, equals), field.slice(equals + 1))
  }
  const mn = fields.get('MN') ?? ''
  const cn = fields.get('CN') ?? ''
  if (mn === '') return { en: 'MN, the number of the device, is missing', zh: '缺少 MN（设备唯一标识）' }
  if (cn === '') return { en: 'CN, the command, is missing', zh: '缺少 CN（命令编码）' }
  const flag = wholeOf(fields.get('Flag'))
  const numbered = (flag & NUMBERED) !== 0
  const packets = numbered ? Math.max(1, wholeOf(fields.get('PNUM'))) : 1
  const packet = numbered ? Math.max(1, wholeOf(fields.get('PNO'))) : 1
  return { qn: fields.get('QN') ?? '', pw: fields.get('PW') ?? '', mn, cn, flag, packets, packet, body: data.slice(bodyAt + 5, -2) }
}

const wholeOf = (text: string | undefined): number => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0)
