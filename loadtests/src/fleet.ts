/** The plant of the ingest benchmarks: `enterprises` of `points` analogue points each, three limits a point, all plain. */
export interface FleetSize {
  enterprises: number
  points: number
}

const place = { lon: 125.3, lat: 43.9 }
export const enterpriseCode = (index: number): string => `E${String(index).padStart(4, '0')}`
export const pointTag = (index: number): string => `P${String(index).padStart(3, '0')}`

/** Limits that a normal value (20 to 24) stays between, so that a drain judges everything and alarms only where it is told to. */
const limits = [{ kind: 'L', limit: -5 }, { kind: 'H', limit: 25 }, { kind: 'HH', limit: 40 }] as const

export const fleetLedger = ({ enterprises, points }: FleetSize) => {
  const codes = Array.from({ length: enterprises }, (_, index) => enterpriseCode(index))
  const tags = Array.from({ length: points }, (_, index) => pointTag(index))
  return {
    enterprises: codes.map((code) => ({ code, name: `示例 ${code}`, nameEn: `Demo ${code}`, region: '220102', industry: 'chemical', location: place })),
    sources: codes.map((code) => ({ enterprise: code, code: 'S', name: '罐区', kind: 'tank_farm', location: place, inherentLevel: 'yellow' })),
    points: codes.flatMap((code) => tags.map((tag) => ({
      enterprise: code, tag, source: 'S', name: tag, quantity: 'temperature', unit: 'Cel', rangeLow: -50, rangeHigh: 200, expectedIntervalS: null, location: null,
    }))),
    rules: codes.flatMap((code) => tags.flatMap((tag) => limits.map(({ kind, limit }) => ({
      id: `${code}/${tag}/${kind}`, enterprise: code, point: tag, kind, limit, deadband: 0.5, priority: 'yellow',
    })))),
  }
}

/** A value that differs from row to row and stays between the limits; the same for the same point and round. */
export const valueOf = (point: number, roundNumber: number): number => 20 + ((point * 7 + roundNumber * 13) % 40) / 10

/** The payload of one message: all values of an enterprise at one time. */
export const payloadOf = (firstPoint: number, points: number, roundNumber: number, ts: number): string => {
  let values = ''
  for (let point = 0; point < points; point++) values += `${point === 0 ? '' : ','}"${pointTag(firstPoint + point)}":${valueOf(firstPoint + point, roundNumber)}`
  return `{"ts":${ts},"values":{${values}}}`
}
