import type { FormatDecoder } from './decode-target.ts'
import { readJson } from './read-json.ts'
import { decodeTelemetry } from './thingsboard-telemetry.ts'
import { createParts, refuseMessage, refuseParts } from './unreadable-parts.ts'

/** ThingsBoard device (`v1/devices/me/telemetry`). Tag = key. */
export const decodeThingsboardDevice: FormatDecoder = (_topic, payload, into) => {
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const parts = createParts(into.refusals)
  decodeTelemetry(json.value, { prefix: '', path: () => '$', parts, into })
  refuseParts(into.refusals, parts)
}
