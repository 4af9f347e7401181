import { fieldsOf, type FleetFormat } from './fleet-format.ts'

const DEVICE = 'box'

/**
 * ThingsBoard gateway telemetry `{"<device>": [{"ts", "values"}, …]}`. ThingsBoard itself tells gateways apart by their login and has one
 * topic for all; behind a shared broker the enterprise stands before it.
 */
export const thingsboardGateway: FleetFormat = {
  tagPrefix: `${DEVICE}/`,
  arrays: true,
  gateway: (enterprise) => ({ format: 'thingsboard-gateway', topic: `${enterprise}/v1/gateway/telemetry` }),
  encode: ({ enterprise, names, moments }) => ({
    topic: `${enterprise}/v1/gateway/telemetry`,
    payload: `{"${DEVICE}":[${moments.map(({ ts, values }) => `{"ts":${ts},"values":{${fieldsOf(names, values)}}}`).join(',')}]}`,
  }),
}
