import type { Reply } from '../decode-target.ts'
import { checksumOf } from '@hazardwatch/shared/hj212-checksum'
import type { Packet } from './read-packet.ts'

/** Bit 0 of Flag: the sender waits for an answer, and sends again without one. */
const ANSWER_WANTED = 1

/** The bits of Flag that name the version of the standard: the answer speaks the sender's. */
const VERSION_BITS = 0xfc

/** Answers are not answered, whatever their Flag says: two sides would go on for ever. */
const answers = new Set(['9011', '9012', '9013', '9014'])

export const wantsAnswer = ({ flag, cn }: Packet): boolean => (flag & ANSWER_WANTED) !== 0 && !answers.has(cn)

/** The data answer 9014, with the request number that says what it answers. */
export const acknowledgePacket = ({ qn, pw, mn, flag }: Packet): Reply => ({
  topic: '',
  payload: frameOf(`QN=${qn};ST=91;CN=9014;PW=${pw};MN=${mn};Flag=${flag & VERSION_BITS};CP=&&&&`),
})

/** A frame around a data segment of at most 9,999 Latin-1 characters. */
export const frameOf = (data: string): Uint8Array => {
  const checksum = checksumOf(Buffer.from(data, 'latin1')).toString(16).toUpperCase().padStart(4, '0')
  return Buffer.from(`##${String(data.length).padStart(4, '0')}${data}${checksum}\r\n`, 'latin1')
}
