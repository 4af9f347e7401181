import { fieldsOf, onlyMoment, type FleetFormat } from './fleet-format.ts'

const NODE = 'plc'
const GROUP = 'sim'

/** EMQX Neuron, values format of the MQTT application; the application is named after the enterprise. */
export const neuron: FleetFormat = {
  tagPrefix: `${NODE}/${GROUP}/`,
  arrays: false,
  gateway: (enterprise) => ({ format: 'neuron', topic: `/neuron/${enterprise}` }),
  encode: (report) => {
    const { ts, values } = onlyMoment(report)
    return {
      topic: `/neuron/${report.enterprise}`,
      payload: `{"timestamp":${ts},"node":"${NODE}","group":"${GROUP}","values":{${fieldsOf(report.names, values)}},"errors":{},"metas":{}}`,
    }
  },
}
