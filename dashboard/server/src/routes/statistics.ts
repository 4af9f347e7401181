import { EnterpriseStatistics, GatewayStatistics, LiveStatistics } from '@hazardwatch/shared/gateway-statistics'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { EnterpriseCode, Adcode } from '@hazardwatch/shared/ids'
import { GatewayCode } from '@hazardwatch/shared/gateway-profile'
import { pageOf } from '@hazardwatch/shared/list-page'
import { CalendarDay } from '@hazardwatch/shared/plant-event'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { pageByEnterprise, pageQuery } from '../list-page.ts'
import { problems } from '../problem-details.ts'
import { queryFlag } from '../query-fields.ts'
import { inRegionOf } from '../region-filter.ts'
import type { ServerParts } from '../server-parts.ts'

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 31
const MAX_DAYS = 400

const DayQuery = z.strictObject({
  from: CalendarDay.optional().describe(`First day in China, inclusive; ${DEFAULT_DAYS - 1} days before the last unless said`),
  to: CalendarDay.optional().describe('Last day, inclusive; today unless said'),
})

const ListQuery = z.strictObject({
  enterprise: EnterpriseCode.optional(),
  region: Adcode.optional().describe('With everything below it'),
  online: queryFlag.optional(),
  whole: queryFlag.default(false).describe('true: enterprises as a whole instead of their gateways'),
  ...pageQuery,
})

type StatisticsParts = Pick<ServerParts, 'ledger' | 'regions' | 'statistics' | 'clock' | 'turn'>

/** What gateways and enterprises are scored on: live, and for every day in China. */
export const statisticsRoutes = (app: ApiServer, { ledger, regions, statistics, clock, turn }: StatisticsParts): void => {
  app.get('/api/v1/gateways/statistics', {
    schema: {
      tags: ['gateways'], summary: 'Live figures of all gateways: last message, rates, refusals, clock skew, duplicates, completeness, online time', querystring: ListQuery,
      response: { 200: pageOf(LiveStatistics), ...problems('bad_request', 'unknown_reference') },
    },
  }, async ({ query: { enterprise, region, online, whole, ...page } }) => {
    const inRegion = region === undefined ? undefined : inRegionOf(regions, ledger, region)
    const codes = (enterprise === undefined ? ledger.enterprises().map(({ code }) => code) : [enterprise]).filter((code) => inRegion?.(code) ?? true)
    const wanted = (item: LiveStatistics): boolean => (item.gateway === null) === whole && (online === undefined || (item.online ?? false) === online)
    return pageByEnterprise(codes, (code) => statistics.live([code]).filter(wanted), keyOf, page, turn)
  })
  app.get('/api/v1/gateways/:enterprise/:code/statistics', {
    schema: {
      tags: ['gateways'], summary: 'Live figures of one gateway and those of each day, newest first; code native = the native topics and HTTP',
      params: z.object({ enterprise: EnterpriseCode, code: GatewayCode }), querystring: DayQuery, response: { 200: GatewayStatistics, ...problems('bad_request', 'not_found') },
    },
  }, async ({ params, query }) => {
    const { from, to } = daysOf(query, clock())
    return statistics.gateway(params.enterprise, params.code, from, to)
  })
  app.get('/api/v1/enterprises/:code/statistics', {
    schema: {
      tags: ['enterprises'], summary: 'Live figures of an enterprise and its gateways, and those of the enterprise of each day, newest first',
      params: z.object({ code: EnterpriseCode }), querystring: DayQuery, response: { 200: EnterpriseStatistics, ...problems('bad_request', 'not_found') },
    },
  }, async ({ params, query }) => {
    const { from, to } = daysOf(query, clock())
    return statistics.enterprise(params.code, from, to)
  })
}

const keyOf = ({ enterprise, gateway }: LiveStatistics): string => `${enterprise}/${gateway ?? ''}`

const chinaDay = (epochMs: number): string => new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 10)

const daysOf = (query: z.output<typeof DayQuery>, now: number): { from: string; to: string } => {
  const to = query.to ?? chinaDay(now)
  const from = query.from ?? new Date(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10)
  if (from > to) throw new HazardError('bad_request', { en: `query.from: ${from} lies behind query.to, ${to}`, zh: `query.from：${from} 晚于 query.to（${to}）` })
  if (Date.parse(to) - Date.parse(from) >= MAX_DAYS * DAY_MS) throw new HazardError('bad_request', { en: `query.from: ask for at most ${MAX_DAYS} days at once`, zh: `query.from：一次至多查询 ${MAX_DAYS} 天` })
  return { from, to }
}
