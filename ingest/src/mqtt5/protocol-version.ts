import { readLength } from './frame-packets.ts'

/** What stands before the version in a CONNECT of 3.1.1 and 5: the protocol's name with its length. */
const NAME = Buffer.from([0, 4, ...Buffer.from('MQTT')])
const CONNECT = 0x10

/** @returns the protocol version that a connection begins with; 0 when it begins with something else; undefined while too little of it has come. */
export const versionOf = (beginning: Buffer): number | undefined => {
  if (beginning.length < 2) return undefined
  if (beginning[0] !== CONNECT) return 0
  const length = readLength(beginning, 1)
  if (length === undefined) return beginning.length < 5 ? undefined : 0
  const name = beginning.subarray(length.end, length.end + NAME.length)
  if (!name.equals(NAME.subarray(0, name.length))) return 0
  return beginning[length.end + NAME.length]
}
