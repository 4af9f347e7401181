import { fieldsOf, type FleetFormat } from './fleet-format.ts'

/** ThingsBoard device telemetry, `{"ts", "values"}` or a list of these. Behind a shared broker the enterprise stands before the topic. */
export const thingsboardDevice: FleetFormat = {
  tagPrefix: '',
  arrays: true,
  gateway: (enterprise) => ({ format: 'thingsboard-device', topic: `${enterprise}/v1/devices/me/telemetry` }),
  encode: ({ enterprise, names, moments }) => {
    const parts = moments.map(({ ts, values }) => `{"ts":${ts},"values":{${fieldsOf(names, values)}}}`)
    return { topic: `${enterprise}/v1/devices/me/telemetry`, payload: parts.length === 1 ? parts.join('') : `[${parts.join(',')}]` }
  },
}
