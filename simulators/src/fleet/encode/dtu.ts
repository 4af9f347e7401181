import type { FleetFormat, FleetReport } from './fleet-format.ts'

const SERIAL = 'S1'
const BEIJING_MS = 8 * 3_600_000

/** The plain JSON of DTU boxes: `{"sn", "time", "data": [{"id", "v"}]}`, or a list of these; numbers as text, Beijing time without a zone. */
export const dtu: FleetFormat = {
  tagPrefix: `${SERIAL}/`,
  arrays: true,
  gateway: (enterprise) => ({ format: 'dtu', topic: `dtu/${enterprise}/up` }),
  encode: ({ enterprise, names, moments }) => {
    const parts = moments.map(({ ts, values }) => `{"sn":"${SERIAL}","time":"${localTime(ts)}","data":[${dataOf(names, values)}]}`)
    return { topic: `dtu/${enterprise}/up`, payload: parts.length === 1 ? parts.join('') : `[${parts.join(',')}]` }
  },
}

const dataOf = (names: FleetReport['names'], values: Float64Array): string => {
  let data = ''
  for (let index = 0; index < names.length; index++) data += `${index === 0 ? '' : ','}{"id":"${names[index] ?? ''}","v":"${values[index] ?? 0}"}`
  return data
}

/** Milliseconds stay in, or two readings within a second would be duplicates. */
const localTime = (ts: number): string => new Date(ts + BEIJING_MS).toISOString().replace('T', ' ').replace('Z', '')
