import type { AlarmRule } from './alarm-rule.ts'
import type { RuleId } from './ids.ts'
import type { Point } from './ledger.ts'
import { partId, partTag } from './rule-part.ts'

/** The point that a rule is on. */
export type RulePlace = Pick<Point, 'enterprise' | 'tag'>

/**
 * Rules by row, in little room. A country has more than a million of them, and they differ in their point, limit and deadband and hardly in anything else:
 * those stand in columns, all else is a form that rules share, and the id is made again where it says no more than that. What `get` returns is made anew each time.
 */
export class RuleColumns {
  /** Rules that do not fit: on no known point, or with a model of their own. */
  readonly #whole = new Map<number, AlarmRule>()
  readonly #forms = new FormTable()
  readonly #ids = new Map<number, RuleId>()
  #places: (RulePlace | undefined)[] = []
  /** The number of the row's form and one; 0 = none. */
  #form = new Uint32Array(FIRST_ROWS)
  #limit = new Float64Array(FIRST_ROWS)
  #deadband = new Float64Array(FIRST_ROWS)

  get(row: number): AlarmRule | undefined {
    const form = this.#formOf(row)
    const place = this.#places[row]
    if (form === undefined || place === undefined) return this.#whole.get(row)
    const limit = this.#limit[row] ?? Number.NaN
    return {
      id: this.#idIn(row, form, place), enterprise: place.enterprise, point: place.tag, kind: form.kind,
      limit: Number.isNaN(limit) ? null : limit, deadband: this.#deadband[row] ?? 0, ...form.rest,
    }
  }

  idOf(row: number): RuleId | undefined {
    const form = this.#formOf(row)
    const place = this.#places[row]
    return form === undefined || place === undefined ? this.#whole.get(row)?.id : this.#idIn(row, form, place)
  }

  kindOf(row: number): AlarmRule['kind'] | undefined { return (this.#formOf(row) ?? this.#whole.get(row))?.kind }

  enterpriseOf(row: number): AlarmRule['enterprise'] | undefined { return (this.#places[row] ?? this.#whole.get(row))?.enterprise }

  /** @returns the conditions that the rule combines; asked for every rule that something late is heard for. */
  whenOf(row: number): AlarmRule['when'] { return (this.#formOf(row)?.rest ?? this.#whole.get(row))?.when }

  /** @param place the rule's point, one object for all rules on it; undefined where it is on none that is known */
  set(row: number, rule: AlarmRule, place: RulePlace | undefined): void {
    this.delete(row)
    if (place === undefined || place.enterprise !== rule.enterprise || place.tag !== rule.point || rule.model !== undefined) { this.#whole.set(row, rule); return }
    if (row >= this.#form.length) this.#grow(Math.max(row + 1, this.#form.length * 2))
    while (this.#places.length <= row) this.#places.push(undefined)
    const naming = namingOf(rule)
    this.#places[row] = place
    this.#form[row] = this.#forms.take(rule, naming) + 1
    this.#limit[row] = rule.limit ?? Number.NaN
    this.#deadband[row] = rule.deadband
    if (naming === NAMED) this.#ids.set(row, rule.id)
  }

  delete(row: number): void {
    this.#whole.delete(row)
    const form = this.#form[row] ?? 0
    if (form === 0) return
    this.#forms.give(form - 1)
    this.#form[row] = 0
    this.#places[row] = undefined
    this.#ids.delete(row)
  }

  /** Makes room for so many rows at once. */
  reserve(rows: number): void {
    if (rows <= this.#form.length) return
    this.#grow(rows)
    // Not longer than it must be: one that grows by itself grows by half.
    const places = Array.from<RulePlace | undefined>({ length: rows })
    for (const [row, place] of this.#places.entries()) places[row] = place
    this.#places = places
  }

  #grow(rows: number): void {
    this.#form = grown(this.#form, new Uint32Array(rows))
    this.#limit = grown(this.#limit, new Float64Array(rows))
    this.#deadband = grown(this.#deadband, new Float64Array(rows))
  }

  /** How many forms the rules have. */
  get forms(): number { return this.#forms.size }

  #formOf(row: number): Form | undefined {
    const form = this.#form[row] ?? 0
    return form === 0 ? undefined : this.#forms.at(form - 1)
  }

  #idIn(row: number, { naming, kind }: Form, { enterprise, tag }: RulePlace): RuleId {
    if (naming === '') return idOfLimit(enterprise, tag, kind)
    return naming === NAMED ? this.#ids.get(row) ?? '' as RuleId : partId(naming, tag)
  }
}

const FIRST_ROWS = 64

/** What a rule is besides its id, point, kind, limit and deadband. */
type Rest = Omit<AlarmRule, 'id' | 'enterprise' | 'point' | 'kind' | 'limit' | 'deadband'>

interface Form {
  kind: AlarmRule['kind']
  rest: Rest
  /** How ids are made: '' = of point and kind; `NAMED` = they are kept; else as parts of this rule. */
  naming: string
  /** Rules of this form. */
  rules: number
  key: string
}

/** No id of a rule: it has a control character. */
const NAMED = '\u0000'

const idOfLimit = (enterprise: string, tag: string, kind: string): RuleId => `${enterprise}/${tag}/${kind}` as RuleId

/** @returns whether the id is that which `idOfLimit` makes: found without making it, since a start asks for a million. */
const isOfLimit = (id: string, enterprise: string, tag: string, kind: string): boolean =>
  id.length === enterprise.length + tag.length + kind.length + 2 && id[enterprise.length] === '/' && id[enterprise.length + tag.length + 1] === '/' &&
  id.startsWith(enterprise) && id.startsWith(tag, enterprise.length + 1) && id.endsWith(kind)

const namingOf = ({ id, enterprise, point, kind }: AlarmRule): string => {
  if (isOfLimit(id, enterprise, point, kind)) return ''
  const part = partTag(id)
  return part !== undefined && part === point ? id.slice(0, -part.length - 1) : NAMED
}

/** Forms, each once, as long as a rule has it. */
class FormTable {
  readonly #forms: (Form | undefined)[] = []
  readonly #numbers = new Map<string, number>()
  readonly #free: number[] = []
  /** By kind, the form that was taken last: rules of a kind mostly come in one form, and comparing is quicker than writing a key. */
  readonly #last = new Map<string, number>()

  get size(): number { return this.#numbers.size }

  at(number: number): Form | undefined { return this.#forms[number] }

  /** @returns the number of the form of a rule, of which there is one more now. */
  take(rule: AlarmRule, naming: string): number {
    const last = this.#last.get(rule.kind)
    const number = last !== undefined && isPlainAs(this.#forms[last], rule, naming) ? last : this.#numberOf(rule, naming)
    this.#forms[number]!.rules++
    this.#last.set(rule.kind, number)
    return number
  }

  /** A rule of a form is gone. */
  give(number: number): void {
    const form = this.#forms[number]
    if (form === undefined || --form.rules > 0) return
    this.#numbers.delete(form.key)
    this.#forms[number] = undefined
    this.#free.push(number)
  }

  #numberOf(rule: AlarmRule, naming: string): number {
    const { id: _id, enterprise: _enterprise, point: _point, kind, limit: _limit, deadband: _deadband, ...rest } = rule
    const key = `${naming}\n${kind}\n${JSON.stringify(rest)}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#free.pop() ?? this.#forms.length
    this.#forms[number] = { kind, rest, naming, rules: 0, key }
    this.#numbers.set(key, number)
    return number
  }
}

/** The fields that a limit without parameters has. */
const PLAIN_FIELDS = 13

const isPlainAs = (form: Form | undefined, rule: AlarmRule, naming: string): boolean => {
  if (form?.naming !== naming || form.kind !== rule.kind || Object.keys(rule).length !== PLAIN_FIELDS || Object.keys(form.rest).length !== PLAIN_FIELDS - 6) return false
  const { rest } = form
  return rest.priority === rule.priority && rest.onDelayS === rule.onDelayS && rest.offDelayS === rule.offDelayS && rest.enabled === rule.enabled &&
    rest.ackRequired === rule.ackRequired && rest.latching === rule.latching && rest.reAlarmS === rule.reAlarmS
}

const grown = <Column extends Uint32Array | Float64Array>(from: Column, to: Column): Column => {
  to.set(from)
  return to
}
