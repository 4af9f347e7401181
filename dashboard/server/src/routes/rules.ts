import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { EnterpriseCode, RuleId, pointKey } from '@hazardwatch/shared/ids'
import { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { queryFlag } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

/** The id is a wildcard because it may contain slashes, encoded or not. */
const Key = z.object({ '*': RuleId.describe('Rule id, URI-encoded; may contain slashes') })

/** A rule that is given no id is called after what it watches. */
const withId = (written: Record<string, unknown>): Record<string, unknown> =>
  (written.id === undefined ? { ...written, id: `${pointKey(String(written.enterprise), String(written.point))}/${String(written.kind)}` } : written)

export const ruleRoutes = (app: ApiServer, { ledger }: Pick<ServerParts, 'ledger'>): void => {
  ledgerResource(app, {
    name: 'rules',
    keyPath: '/*',
    key: Key,
    fields: { ...AlarmRule.shape, id: RuleId.optional().describe('Left out: ENT/TAG/KIND') },
    item: AlarmRule,
    complete: withId,
    view: AlarmRule,
    toView: (rule) => rule,
    filter: {
      enterprise: EnterpriseCode.optional(),
      point: z.string().max(200).optional().describe('Tag, or ENT/TAG'),
      kind: RuleKind.optional(),
      enabled: queryFlag.optional(),
    },
    list: ({ enterprise, point, kind, enabled }) =>
      ledger.rules().filter((rule) =>
        (enterprise === undefined || rule.enterprise === enterprise)
        && (point === undefined || rule.point === point || pointKey(rule.enterprise, rule.point) === point)
        && (kind === undefined || rule.kind === kind) && (enabled === undefined || rule.enabled === enabled)),
    keyOf: ({ id }) => id,
    keyText: ({ '*': id }) => id,
    find: ({ '*': id }) => ledger.rule(id),
    create: (items, edit) => ledger.createRules(items, edit),
    replace: (item, edit) => ledger.replaceRule(item, edit),
    retire: ({ '*': id }, edit) => ledger.retireRule(id, edit),
    recorded: true,
  })
}
