import { valueFault } from '../refusals.ts'
import type { FormatDecoder } from './decode-target.ts'
import { inBrackets, isFields } from './json-fields.ts'
import { readJson } from './read-json.ts'
import { send } from './refusal-words.ts'
import { decodeTelemetry } from './thingsboard-telemetry.ts'
import { createParts, refuseMessage, refuseParts } from './unreadable-parts.ts'

/** ThingsBoard gateway (`v1/gateway/telemetry`): `{"<device>": [{ts, values}, …], …}`. Tag = `device/key`. */
export const decodeThingsboardGateway: FormatDecoder = (_topic, payload, into) => {
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const devices = json.value
  if (!isFields(devices)) {
    return refuseMessage(into.refusals, { reason: 'wrong_shape', where: '$', detail: valueFault(devices, { en: 'names no devices', zh: '没有设备名称' }, REMEDY) })
  }
  const parts = createParts(into.refusals)
  for (const device in devices) decodeTelemetry(devices[device], { prefix: `${device}/`, path: () => `$${inBrackets(device)}`, parts, into })
  refuseParts(into.refusals, parts)
}

const REMEDY = send('{"<device>": [{"ts": …, "values": {"<key>": 1.5}}]}')
