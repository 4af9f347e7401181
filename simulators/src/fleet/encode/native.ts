import { nativeTopic } from '@hazardwatch/shared/topics'
import { fieldsOf, type FleetFormat } from './fleet-format.ts'

/** `{"ts", "values"}`, or a list of these. */
export const native: FleetFormat = {
  tagPrefix: '',
  arrays: true,
  encode: ({ enterprise, names, moments }) => {
    const parts = moments.map(({ ts, values }) => `{"ts":${ts},"values":{${fieldsOf(names, values)}}}`)
    return { topic: nativeTopic(enterprise, 'readings'), payload: parts.length === 1 ? parts.join('') : `[${parts.join(',')}]` }
  },
}
