import type { FleetFormat } from './encode/fleet-format.ts'
import { enterpriseCode, firstPointOf, pointName, pointsOf, type Fleet } from './fleet-plan.ts'
import { uniformAt } from './hash-counter.ts'
import { kindOf, limitKinds } from './point-kind.ts'

/** Records as the ledger's API takes them, of a run of enterprises. */
export interface LedgerPart {
  enterprises: object[]
  sources: object[]
  points: object[]
  rules: object[]
  /** Profiles of gateways that speak another format than the native one. */
  gateways: object[]
}

const SOURCE = 'S1'
const priorityOf = { L: 'yellow', H: 'orange', HH: 'red' } as const

/** Counties of Jilin with their city's place, roughly: enough to give the map something to show. */
const counties = [
  { region: '220102', lon: 125.35, lat: 43.86 }, { region: '220202', lon: 126.57, lat: 43.87 }, { region: '220302', lon: 124.36, lat: 43.18 },
  { region: '220502', lon: 125.94, lat: 41.73 }, { region: '220802', lon: 122.85, lat: 45.62 }, { region: '222401', lon: 129.51, lat: 42.9 },
] as const

/** Stream of the hash, beside those of the values. */
const PLACE = 0x7000_0000

/** @returns enterprises `from` up to and without `to`, with all that hangs on them: three rules a point */
export const ledgerPart = (fleet: Fleet, { tagPrefix, gateway }: Pick<FleetFormat, 'tagPrefix' | 'gateway'>, from: number, to: number): LedgerPart => {
  const part: LedgerPart = { enterprises: [], sources: [], points: [], rules: [], gateways: [] }
  for (let enterprise = from; enterprise < to; enterprise++) {
    const code = enterpriseCode(enterprise)
    const { region, location } = placeOf(fleet, enterprise)
    part.enterprises.push({ code, name: `仿真 ${code}`, nameEn: `Simulated ${code}`, region, industry: 'chemical', location })
    part.sources.push({ enterprise: code, code: SOURCE, name: '罐区', nameEn: 'Tank farm', kind: 'tank_farm', location, inherentLevel: 'yellow' })
    const names = Array.from({ length: pointsOf(fleet, enterprise) }, (_, point) => pointName(point))
    if (gateway !== undefined) part.gateways.push({ enterprise: code, code: 'SIM', ...gateway(code, names) })
    for (let point = 0; point < pointsOf(fleet, enterprise); point++) addPoint(part, fleet, code, `${tagPrefix}${pointName(point)}`, point)
  }
  return part
}

const addPoint = (part: LedgerPart, { periodMs }: Fleet, enterprise: string, tag: string, point: number): void => {
  const kind = kindOf(point)
  part.points.push({
    enterprise, tag, source: SOURCE, name: kind.name, quantity: kind.quantity, unit: kind.unit, rangeLow: kind.rangeLow, rangeHigh: kind.rangeHigh,
    // An array of moments arrives once a period: in between the point is not silent.
    expectedIntervalS: periodMs / 1000, location: null,
  })
  for (const limit of limitKinds) {
    const id = `${enterprise}/${tag}/${limit}`
    part.rules.push({ id, enterprise, point: tag, kind: limit, limit: kind[limit], deadband: kind.deadband, priority: priorityOf[limit] })
  }
}

const placeOf = (fleet: Fleet, enterprise: number) => {
  const county = counties[enterprise % counties.length] ?? counties[0]
  const scatter = (axis: number): number => (uniformAt(fleet.seed, PLACE ^ firstPointOf(fleet, enterprise), axis) - 0.5) * 0.2
  return { region: county.region, location: { lon: county.lon + scatter(0), lat: county.lat + scatter(1) } }
}
