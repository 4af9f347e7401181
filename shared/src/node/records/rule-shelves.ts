import { isLimit, type AlarmRule } from '../../alarm-rule.ts'
import type { RuleFilter } from '../../ledger-port.ts'
import type { RuleKind } from '../../rule-parameters.ts'

type Shelf = Map<string, AlarmRule>

/**
 * Rules by id, each on the shelf of its enterprise. A country has more than a million: whoever wants those of one plant, or the few of a kind,
 * must not walk past all of them, or every edit would hold up the alarms.
 */
export class RuleShelves {
  readonly #shelves: Map<string, Shelf>
  /** Enterprises of the rules whose id does not begin with it. */
  readonly #strays: Map<string, string>
  /** Rules that are no limits, which are most. */
  readonly #kinds = new Map<RuleKind, Shelf>()

  constructor(shelves: Map<string, Shelf> = new Map(), strays: Map<string, string> = new Map()) {
    this.#shelves = shelves
    this.#strays = strays
  }

  get(id: string): AlarmRule | undefined {
    const slash = id.indexOf('/')
    const found = slash < 0 ? undefined : this.#shelves.get(id.slice(0, slash))?.get(id)
    return found ?? this.#shelves.get(this.#strays.get(id) ?? '')?.get(id)
  }

  has(id: string): boolean { return this.get(id) !== undefined }

  set(rule: AlarmRule): void {
    const before = this.get(rule.id)
    if (before !== undefined && (before.enterprise !== rule.enterprise || before.kind !== rule.kind)) this.delete(rule.id)
    this.add(rule)
  }

  /** As `set`, for a rule whose id is new: a start adds a million. */
  add(rule: AlarmRule): void {
    const { id, enterprise, kind } = rule
    addTo(this.#shelves, enterprise, rule)
    if (id[enterprise.length] !== '/' || !id.startsWith(enterprise)) this.#strays.set(id, enterprise)
    if (!isLimit(kind)) addTo(this.#kinds, kind, rule)
  }

  delete(id: string): void {
    const rule = this.get(id)
    if (rule === undefined) return
    takeFrom(this.#shelves, rule.enterprise, id)
    this.#strays.delete(id)
    takeFrom(this.#kinds, rule.kind, id)
  }

  /** @returns rules of an enterprise, of a kind, of both, or all; in no order that means anything. */
  of({ enterprise, kind }: RuleFilter = {}): AlarmRule[] {
    const found: AlarmRule[] = []
    // Plain loops: generators take four times as long over a million.
    for (const shelf of this.#shelvesOf(enterprise, kind)) for (const rule of shelf.values()) if (kind === undefined || rule.kind === kind) found.push(rule)
    return found
  }

  #shelvesOf(enterprise: string | undefined, kind: RuleKind | undefined): Iterable<Shelf> {
    if (enterprise !== undefined) return [this.#shelves.get(enterprise) ?? new Map()]
    if (kind !== undefined && !isLimit(kind)) return [this.#kinds.get(kind) ?? new Map()]
    return this.#shelves.values()
  }

  /** @returns these rules as they would be after some were written, to be read before the next write: the other shelves are shared, not copied. */
  with(written: readonly AlarmRule[]): RuleShelves {
    const shelves = new Map(this.#shelves)
    // Only what changes is copied: the enterprises of the rules as they are and as they will be.
    for (const code of new Set(written.flatMap((rule) => [rule.enterprise, this.get(rule.id)?.enterprise ?? rule.enterprise]))) shelves.set(code, new Map(shelves.get(code)))
    const copy = new RuleShelves(shelves, new Map(this.#strays))
    for (const [kind, shelf] of this.#kinds) copy.#kinds.set(kind, new Map(shelf))
    for (const rule of written) copy.set(rule)
    return copy
  }
}

const addTo = <Key>(shelves: Map<Key, Shelf>, key: Key, rule: AlarmRule): void => {
  const shelf = shelves.get(key)
  if (shelf === undefined) shelves.set(key, new Map([[rule.id, rule]]))
  else shelf.set(rule.id, rule)
}

const takeFrom = <Key>(shelves: Map<Key, Shelf>, key: Key, id: string): void => {
  const shelf = shelves.get(key)
  shelf?.delete(id)
  if (shelf?.size === 0) shelves.delete(key)
}
