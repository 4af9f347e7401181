import { HazardError } from '@hazardwatch/shared/error-codes'
import { Point } from '@hazardwatch/shared/ledger'
import { pageOf } from '@hazardwatch/shared/list-page'
import { QuarantineId, QuarantinedName, quarantineKinds } from '@hazardwatch/shared/quarantine'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { pageByKey, pageQuery } from '../list-page.ts'
import { problems } from '../problem-details.ts'
import { RegistrationFields, registerQuarantined } from '../register-quarantined.ts'
import type { ServerParts } from '../server-parts.ts'

const Query = z.strictObject({
  enterprise: z.string().max(64).optional(),
  gateway: z.string().max(64).optional(),
  kind: z.enum(quarantineKinds).optional(),
  ...pageQuery,
})

export const quarantineRoutes = (app: ApiServer, { ledger, quarantine }: Pick<ServerParts, 'ledger' | 'quarantine'>): void => {
  app.get('/api/v1/quarantine', {
    schema: {
      tags: ['quarantine'], summary: 'What was seen and is not registered: tags, enterprises, devices', querystring: Query,
      response: { 200: pageOf(QuarantinedName), ...problems('bad_request') },
    },
  }, async ({ query }) => {
    const { enterprise, gateway, kind } = query
    const wanted = quarantine.list().filter((entry) =>
      (enterprise === undefined || entry.enterprise === enterprise) && (gateway === undefined || entry.gateway === gateway) && (kind === undefined || entry.kind === kind))
    return pageByKey(wanted, (entry) => `${entry.enterprise ?? ''}/${entry.gateway ?? ''}/${entry.name}/${entry.id}`, query)
  })
  app.post('/api/v1/quarantine/:id/register', {
    schema: {
      tags: ['quarantine'], summary: 'Register a tag that was seen: its readings are taken from then on', params: z.object({ id: QuarantineId }), body: RegistrationFields.nullish(),
      response: { 201: Point, ...problems('bad_request', 'not_found', 'already_exists', 'unknown_reference', 'unit_impossible', 'forbidden_origin') },
    },
  }, async ({ params, body }, reply) => {
    const entry = quarantine.find(params.id)
    if (entry === undefined) throw new HazardError('not_found', { en: `quarantine has no ${params.id}: it is registered by now, or was pushed out by others; GET /api/v1/quarantine lists what there is`, zh: `quarantine 中没有 ${params.id}：它已经登记，或已被其他条目挤出；GET /api/v1/quarantine 可列出全部` })
    return reply.code(201).send(await registerQuarantined(ledger, entry, RegistrationFields.parse(body ?? {})))
  })
}
