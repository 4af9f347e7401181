import { decodeAlink } from './alink.ts'
import type { FormatDecoder } from './decode-target.ts'
import { decodeDtu } from './dtu.ts'
import { createHj212Stream } from './hj212/hj212-stream.ts'
import { decodeNativeJson } from './native-json.ts'
import { decodeNeuron } from './neuron.ts'
import { createSparkplugHost } from './sparkplug/sparkplug-host.ts'
import { decodeThingsboardDevice } from './thingsboard-device.ts'
import { decodeThingsboardGateway } from './thingsboard-gateway.ts'

/**
 * Every wire format by its name, as a gateway profile writes it. Each call makes a decoder with a session state of its own:
 * one for all topics of a Sparkplug host, one for each TCP connection of HJ 212; the others keep nothing between messages.
 */
export const formats = {
  'native': () => (_topic, payload, into) => { decodeNativeJson(payload, into) },
  'neuron': () => decodeNeuron,
  'thingsboard-device': () => decodeThingsboardDevice,
  'thingsboard-gateway': () => decodeThingsboardGateway,
  'alink': () => decodeAlink,
  'dtu': () => decodeDtu,
  'hj212': () => {
    const stream = createHj212Stream()
    return (_topic, payload, into) => { stream.feed(payload, into) }
  },
  'sparkplug-b': () => createSparkplugHost(),
} satisfies Record<string, () => FormatDecoder>

export type FormatName = keyof typeof formats

export const formatNames = Object.keys(formats) as FormatName[]
