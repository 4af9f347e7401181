import type { AlarmRule } from './alarm-rule.ts'
import type { Camera } from './camera.ts'
import type { GatewayProfile } from './gateway-profile.ts'
import type { Page } from './list-page.ts'
import type { RuleKind } from './rule-parameters.ts'
import type { RuleChange, RuleChangeFilter, RuleEdit } from './rule-change.ts'
import type { Enterprise, NumberedPoint, Point, Source } from './ledger.ts'
import type { Words } from './words.ts'

/** A change of the ledger, told after it is durable. */
export type LedgerChange =
  | { type: 'enterprise'; enterprise: Enterprise; retired: boolean }
  | { type: 'source'; source: Source; retired: boolean }
  | { type: 'point'; point: NumberedPoint; retired: boolean }
  | { type: 'rule'; rule: AlarmRule; retired: boolean }
  | { type: 'gateway'; gateway: GatewayProfile; retired: boolean }
  | { type: 'camera'; camera: Camera; retired: boolean }

/** Rules of an enterprise, of a kind, of both; left out: all. */
export interface RuleFilter {
  enterprise?: string | undefined
  kind?: RuleKind | undefined
}

/**
 * Port: the ledger of enterprises, sources, points, rules, gateways and cameras. Reads are from memory (the whole ledger is held there);
 * writes resolve when durable and throw HazardError: `already_exists` (create), `not_found` (replace, retire),
 * `unknown_reference` (a parent that is not there), `rule_impossible`, `unit_impossible` (gateways and points). Creating several is all or nothing.
 * Retired records are not listed; their history stays. A point that is registered again gets its old number back.
 */
export interface Ledger {
  enterprises(): Enterprise[]
  enterprise(code: string): Enterprise | undefined
  sources(): Source[]
  source(enterprise: string, code: string): Source | undefined
  /** All, or those of one enterprise. */
  points(enterprise?: string): NumberedPoint[]
  point(enterprise: string, tag: string): NumberedPoint | undefined
  pointByNumber(number: number): NumberedPoint | undefined
  /** Tag to point number of one enterprise; undefined when the enterprise is not registered. The same Map object lives on and is kept current. */
  tagNumbers(enterprise: string): ReadonlyMap<string, number> | undefined
  rules(of?: RuleFilter): AlarmRule[]
  rule(id: string): AlarmRule | undefined
  /** Every rule, one after the other: a country has more than a million, too many for a list. */
  eachRule(take: (rule: AlarmRule) => void): void
  /** How many rules there are; a rule on many points is one. */
  ruleCount(): number
  gateways(): GatewayProfile[]
  gateway(enterprise: string, code: string): GatewayProfile | undefined
  cameras(): Camera[]
  camera(enterprise: string, id: string): Camera | undefined

  createEnterprises(items: readonly Enterprise[]): Promise<void>
  replaceEnterprise(item: Enterprise): Promise<void>
  retireEnterprise(code: string): Promise<void>
  createSources(items: readonly Source[]): Promise<void>
  replaceSource(item: Source): Promise<void>
  retireSource(enterprise: string, code: string): Promise<void>
  createPoints(items: readonly Point[]): Promise<void>
  replacePoint(item: Point): Promise<void>
  retirePoint(enterprise: string, tag: string): Promise<void>
  /** Each edit of a rule leaves a change record: who, when, before, after, why. */
  createRules(items: readonly AlarmRule[], edit?: RuleEdit): Promise<void>
  replaceRule(item: AlarmRule, edit?: RuleEdit): Promise<void>
  retireRule(id: string, edit?: RuleEdit): Promise<void>
  /** Creates or replaces, all or nothing. */
  putRules(items: readonly AlarmRule[], edit?: RuleEdit): Promise<void>
  /** What is wrong with each of the rules if all of them were written; null where nothing is. */
  ruleFaults(items: readonly AlarmRule[]): (Words | null)[]
  /** The newest first. */
  ruleChanges(filter: RuleChangeFilter): Promise<Page<RuleChange>>
  /** `already_exists` also where a topic or a device number could be of two gateways. Tags of the map need not be registered. */
  createGateways(items: readonly GatewayProfile[]): Promise<void>
  replaceGateway(item: GatewayProfile): Promise<void>
  retireGateway(enterprise: string, code: string): Promise<void>
  /** `already_exists` also where another enterprise has the camera: its id names one device in the country. */
  createCameras(items: readonly Camera[]): Promise<void>
  replaceCamera(item: Camera): Promise<void>
  retireCamera(enterprise: string, id: string): Promise<void>

  /** @returns how to stop listening. */
  onChange(listener: (change: LedgerChange) => void): () => void
}
