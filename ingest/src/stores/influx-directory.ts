import type { PointName } from '@hazardwatch/shared/point-names'
import { PointGaps } from './point-gaps.ts'
import { fieldKey, linePrefixes, type LinePrefixes } from './influx-names.ts'

/**
 * Point numbers to places in InfluxDB, in columns indexed by the number: the series (enterprise and source), the field key as bytes of a line,
 * and the time up to which the server may have readings of the point. 28 bytes a point and its name.
 */
export class InfluxDirectory {
  private readonly names = new Map<number, PointName>()
  private readonly prefixes: LinePrefixes[] = []
  private readonly seriesNumbers = new Map<string, number>()
  private seriesOf = new Int32Array(1_024).fill(-1)
  private newest = new Float64Array(1_024).fill(Number.NEGATIVE_INFINITY)
  /** The line that each point was on last; as a column that stays, or each batch would clear one for all points. */
  private lineOf = new Float64Array(1_024)
  private lines = 0
  private keyAt = new Uint32Array(1_024)
  private keyLength = new Uint16Array(1_024)
  private keys = new Uint8Array(16_384)
  private keysEnd = 0
  private gaps: PointGaps | undefined

  /** While a backlog drains beside what is live, the server has none of it although it has later readings. */
  expectOlder(isExpected: boolean): void {
    // A point that the server was not asked about has no gap until it is learnt.
    this.gaps = isExpected ? new PointGaps(this.newest.map((time, point) => (this.knows(point) ? time : Number.POSITIVE_INFINITY))) : undefined
  }

  knows(point: number): boolean {
    return point < this.seriesOf.length && (this.seriesOf[point] ?? -1) >= 0
  }

  nameOf(point: number): PointName | undefined {
    return this.names.get(point)
  }

  /** @param newest epoch ms: the server has no reading of the point that is later */
  learn(point: number, name: PointName, newest: number): void {
    if (point >= this.seriesOf.length) this.reserve(point + 1)
    this.names.set(point, name)
    this.seriesOf[point] = this.seriesNumber(name)
    this.newest[point] = Math.max(newest, this.newest[point] ?? newest)
    this.gaps?.open(point, this.newest[point])
    const key = Buffer.from(`${fieldKey(name.tag)}=`)
    if (this.keysEnd + key.length > this.keys.length) this.keys = grown(this.keys, Math.max(this.keys.length * 2, this.keysEnd + key.length))
    this.keys.set(key, this.keysEnd)
    this.keyAt[point] = this.keysEnd
    this.keyLength[point] = key.length
    this.keysEnd += key.length
  }

  /** The point may have moved to another source: it is looked up again. */
  forget(point: number): void {
    this.names.delete(point)
    if (point < this.seriesOf.length) this.seriesOf[point] = -1
  }

  /** Number of the series of a point; -1 for one that is not known. */
  seriesNumberOf(point: number): number {
    return this.seriesOf[point] ?? -1
  }

  prefixesOf(series: number): LinePrefixes {
    const known = this.prefixes[series]
    if (known === undefined) throw new RangeError(`there is no series ${series}`)
    return known
  }

  /** Whether the server may have a reading of the point at this time already. */
  mayHave(point: number, time: number): boolean {
    return !(time > (this.newest[point] ?? Number.POSITIVE_INFINITY)) && this.gaps?.has(point, time) !== true
  }

  advance(point: number, time: number): void {
    if (time > (this.newest[point] ?? Number.POSITIVE_INFINITY)) {
      this.newest[point] = time
      this.gaps?.advance(point, time)
    } else this.gaps?.take(point, time)
  }

  /** @returns a number for a line that no point is on yet */
  beginLine(): number {
    return ++this.lines
  }

  /** Puts the point on the line. @returns whether it was on it before */
  isOn(line: number, point: number): boolean {
    if (this.lineOf[point] === line) return true
    this.lineOf[point] = line
    return false
  }

  /** Copies `key=` of a point to the target. @returns the end of it. */
  writeKey(point: number, target: Uint8Array, at: number): number {
    const from = this.keyAt[point] ?? 0
    const length = this.keyLength[point] ?? 0
    // Keys are short: a call to `set` costs more than the loop.
    for (let index = 0; index < length; index++) target[at + index] = this.keys[from + index] ?? 0
    return at + length
  }

  private seriesNumber(name: PointName): number {
    const key = `${name.enterprise}/${name.source}`
    const known = this.seriesNumbers.get(key)
    if (known !== undefined) return known
    const number = this.prefixes.push(linePrefixes(name)) - 1
    this.seriesNumbers.set(key, number)
    return number
  }

  private reserve(points: number): void {
    const size = Math.max(points, this.seriesOf.length * 2)
    this.seriesOf = grown(this.seriesOf, size, -1)
    this.newest = grown(this.newest, size, Number.NEGATIVE_INFINITY)
    this.lineOf = grown(this.lineOf, size)
    this.keyAt = grown(this.keyAt, size)
    this.keyLength = grown(this.keyLength, size)
  }
}

const grown = <Column extends Int32Array | Float64Array | Uint32Array | Uint16Array | Uint8Array>(column: Column, size: number, fill = 0): Column => {
  const larger = new (column.constructor as new (size: number) => Column)(size).fill(fill)
  larger.set(column)
  return larger as Column
}
