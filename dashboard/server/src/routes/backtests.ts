import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { BacktestView, type BacktestDesk } from '@hazardwatch/shared/backtest'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { RuleId } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { mergePatch } from '../merge-patch.ts'
import { noSuch } from '../no-such.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'
import { parseInput } from '../validate-input.ts'

const DAY_MS = 86_400_000
/** Epoch ms or ISO 8601 with a zone. */
const Moment = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
const range = {
  days: z.number().positive().max(400).default(7).describe('How far back from `to`, unless `from` is given'),
  from: Moment.optional(),
  to: Moment.optional().describe('Left out: now'),
}
const RuleBody = z.strictObject({ candidate: z.record(z.string(), z.unknown()).describe('Fields of the rule that would change (JSON merge patch); `{}` replays the rule as it is'), ...range })
const ManyBody = z.strictObject({ candidates: z.array(AlarmRule).min(1).max(100_000), ...range })
const Params = z.object({ id: z.string() })
/** The id of a rule may contain slashes, encoded or not; its last part is what is asked for. */
const RuleParams = z.object({ '*': RuleId.describe('Rule id, URI-encoded, and `/backtest` behind it') })
const SUFFIX = '/backtest'

export const backtestRoutes = (app: ApiServer, { ledger, backtests, clock }: Pick<ServerParts, 'ledger' | 'backtests' | 'clock'>): void => {
  app.post('/api/v1/rules/*', {
    schema: {
      tags: ['rules'], summary: 'Try a change of a rule on stored history: what would have alarmed, as a difference', params: RuleParams, body: RuleBody,
      response: { 202: BacktestView, ...problems('bad_request', 'not_found', 'unknown_reference', 'forbidden_origin', 'busy', 'store_unavailable') },
    },
  }, async ({ params, body }, reply) => {
    const path = params['*']
    if (!path.endsWith(SUFFIX)) throw new HazardError('not_found', { en: 'what can be done with a rule is /api/v1/rules/{id}/backtest', zh: '对规则可用的操作是 /api/v1/rules/{id}/backtest' })
    const id = path.slice(0, -SUFFIX.length)
    const rule = ledger.rule(id)
    if (rule === undefined) throw noSuch('rules', id)
    const candidate = readCandidate({ ...rule }, body.candidate)
    return reply.code(202).send(backtests.start({ candidates: [candidate], ...rangeOf(body, clock()) }))
  })
  app.post('/api/v1/backtests', {
    schema: {
      tags: ['rules'], summary: 'Try several rules at once on stored history', body: ManyBody,
      response: { 202: BacktestView, ...problems('bad_request', 'unknown_reference', 'forbidden_origin', 'busy', 'store_unavailable') },
    },
  }, async ({ body }, reply) => reply.code(202).send(backtests.start({ candidates: body.candidates, ...rangeOf(body, clock()) })))

  listRoutes(app, backtests)
}

const listRoutes = (app: ApiServer, backtests: BacktestDesk): void => {
  app.get('/api/v1/backtests', {
    schema: { tags: ['rules'], summary: 'Backtests since the start of the service, newest first', response: { 200: pageOf(BacktestView.omit({ result: true })), ...problems('bad_request') } },
  }, async () => ({ items: backtests.list(), next: null }))
  app.get('/api/v1/backtests/:id', {
    schema: { tags: ['rules'], summary: 'Progress and result of a backtest', params: Params, response: { 200: BacktestView, ...problems('bad_request', 'not_found') } },
  }, async ({ params }) => {
    const view = backtests.find(params.id)
    if (view === undefined) throw noSuch('backtests', params.id)
    return view
  })
  app.delete('/api/v1/backtests/:id', {
    schema: { tags: ['rules'], summary: 'Cancel a backtest', params: Params, response: { 200: BacktestView, ...problems('bad_request', 'not_found', 'forbidden_origin') } },
  }, async ({ params }) => backtests.cancel(params.id))
}

const readCandidate = (rule: Record<string, unknown>, changes: Record<string, unknown>): AlarmRule =>
  parseInput(AlarmRule, mergePatch(AlarmRule.shape, rule, { ...changes, id: rule.id }), 'candidate')

const rangeOf = ({ days, from, to }: { days: number; from?: number | undefined; to?: number | undefined }, now: number): { from: number; to: number } => {
  const end = to ?? now
  const start = from ?? end - days * DAY_MS
  if (!(start < end)) throw new HazardError('bad_request', { en: 'from: must lie before to', zh: 'from：必须早于 to' })
  return { from: start, to: end }
}
