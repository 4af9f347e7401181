import { alink } from './alink.ts'
import { dtu } from './dtu.ts'
import type { FleetFormat } from './fleet-format.ts'
import { native } from './native.ts'
import { neuron } from './neuron.ts'
import { thingsboardGateway } from './thingsboard-gateway.ts'

/** Every format that the fleet can speak, by the name that a gateway profile gives it. */
export const fleetFormats = {
  'native': native,
  'neuron': neuron,
  'thingsboard-gateway': thingsboardGateway,
  'dtu': dtu,
  'alink': alink,
} satisfies Record<string, FleetFormat>

export type FleetFormatName = keyof typeof fleetFormats

export const isFleetFormat = (name: string): name is FleetFormatName => Object.hasOwn(fleetFormats, name)
