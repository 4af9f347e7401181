import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Camera } from '@hazardwatch/shared/camera'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { pointKey } from '@hazardwatch/shared/ids'
import type { Enterprise, NumberedPoint, Point, Source } from '@hazardwatch/shared/ledger'
import type { Ledger, LedgerChange } from '@hazardwatch/shared/ledger-port'
import { refusal } from './refusal.ts'

/** For tests: one kind of record in a map, with the refusals that the port promises. */
const shelf = <Item>(what: string, keyOf: (item: Item) => string) => {
  const items = new Map<string, Item>()
  const need = (key: string): Item => {
    const item = items.get(key)
    if (item === undefined) throw refusal('not_found', `${what} ${key} is not registered`)
    return item
  }
  return {
    items,
    need,
    list: (): Item[] => [...items.values()],
    create: (added: readonly Item[]): void => {
      for (const item of added) if (items.has(keyOf(item))) throw refusal('already_exists', `${what} ${keyOf(item)} is registered already`)
      for (const item of added) items.set(keyOf(item), item)
    },
    replace: (item: Item): void => {
      need(keyOf(item))
      items.set(keyOf(item), item)
    },
    retire: (key: string): Item => {
      const item = need(key)
      items.delete(key)
      return item
    },
  }
}

type Tell = (change: LedgerChange) => void

const enterpriseWrites = (
  enterprises: ReturnType<typeof shelf<Enterprise>>, tell: Tell,
): Pick<Ledger, 'createEnterprises' | 'replaceEnterprise' | 'retireEnterprise'> => ({
  createEnterprises: async (added) => {
    enterprises.create(added)
    for (const item of added) tell({ type: 'enterprise', enterprise: item, retired: false })
  },
  replaceEnterprise: async (item) => {
    enterprises.replace(item)
    tell({ type: 'enterprise', enterprise: item, retired: false })
  },
  retireEnterprise: async (code) => { tell({ type: 'enterprise', enterprise: enterprises.retire(code), retired: true }) },
})

const pointWrites = (
  points: ReturnType<typeof shelf<NumberedPoint>>, needParent: (code: string) => void, tell: Tell,
): Pick<Ledger, 'createPoints' | 'replacePoint' | 'retirePoint'> => {
  const numbers = new Map<string, number>()
  const numbered = (point: Point): NumberedPoint => {
    const key = pointKey(point.enterprise, point.tag)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return { ...point, number }
  }
  return {
    createPoints: async (added) => {
      for (const item of added) needParent(item.enterprise)
      const items = added.map(numbered)
      points.create(items)
      for (const item of items) tell({ type: 'point', point: item, retired: false })
    },
    replacePoint: async (item) => { points.replace(numbered(item)) },
    retirePoint: async (owner, tag) => { tell({ type: 'point', point: points.retire(pointKey(owner, tag)), retired: true }) },
  }
}

const gatewayPart = (
  gateways: ReturnType<typeof shelf<GatewayProfile>>, points: ReturnType<typeof shelf<NumberedPoint>>, needParent: (code: string) => void,
): Pick<Ledger, 'gateways' | 'gateway' | 'createGateways' | 'replaceGateway' | 'retireGateway'> => ({
  gateways: gateways.list,
  gateway: (owner, code) => gateways.items.get(pointKey(owner, code)),
  createGateways: async (added) => {
    for (const { enterprise, map } of added) {
      needParent(enterprise)
      for (const { tag, unit } of map) {
        const point = points.items.get(pointKey(enterprise, tag))
        if (unit !== undefined && point !== undefined && unit !== point.unit) throw refusal('unit_impossible', `${unit} is not ${point.unit}`)
      }
    }
    gateways.create(added)
  },
  replaceGateway: async (item) => { gateways.replace(item) },
  retireGateway: async (owner, code) => { gateways.retire(pointKey(owner, code)) },
})

const rulePart = (rules: ReturnType<typeof shelf<AlarmRule>>, needPossible: (rule: AlarmRule) => void) => ({
  ruleCount: () => rules.items.size,
  eachRule: (take: (rule: AlarmRule) => void) => { rules.list().forEach(take) },
  retireRule: async (id: string) => { rules.retire(id) },
  putRules: async (items: readonly AlarmRule[]) => {
    for (const item of items) needPossible(item)
    for (const item of items) rules.items.set(item.id, item)
  },
  ruleFaults: (items: readonly AlarmRule[]) => items.map((item) => {
    try {
      needPossible(item)
      return null
    } catch (error) {
      return error instanceof HazardError ? error.words : { en: String(error), zh: String(error) }
    }
  }),
  ruleChanges: async () => ({ items: [], next: null }),
})

/** For tests: the ledger port in memory, without history. */
export const createLedgerFake = (): Ledger => {
  const enterprises = shelf<Enterprise>('enterprise', ({ code }) => code)
  const sources = shelf<Source>('source', ({ enterprise, code }) => `${enterprise}/${code}`)
  const points = shelf<NumberedPoint>('point', ({ enterprise, tag }) => pointKey(enterprise, tag))
  const rules = shelf<AlarmRule>('rule', ({ id }) => id)
  const gateways = shelf<GatewayProfile>('gateway', ({ enterprise, code }) => pointKey(enterprise, code))
  const cameras = shelf<Camera>('camera', ({ enterprise, id }) => pointKey(enterprise, id))
  const listeners = new Set<Tell>()
  const tell: Tell = (change) => { for (const listener of listeners) listener(change) }
  const needParent = (code: string): void => {
    if (!enterprises.items.has(code)) throw refusal('unknown_reference', `enterprise ${code} is not registered`)
  }
  const needPossible = (rule: AlarmRule): void => {
    if (!points.items.has(pointKey(rule.enterprise, rule.point))) throw refusal('unknown_reference', `point ${rule.point} is not registered`)
    if (rule.deadband > Math.abs(rule.limit ?? Number.POSITIVE_INFINITY)) throw refusal('rule_impossible', 'it would never clear', { item: 0, field: 'deadband' })
  }
  return {
    enterprises: enterprises.list,
    enterprise: (code) => enterprises.items.get(code),
    sources: sources.list,
    source: (owner, code) => sources.items.get(`${owner}/${code}`),
    points: (enterprise) => points.list().filter((point) => enterprise === undefined || point.enterprise === enterprise),
    point: (owner, tag) => points.items.get(pointKey(owner, tag)),
    pointByNumber: (number) => points.list().find((point) => point.number === number),
    tagNumbers: (owner) => new Map(points.list().filter((point) => point.enterprise === owner).map((point) => [point.tag, point.number])),
    rules: ({ enterprise, kind } = {}) => rules.list().filter((rule) => (enterprise === undefined || rule.enterprise === enterprise) && (kind === undefined || rule.kind === kind)),
    rule: (id) => rules.items.get(id),
    cameras: cameras.list,
    camera: (owner, id) => cameras.items.get(pointKey(owner, id)),
    ...enterpriseWrites(enterprises, tell),
    ...pointWrites(points, needParent, tell),
    createSources: async (added) => {
      for (const item of added) needParent(item.enterprise)
      sources.create(added)
    },
    replaceSource: async (item) => { sources.replace(item) },
    retireSource: async (owner, code) => { sources.retire(`${owner}/${code}`) },
    createRules: async (added) => {
      for (const item of added) needPossible(item)
      rules.create(added)
    },
    replaceRule: async (item) => {
      rules.need(item.id)
      needPossible(item)
      rules.replace(item)
    },
    ...rulePart(rules, needPossible),
    ...gatewayPart(gateways, points, needParent),
    createCameras: async (added) => {
      for (const item of added) needParent(item.enterprise)
      cameras.create(added)
    },
    replaceCamera: async (item) => { cameras.replace(item) },
    retireCamera: async (owner, id) => { cameras.retire(pointKey(owner, id)) },
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }
}
