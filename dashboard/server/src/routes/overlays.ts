import { hidingStates } from '@hazardwatch/shared/alarm'
import type { AlarmTarget } from '@hazardwatch/shared/alarm-desk'
import { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import { Adcode, EnterpriseCode, RuleId, Tag } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import { queryList } from '../query-fields.ts'
import { inRegionOf } from '../region-filter.ts'
import type { ServerParts } from '../server-parts.ts'
import { Hide, Reveal, Shelve } from './alarm-commands.ts'

const Query = z.strictObject({
  enterprise: EnterpriseCode.optional(),
  region: Adcode.optional().describe('With everything below it'),
  state: queryList(hidingStates).optional(),
})
const target = { rule: RuleId, point: Tag.optional().describe('Tag; needed where the rule is on many points') }
const Begin = z.discriminatedUnion('state', [
  Shelve.extend({ ...target, state: z.literal('shelved') }),
  Hide.extend({ ...target, state: z.literal('out_of_service') }),
  Hide.extend({ ...target, state: z.literal('suppressed') }),
])
const End = Reveal.extend({ ...target, state: z.enum(hidingStates) })

/** What is hidden, by rule: an alarm that is normal can be shelved, suppressed or taken out of service, too. */
export const overlayRoutes = (app: ApiServer, { desk, ledger, regions }: Pick<ServerParts, 'desk' | 'ledger' | 'regions'>): void => {
  app.get('/api/v1/overlays', {
    schema: {
      tags: ['alarms'], summary: 'What is shelved, suppressed or out of service', querystring: Query,
      response: { 200: pageOf(AlarmOverlay), ...problems('bad_request', 'unknown_reference') },
    },
  }, ({ query }) => {
    const inRegion = query.region === undefined ? () => true : inRegionOf(regions, ledger, query.region)
    const items = desk.overlays().filter(({ enterprise, state }) =>
      inRegion(enterprise) && (query.enterprise === undefined || query.enterprise === enterprise) && (query.state?.includes(state) ?? true))
    return { items, next: null }
  })
  const response = { 200: AlarmOverlay, ...problems('bad_request', 'not_found', 'alarm_state', 'shelve_too_long', 'forbidden_origin') }
  app.post('/api/v1/overlays', { schema: { tags: ['alarms'], summary: 'Hide the alarm of a rule', body: Begin, response } }, ({ body }) => {
    const { by, reason } = body
    const on = targetOf(body)
    switch (body.state) {
      case 'shelved': return desk.shelve(on, { by, reason, oneShot: body.oneShot, ...(body.forS !== undefined && { forS: body.forS }) })
      case 'out_of_service': return desk.outOfService(on, { by, reason })
      case 'suppressed': return desk.suppress(on, { by, reason })
    }
  })
  app.post('/api/v1/overlays/end', { schema: { tags: ['alarms'], summary: 'Bring the alarm of a rule back', body: End, response } }, ({ body }) => {
    const order = { by: body.by, reason: body.reason }
    const commands = { shelved: desk.unshelve, out_of_service: desk.returnToService, suppressed: desk.unsuppress }
    return commands[body.state](targetOf(body), order)
  })
}

const targetOf = ({ rule, point }: { rule: string; point?: string | undefined }): AlarmTarget => ({ rule, ...(point !== undefined && { point }) })
