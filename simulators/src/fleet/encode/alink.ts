import { onlyMoment, type FleetFormat, type FleetReport } from './fleet-format.ts'

const PRODUCT = 'hazardwatch'
const DEVICE = 'box'
const METHOD = 'thing.event.property.post'

/** Alibaba Alink property post, each value with its time. Each enterprise is a product of its own with one device. */
export const alink: FleetFormat = {
  tagPrefix: `${DEVICE}/`,
  arrays: false,
  gateway: (enterprise) => ({ format: 'alink', topic: `/sys/${PRODUCT}-${enterprise}/+/thing/event/property/post` }),
  encode: (report) => {
    const { ts, values } = onlyMoment(report)
    return {
      topic: `/sys/${PRODUCT}-${report.enterprise}/${DEVICE}/thing/event/property/post`,
      // The id must be the device's own within a day: the time of a report is.
      payload: `{"id":"${ts}","version":"1.0","params":{${paramsOf(report.names, values, ts)}},"method":"${METHOD}"}`,
    }
  },
}

const paramsOf = (names: FleetReport['names'], values: Float64Array, ts: number): string => {
  let params = ''
  for (let index = 0; index < names.length; index++) params += `${index === 0 ? '' : ','}"${names[index] ?? ''}":{"value":${values[index] ?? 0},"time":${ts}}`
  return params
}
