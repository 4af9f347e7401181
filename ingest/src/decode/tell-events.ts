import { Camera } from '@hazardwatch/shared/camera'
import { Enterprise, Source } from '@hazardwatch/shared/ledger'
import type { NewPlantEvent } from '@hazardwatch/shared/plant-event'
import { createRefusals, type Refusals } from '../refusals.ts'
import type { EventDecoder, PlantRegistry } from './event-parts.ts'
import { ARRIVED_AT } from './tell-payload.ts'

export const CAMERA = '22010200001320000101'

const location = { lon: 125.3, lat: 43.9 }
const enterprise = Enterprise.parse({ code: 'E1', name: '示例', region: '220102', industry: 'gas', location })
const source = Source.parse({ enterprise: 'E1', code: 'S1', name: '机房', kind: 'machine_room', location, inherentLevel: 'yellow' })
export const camera = Camera.parse({ enterprise: 'E1', id: CAMERA, name: '机房东', source: 'S1', expectedIntervalS: 60, location: null })

/** For tests: a ledger of one enterprise with one source and one camera. */
export const plantRegistry: PlantRegistry = {
  enterprise: (code) => (code === 'E1' ? enterprise : undefined),
  source: (owner, code) => (owner === 'E1' && code === 'S1' ? source : undefined),
  camera: (owner, id) => (owner === 'E1' && id === CAMERA ? camera : undefined),
}

/** For tests: decodes one payload (text, bytes, or a value sent as JSON) of enterprise E1. */
export const tellEvents = (decode: EventDecoder, payload: unknown, owner = 'E1'): { events: NewPlantEvent[]; refusals: Refusals } => {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const told = { events: [] as NewPlantEvent[], refusals: createRefusals() }
  decode(bytes, { enterprise: owner, arrivedAt: ARRIVED_AT, registry: plantRegistry, ...told })
  return told
}
