import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { EnterpriseCode, RuleId, pointKey } from '@hazardwatch/shared/ids'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { parseSelector, selects } from '@hazardwatch/shared/point-selector'
import { isOnMany, partsOf, type PointLookup } from '@hazardwatch/shared/rule-part'
import { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { isWords } from '@hazardwatch/shared/words'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { queryFlag } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

/** Of a rule on many points, when it is asked for. */
const onMany = {
  points: z.array(z.string()).describe('Tags that the selector means now, and that are watched'),
  excluded: z.array(z.object({ point: z.string(), reason: z.string(), reasonZh: z.string() })).describe('Tags that it means and that cannot be watched, because their unit does not convert'),
  problem: z.string().nullable().describe('Why the rule would be refused if it were written now: a point has come or changed that it does not fit. It is watched all the same'),
  problemZh: z.string().nullable().describe('The same in Chinese'),
}
const RuleView = z.object({ ...AlarmRule.shape, ...z.object(onMany).partial().shape })
const readOnly = z.unknown().optional().describe('Only read: of a rule that is sent back as it came, it is ignored')

/** The id is a wildcard because it may contain slashes, encoded or not. */
const Key = z.object({ '*': RuleId.describe('Rule id, URI-encoded; may contain slashes') })

/** A rule that is given no id is called after what it watches. */
const withId = (written: Record<string, unknown>): Record<string, unknown> =>
  (written.id === undefined ? { ...written, id: `${pointKey(String(written.enterprise), String(written.point))}/${String(written.kind)}` } : written)

export const ruleRoutes = (app: ApiServer, { ledger, turn }: Pick<ServerParts, 'ledger' | 'turn'>): void => {
  ledgerResource(app, {
    name: 'rules',
    turn,
    keyPath: '/*',
    key: Key,
    fields: { ...AlarmRule.shape, points: readOnly, excluded: readOnly, problem: readOnly, problemZh: readOnly, id: RuleId.optional().describe('Left out: ENT/TAG/KIND') },
    item: AlarmRule,
    complete: withId,
    view: RuleView,
    // As it stands: the unit of the points may have been filled in.
    toView: (rule) => ledger.rule(rule.id) ?? rule,
    toWholeView: (rule) => wholeView(ledger, ledger.rule(rule.id) ?? rule),
    filter: {
      enterprise: EnterpriseCode.optional(),
      point: z.string().max(200).optional().describe('Tag, or ENT/TAG: rules on it, and those whose selector means it. Or a selector as it is written'),
      kind: RuleKind.optional(),
      enabled: queryFlag.optional(),
    },
    list: (filter) => wantedRules(ledger, filter),
    keyOf: ({ id }) => id,
    keyText: ({ '*': id }) => id,
    find: ({ '*': id }) => ledger.rule(id),
    create: (items, edit) => ledger.createRules(items, edit),
    replace: (item, edit) => ledger.replaceRule(item, edit),
    retire: ({ '*': id }, edit) => ledger.retireRule(id, edit),
    recorded: true,
  })
}

interface RuleFilter { enterprise?: string | undefined; point?: string | undefined; kind?: RuleKind | undefined; enabled?: boolean | undefined }

function* wantedRules(ledger: PointLookup & Pick<Ledger, 'rules' | 'enterprises'>, { enterprise, point, kind, enabled }: RuleFilter): Generator<AlarmRule | null> {
  for (const rule of rulesOf(ledger, enterprise, kind)) {
    yield (point === undefined || isOn(ledger, rule, point)) && (enabled === undefined || rule.enabled === enabled) ? rule : null
  }
}

/** Plant by plant: a list of all rules of a country takes a tenth of a second to make, in which no alarm is judged. */
function* rulesOf(ledger: Pick<Ledger, 'rules' | 'enterprises'>, enterprise: string | undefined, kind: RuleKind | undefined): Generator<AlarmRule> {
  for (const code of enterprise === undefined ? ledger.enterprises().map((each) => each.code) : [enterprise]) yield* ledger.rules({ enterprise: code, kind })
}

const isOn = (ledger: PointLookup, rule: AlarmRule, asked: string): boolean => {
  if (rule.point === asked || pointKey(rule.enterprise, rule.point) === asked) return true
  return [asked, ...(asked.startsWith(`${rule.enterprise}/`) ? [asked.slice(rule.enterprise.length + 1)] : [])].some((tag) => isMeant(ledger, rule, tag))
}

/** Also where it cannot be watched: who asks what there is for a point is told of the rule that leaves it out. */
const isMeant = (ledger: PointLookup, rule: AlarmRule, tag: string): boolean => {
  const point = isOnMany(ledger, rule) ? ledger.point(rule.enterprise, tag) : undefined
  const selector = point && parseSelector(rule.point)
  return point !== undefined && selector !== undefined && !isWords(selector) && selects(selector, point)
}

const wholeView = (ledger: PointLookup & Pick<Ledger, 'ruleFaults'>, rule: AlarmRule): z.output<typeof RuleView> => {
  if (!isOnMany(ledger, rule)) return rule
  const { parts, excluded } = partsOf(ledger, rule)
  const problem = ledger.ruleFaults([rule])[0]
  return {
    ...rule, points: parts.map(({ point }) => point.tag).sort(), excluded: excluded.map(({ point, reason }) => ({ point: point.tag, reason: reason.en, reasonZh: reason.zh })),
    problem: problem?.en ?? null, problemZh: problem?.zh ?? null,
  }
}
