import type { GatewayProfile } from '@hazardwatch/shared/gateway-profile'

/** What an enterprise tells in one message: `values[i]` of a moment belongs to `names[i]`. Times in epoch ms, oldest first. */
export interface FleetReport {
  enterprise: string
  names: readonly string[]
  moments: readonly { ts: number; values: Float64Array }[]
}

/** Text or, of a format that is none, bytes. */
export interface FleetMessage { topic: string; payload: string | Uint8Array }

/** A wire format as a gateway speaks it. Encoders are pure: the same report gives the same bytes. */
export interface FleetFormat {
  /** What the format puts before a point's name to make the tag of the ledger. */
  tagPrefix: string
  /** Whether a message can carry several moments. */
  arrays: boolean
  encode: (report: FleetReport) => FleetMessage
  /** Profile that the ledger needs for the gateway of an enterprise; none for the native format. */
  gateway?: (enterprise: string, names: readonly string[]) => { format: GatewayProfile['format']; topic?: string; mn?: string; map?: { from: string; tag: string }[] }
  /** Spoken over TCP, not MQTT. */
  tcp?: true
  /** For a format whose messages build on those before: an encoder with a memory, one a run. */
  session?: () => FleetSession
}

export interface FleetSession {
  encode: (report: FleetReport) => FleetMessage
  /** MQTT filter of what the gateways are told, and what to do about it. */
  commands: string
  obey: (topic: string) => void
}

/** `"a":1,"b":2`: names of the fleet need no escaping, and a concatenation is several times as quick as building an object first. */
export const fieldsOf = (names: readonly string[], values: Float64Array): string => {
  let fields = ''
  for (let index = 0; index < names.length; index++) fields += `${index === 0 ? '' : ','}"${names[index] ?? ''}":${values[index] ?? 0}`
  return fields
}

/** The only moment of a report in a format without arrays. */
export const onlyMoment = ({ moments }: FleetReport): FleetReport['moments'][number] => {
  const [moment] = moments
  if (moment === undefined || moments.length > 1) throw new RangeError(`one moment a message, not ${moments.length}`)
  return moment
}
