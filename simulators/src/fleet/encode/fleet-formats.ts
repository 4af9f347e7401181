import type { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { alink } from './alink.ts'
import { dtu } from './dtu.ts'
import type { FleetFormat } from './fleet-format.ts'
import { hj212 } from './hj212.ts'
import { native } from './native.ts'
import { neuron } from './neuron.ts'
import { sparkplugB } from './sparkplug-b.ts'
import { thingsboardDevice } from './thingsboard-device.ts'
import { thingsboardGateway } from './thingsboard-gateway.ts'

/** Every format that the fleet can speak, by the name that a gateway profile gives it. */
export const fleetFormats = {
  'native': native,
  'neuron': neuron,
  'thingsboard-device': thingsboardDevice,
  'thingsboard-gateway': thingsboardGateway,
  'dtu': dtu,
  'alink': alink,
  'sparkplug-b': sparkplugB,
  'hj212': hj212,
} satisfies Record<GatewayProfile['format'], FleetFormat>

export type FleetFormatName = keyof typeof fleetFormats
export const formatOf = (name: FleetFormatName): FleetFormat => fleetFormats[name]

export const isFleetFormat = (name: string): name is FleetFormatName => Object.hasOwn(fleetFormats, name)
