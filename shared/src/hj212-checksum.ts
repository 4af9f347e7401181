/**
 * Checksum of HJ 212: like the CRC of Modbus, but each step throws the low byte of the register away before the next byte is
 * mixed in. So only its upper byte remembers what came before: a changed byte is always seen, several at once in 255 of 256 cases.
 */
const steps = Uint16Array.from({ length: 256 }, (_, index) => {
  let register = index
  for (let shift = 0; shift < 8; shift++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1
  return register
})

export const CHECKSUM_START = 0xffff

/** Mixes one byte into the checksum. */
export const mixChecksum = (register: number, byte: number): number => steps[(register >> 8) ^ byte] ?? 0

export const checksumOf = (bytes: Uint8Array): number => {
  let register = CHECKSUM_START
  for (const byte of bytes) register = mixChecksum(register, byte)
  return register
}
