import { isLimit, type AlarmRule } from '../../alarm-rule.ts'
import type { RuleFilter } from '../../ledger-port.ts'
import { RowIndex } from '../../row-index.ts'
import { RuleColumns, type RulePlace } from '../../rule-columns.ts'
import type { RuleKind } from '../../rule-parameters.ts'
import { withSpare } from '../../with-spare.ts'

/** @returns the point that a rule is on; undefined when it is on none, or on many. */
export type FindPlace = (enterprise: string, point: string) => RulePlace | undefined

/**
 * Rules by id, each on the shelf of its enterprise. A country has more than a million: whoever wants those of one plant, or the few of a kind,
 * must not walk past all of them, or every edit would hold up the alarms.
 */
export class RuleShelves {
  readonly #placeOf: FindPlace
  /** What lies under a copy; see `with`. */
  readonly #under: RuleShelves | undefined
  readonly #rules = new RuleColumns()
  readonly #rows = new RowIndex((row) => this.#rules.idOf(row))
  /** By enterprise the first row; the rows of a shelf lead to each other in both directions. */
  readonly #shelves = new Map<string, number>()
  #next = new Int32Array(FIRST_ROWS)
  #before = new Int32Array(FIRST_ROWS)
  /** Rows of rules that are no limits, which are most. */
  readonly #kinds = new Map<RuleKind, Set<number>>()
  readonly #free: number[] = []
  #end = 0

  /** @param placeOf finds the points that the rules are on: what is on none is found as well and takes more room */
  constructor(placeOf: FindPlace = () => undefined, under?: RuleShelves) {
    this.#placeOf = placeOf
    this.#under = under
  }

  get(id: string): AlarmRule | undefined {
    const row = this.#rows.get(id)
    return row === undefined ? this.#under?.get(id) : this.#rules.get(row)
  }

  /** How many rules there are; of a copy, how many were written. */
  get size(): number { return this.#end - this.#free.length }

  has(id: string): boolean { return this.#rows.has(id) || this.#under?.has(id) === true }

  set(rule: AlarmRule): void {
    this.delete(rule.id)
    this.add(rule)
  }

  /** As `set`, for a rule whose id is new: a start adds a million. */
  add(rule: AlarmRule): void {
    const { id, enterprise, kind, point } = rule
    const row = this.#free.pop() ?? this.#end++
    this.#reserve(row)
    this.#rules.set(row, rule, this.#placeOf(enterprise, point))
    this.#rows.add(id, row)
    this.#link(enterprise, row)
    if (isLimit(kind)) return
    const ofKind = this.#kinds.get(kind)
    if (ofKind === undefined) this.#kinds.set(kind, new Set([row]))
    else ofKind.add(row)
  }

  /** Makes room for so many rules at once. */
  reserve(rules: number): void {
    const rows = withSpare(rules)
    this.#rules.reserve(rows)
    this.#rows.reserve(rows)
    this.#reserve(rows)
  }

  /** @returns rules of an enterprise, of a kind, of both, or all; in no order that means anything. */
  of(filter: RuleFilter = {}): AlarmRule[] {
    const found = (this.#under?.of(filter) ?? []).filter(({ id }) => !this.#rows.has(id))
    this.#collect(filter, found)
    return found
  }

  #collect({ enterprise, kind }: RuleFilter, found: AlarmRule[]): void {
    const take = (row: number): void => {
      const rule = kind === undefined || this.#rules.kindOf(row) === kind ? this.#rules.get(row) : undefined
      if (rule !== undefined) found.push(rule)
    }
    if (enterprise !== undefined) for (let row = this.#shelves.get(enterprise) ?? NONE; row !== NONE; row = this.#next[row] ?? NONE) take(row)
    else if (kind !== undefined && !isLimit(kind)) for (const row of this.#kinds.get(kind) ?? []) take(row)
    else for (let row = 0; row < this.#end; row++) take(row)
  }

  /** Every rule, one after the other; not of a copy. */
  each(take: (rule: AlarmRule) => void): void {
    for (let row = 0; row < this.#end; row++) {
      const rule = this.#rules.get(row)
      if (rule !== undefined) take(rule)
    }
  }

  /** @returns these rules as they would be after some were written, to be read before the next write and never to be taken from: what is not written is not copied. */
  with(written: readonly AlarmRule[]): RuleShelves {
    const copy = new RuleShelves(this.#placeOf, this)
    for (const rule of written) copy.set(rule)
    return copy
  }

  delete(id: string): void {
    const row = this.#rows.get(id)
    const enterprise = row === undefined ? undefined : this.#rules.enterpriseOf(row)
    const kind = row === undefined ? undefined : this.#rules.kindOf(row)
    if (row === undefined || enterprise === undefined || kind === undefined) return
    this.#unlink(enterprise, row)
    this.#kinds.get(kind)?.delete(row)
    this.#rows.delete(id)
    this.#rules.delete(row)
    this.#free.push(row)
  }

  #link(enterprise: string, row: number): void {
    const first = this.#shelves.get(enterprise) ?? NONE
    this.#next[row] = first
    this.#before[row] = NONE
    if (first !== NONE) this.#before[first] = row
    this.#shelves.set(enterprise, row)
  }

  #unlink(enterprise: string, row: number): void {
    const next = this.#next[row] ?? NONE
    const before = this.#before[row] ?? NONE
    if (next !== NONE) this.#before[next] = before
    if (before !== NONE) this.#next[before] = next
    else if (next === NONE) this.#shelves.delete(enterprise)
    else this.#shelves.set(enterprise, next)
  }

  #reserve(row: number): void {
    if (row < this.#next.length) return
    const rows = Math.max(row + 1, this.#next.length * 2)
    this.#next = grown(this.#next, rows)
    this.#before = grown(this.#before, rows)
  }
}

const NONE = -1
const FIRST_ROWS = 64

const grown = (column: Int32Array, rows: number): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(rows)
  larger.set(column)
  return larger
}
