import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Enterprise, Point, Source } from '@hazardwatch/shared/ledger'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { openRecords } from '@hazardwatch/shared/node/records/open-records'
import { regions } from '@hazardwatch/shared/region-tree'

/** The country as the ministry counts it. */
export const COUNTRY = { enterprises: 7_000, sources: 20_000, points: 440_000 }
export type CountrySize = typeof COUNTRY

const AT_ONCE = 10_000
const counties = regions.filter(({ level }) => level === 'county')

/** Enterprise, source and tag of a point; points of a source follow each other, and so do sources of an enterprise. */
export const placeOf = (number: number, size: CountrySize = COUNTRY): { enterprise: string; source: string; tag: string } => {
  const source = Math.floor((number * size.sources) / size.points)
  return { enterprise: `E${Math.floor((source * size.enterprises) / size.sources)}`, source: `S${source}`, tag: `TK${number}.temp` }
}

/** A part of the country of so many points. */
export const countryOf = (points: number): CountrySize => {
  const share = points / COUNTRY.points
  return { enterprises: Math.max(1, Math.round(COUNTRY.enterprises * share)), sources: Math.max(1, Math.round(COUNTRY.sources * share)), points }
}

/** Writes a ledger of that size, with three limits a point, spread over the counties, into a record store of its own. */
export const writeCountry = async (file: string, size: CountrySize): Promise<void> => {
  const records = await openRecords(file)
  const ledger = await openLedger(records)
  await ledger.createEnterprises(Array.from({ length: size.enterprises }, (_, index) =>
    Enterprise.parse({ code: `E${index}`, name: `示例 ${index}`, nameEn: `Example ${index}`, region: counties[index % counties.length]?.adcode, industry: 'chemical', location: locationOf(index) })))
  const places = new Map(Array.from({ length: size.points }, (_, number) => placeOf(number, size)).map(({ enterprise, source }) => [source, enterprise]))
  await ledger.createSources([...places].map(([code, enterprise], index) =>
    Source.parse({ enterprise, code, name: `罐区 ${code}`, nameEn: `Tank farm ${code}`, kind: 'tank_farm', location: locationOf(index), inherentLevel: 'blue' })))
  for (let first = 0; first < size.points; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, size.points - first) }, (_, index) => first + index)
    await ledger.createPoints(numbers.map((number) => pointAt(number, size)))
    await ledger.createRules(numbers.flatMap((number) => rulesOf(number, size)))
  }
  await records.destroy()
}

const locationOf = (index: number): { lon: number; lat: number } => ({ lon: 122 + ((index * 37) % 900) / 100, lat: 41 + ((index * 53) % 500) / 100 })

const pointAt = (number: number, size: CountrySize): Point => Point.parse({
  ...placeOf(number, size), name: 'temperature', quantity: 'temperature', unit: 'Cel', rangeLow: -20, rangeHigh: 120, expectedIntervalS: 5, location: null,
})

const rulesOf = (number: number, size: CountrySize): AlarmRule[] => {
  const { enterprise, tag } = placeOf(number, size)
  return ([['L', -5], ['H', 60], ['HH', 90]] as const)
    .map(([kind, limit]) => AlarmRule.parse({ id: `${enterprise}/${tag}/${kind}`, enterprise, point: tag, kind, limit, deadband: 1, priority: kind === 'HH' ? 'red' : 'orange' }))
}
