import type { PointName } from '@hazardwatch/shared/point-names'
import { fieldName, measurements, type Measurement } from './influx-names.ts'
import type { Extent, InfluxQueries, Sample, TimeRange } from './influx-queries.ts'
import { influxQlSource, quotedName, type InfluxQlResult, type InfluxServer } from './influx-server.ts'
import { withinInflux } from './influx-time.ts'

const text = (value: string): string => `'${value.replace(/['\\]/g, String.raw`\$&`)}'`

const kinds: readonly Measurement[] = ['good', 'quality', 'unusable']

/** Questions in InfluxQL, for InfluxDB 1. TOP and BOTTOM are its only selectors that keep the time of what they select within a window. */
export class InfluxQlQueries implements InfluxQueries {
  private readonly server: InfluxServer

  constructor(server: InfluxServer) {
    this.server = server
  }

  async probe(): Promise<void> {
    await this.server.ask([`SELECT * FROM ${this.source('good')} WHERE time >= 0ms AND time < 1ms LIMIT 1`])
  }

  async extents(name: PointName, range: TimeRange): Promise<{ good: Extent; quality: Extent }> {
    const field = quotedName(fieldName(name.tag))
    const results = await this.server.ask((['good', 'quality'] as const).flatMap((kind) =>
      [`count(${field})`, `first(${field})`, `last(${field})`].map((what) => this.select(kind, what, name, range))))
    const extentOf = (from: number): Extent => {
      const [count, first, last] = results.slice(from, from + 3).map((result) => samplesIn(result)[0])
      return { count: count?.[1] ?? 0, first: first?.[0] ?? 0, last: last?.[0] ?? 0 }
    }
    return { good: extentOf(0), quality: extentOf(3) }
  }

  async samples(name: PointName, range: TimeRange): Promise<{ good: Sample[]; quality: Sample[]; unusable: Sample[] }> {
    const [good, quality, unusable] = await this.server.ask(kinds.map((kind) => this.select(kind, quotedName(fieldName(name.tag)), name, range)))
    return { good: samplesIn(good), quality: samplesIn(quality), unusable: samplesIn(unusable) }
  }

  async marks(name: PointName, range: TimeRange): Promise<Sample[]> {
    const [found] = await this.server.ask([this.select('mark', quotedName(fieldName(name.tag)), name, range)])
    return samplesIn(found)
  }

  async buckets(name: PointName, range: TimeRange, width: number): Promise<{ low: Sample[]; high: Sample[]; quality: Sample[] }> {
    const field = quotedName(fieldName(name.tag))
    const offset = ((range.from % width) + width) % width
    const windows = ` GROUP BY time(${width}ms, ${offset}ms)`
    const [low, high, quality] = await this.server.ask([
      this.select('good', `bottom(${field}, 1)`, name, range) + windows,
      this.select('good', `top(${field}, 1)`, name, range) + windows,
      // Qualities are few: all of them, for the times.
      this.select('quality', field, name, range),
    ])
    return { low: samplesIn(low), high: samplesIn(high), quality: samplesIn(quality) }
  }

  async newest(names: readonly PointName[]): Promise<{ good: Sample | undefined; quality: Sample | undefined; unusable: Sample | undefined }[]> {
    const results = await this.server.ask(names.flatMap((name) => kinds.map((kind) => this.select(kind, `last(${quotedName(fieldName(name.tag))})`, name))))
    return names.map((_, index) => {
      const [good, quality, unusable] = results.slice(index * 3, index * 3 + 3).map((result) => samplesIn(result)[0])
      return { good, quality, unusable }
    })
  }

  async newestTimes(enterprises: readonly string[]): Promise<Map<string, number>> {
    const sources = `${this.source('good')}, ${this.source('quality')}`
    const results = await this.server.ask(enterprises.map((enterprise) => `SELECT *::field FROM ${sources} WHERE "enterprise"::tag = ${text(enterprise)} ORDER BY time DESC LIMIT 1`))
    const found = new Map<string, number>()
    for (const [index, { series = [] }] of results.entries()) {
      const times = series.flatMap(({ values }) => values.map(([time]) => Number(time)))
      if (times.length > 0) found.set(enterprises[index] ?? '', Math.max(...times))
    }
    return found
  }

  async enterprisesIn(range: TimeRange): Promise<Set<string>> {
    const { from, to } = withinInflux(range)
    const results = await this.server.ask((['good', 'quality'] as const).map((kind) =>
      `SELECT *::field FROM ${this.source(kind)} WHERE time >= '${from}' AND time < '${to}' GROUP BY "enterprise"::tag LIMIT 1`))
    return new Set(results.flatMap(({ series = [] }) => series.map(({ tags }) => tags?.['enterprise'] ?? '')))
  }

  async stored(enterprise: string, fields: readonly string[], range: TimeRange, tell: (field: string, time: number) => void): Promise<void> {
    const { from, to } = withinInflux(range)
    const sources = `${this.source('good')}, ${this.source('quality')}`
    const [result] = await this.server.ask([
      `SELECT ${fields.map(quotedName).join(', ')} FROM ${sources} WHERE "enterprise"::tag = ${text(enterprise)} AND time >= '${from}' AND time < '${to}'`,
    ])
    for (const { values } of result?.series ?? []) {
      for (const [time, ...columns] of values) {
        for (const [index, value] of columns.entries()) if (value !== null) tell(fields[index] ?? '', Number(time))
      }
    }
  }

  private select(kind: Measurement, what: string, { enterprise }: PointName, range: TimeRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }): string {
    const { from, to } = withinInflux(range)
    return `SELECT ${what} FROM ${this.source(kind)} WHERE "enterprise"::tag = ${text(enterprise)} AND time >= '${from}' AND time < '${to}'`
  }

  private source(kind: Measurement): string {
    return influxQlSource(this.server.address.bucket, measurements[kind])
  }
}

const samplesIn = (result: InfluxQlResult | undefined): Sample[] =>
  (result?.series ?? []).flatMap(({ values }) => values.map(([time, value]): Sample => [Number(time), Number(value)]))
