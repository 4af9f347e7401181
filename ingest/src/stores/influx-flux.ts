import { toFluxValue } from '@influxdata/influxdb-client'
import type { PointName } from '@hazardwatch/shared/point-names'
import { fieldName, measurements, type Measurement } from './influx-names.ts'
import type { Extent, InfluxQueries, Sample, TimeRange } from './influx-queries.ts'
import type { InfluxServer } from './influx-server.ts'
import { withinInflux } from './influx-time.ts'

const text = (value: string): string => toFluxValue(value)

const kinds = ['good', 'quality', 'unusable'] as const

/** Questions in Flux, for InfluxDB 2. Each `filter` and the step behind it are such that the server answers from its index and block summaries. */
export class FluxQueries implements InfluxQueries {
  private readonly server: InfluxServer

  constructor(server: InfluxServer) {
    this.server = server
  }

  probe(): Promise<void> {
    return this.server.flux(`${this.of({ from: 0, to: 1 }, `r._measurement == ${text(measurements.good)}`)} |> limit(n: 1)`, () => undefined)
  }

  async extents(name: PointName, range: TimeRange): Promise<{ good: Extent; quality: Extent }> {
    const extents = { good: nothing(), quality: nothing() }
    const steps = (['good', 'quality'] as const).flatMap((kind) =>
      ['count', 'first', 'last'].map((step) => `${this.field(kind, name, range)} |> ${step}() |> yield(name: "${kind} ${step}")`))
    await this.server.flux(steps.join('\n'), (result, column) => {
      const [kind, step] = result.split(' ') as ['good' | 'quality', 'count' | 'first' | 'last']
      const extent = extents[kind]
      if (step === 'count') extent.count += Number(column('_value'))
      else if (step === 'first') extent.first = Math.min(extent.first, Date.parse(column('_time')))
      else extent.last = Math.max(extent.last, Date.parse(column('_time')))
    })
    return extents
  }

  async samples(name: PointName, range: TimeRange): Promise<{ good: Sample[]; quality: Sample[]; unusable: Sample[] }> {
    const found: Record<(typeof kinds)[number], Sample[]> = { good: [], quality: [], unusable: [] }
    const steps = kinds.map((kind) => `${this.field(kind, name, range)} |> keep(columns: ["_time", "_value"]) |> yield(name: "${kind}")`)
    await this.server.flux(steps.join('\n'), (result, column) => { found[result as (typeof kinds)[number]].push(sampleOf(column)) })
    return found
  }

  async marks(name: PointName, range: TimeRange): Promise<Sample[]> {
    const found: Sample[] = []
    await this.server.flux(`${this.field('mark', name, range)} |> keep(columns: ["_time", "_value"])`, (_result, column) => { found.push(sampleOf(column)) })
    return found
  }

  async buckets(name: PointName, range: TimeRange, width: number): Promise<{ low: Sample[]; high: Sample[]; quality: Sample[] }> {
    const found = { low: [] as Sample[], high: [] as Sample[], quality: [] as Sample[] }
    const offset = ((range.from % width) + width) % width
    const step = (kind: Measurement, selector: string, result: keyof typeof found): string =>
      `${this.field(kind, name, range)} |> window(every: ${width}ms, offset: ${offset}ms) |> ${selector}() |> keep(columns: ["_time", "_value"]) |> yield(name: "${result}")`
    const script = [step('good', 'min', 'low'), step('good', 'max', 'high'), step('quality', 'first', 'quality')].join('\n')
    await this.server.flux(script, (result, column) => { found[result as keyof typeof found].push(sampleOf(column)) })
    return found
  }

  async newest(names: readonly PointName[]): Promise<{ good: Sample | undefined; quality: Sample | undefined; unusable: Sample | undefined }[]> {
    const found = new Map<string, Sample>()
    const wanted = names.map((name) => `(r.enterprise == ${text(name.enterprise)} and r._field == ${text(fieldName(name.tag))})`)
    const keyOf = (measurement: string, enterprise: string, field: string): string => `${measurement} ${enterprise} ${field}`
    const latest = (column: (name: string) => string): void => {
      const key = keyOf(column('_measurement'), column('enterprise'), column('_field'))
      const sample = sampleOf(column)
      const before = found.get(key)
      if (before === undefined || sample[0] > before[0]) found.set(key, sample)
    }
    const everything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
    const steps = kinds.map((kind) => `${this.of(everything, `r._measurement == ${text(measurements[kind])} and (${wanted.join(' or ')})`)} |> last() |> yield(name: "${kind}")`)
    await this.server.flux(steps.join('\n'), (_result, column) => { latest(column) })
    const one = (kind: Measurement, { enterprise, tag }: PointName): Sample | undefined => found.get(keyOf(measurements[kind], enterprise, fieldName(tag)))
    return names.map((name) => ({ good: one('good', name), quality: one('quality', name), unusable: one('unusable', name) }))
  }

  async newestTimes(enterprises: readonly string[]): Promise<Map<string, number>> {
    const found = new Map<string, number>()
    const wanted = enterprises.map((enterprise) => `r.enterprise == ${text(enterprise)}`).join(' or ')
    const everything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
    const steps = (['good', 'quality'] as const).map((kind) =>
      `${this.of(everything, `r._measurement == ${text(measurements[kind])} and (${wanted})`)} |> last() |> keep(columns: ["_time", "enterprise"]) |> yield(name: "${kind}")`)
    await this.server.flux(steps.join('\n'), (_result, column) => {
      const enterprise = column('enterprise')
      found.set(enterprise, Math.max(found.get(enterprise) ?? Number.NEGATIVE_INFINITY, Date.parse(column('_time'))))
    })
    return found
  }

  async enterprisesIn(range: TimeRange): Promise<Set<string>> {
    const found = new Set<string>()
    const steps = (['good', 'quality'] as const).map((kind) =>
      `${this.of(range, `r._measurement == ${text(measurements[kind])}`)} |> first() |> keep(columns: ["enterprise"]) |> group() |> distinct(column: "enterprise") |> yield(name: "${kind}")`)
    await this.server.flux(steps.join('\n'), (_result, column) => { found.add(column('_value')) })
    return found
  }

  async stored(enterprise: string, fields: readonly string[], range: TimeRange, tell: (field: string, time: number) => void): Promise<void> {
    const wanted = fields.map((field) => `r._field == ${text(field)}`).join(' or ')
    const steps = (['good', 'quality'] as const).map((kind) =>
      `${this.of(range, `r._measurement == ${text(measurements[kind])} and r.enterprise == ${text(enterprise)} and (${wanted})`)} |> keep(columns: ["_time", "_field"]) |> yield(name: "${kind}")`)
    await this.server.flux(steps.join('\n'), (_result, column) => { tell(column('_field'), Date.parse(column('_time'))) })
  }

  private field(kind: Measurement, { enterprise, tag }: PointName, range: TimeRange): string {
    return this.of(range, `r._measurement == ${text(measurements[kind])} and r.enterprise == ${text(enterprise)} and r._field == ${text(fieldName(tag))}`)
  }

  private of(range: TimeRange, condition: string): string {
    const { from, to } = withinInflux(range)
    return `from(bucket: ${text(this.server.address.bucket)}) |> range(start: ${from}, stop: ${to}) |> filter(fn: (r) => ${condition})`
  }
}

const nothing = (): Extent => ({ count: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY })

const sampleOf = (column: (name: string) => string): Sample => [Date.parse(column('_time')), Number(column('_value'))]
