import { ConnectionHelp } from '@hazardwatch/shared/connection-help'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { EnterpriseCode } from '@hazardwatch/shared/ids'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { connectionHelp } from '../connect/connection-help.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

export const connectRoutes = (app: ApiServer, { ledger, addresses, clock }: Pick<ServerParts, 'ledger' | 'addresses' | 'clock'>): void => {
  app.get('/api/v1/enterprises/:code/connect', {
    schema: {
      tags: ['enterprises'], summary: 'Settings to paste for each wire format: host, port, topic, an example with tags of this enterprise, the profile to register, the lines to run',
      params: z.object({ code: EnterpriseCode }), response: { 200: ConnectionHelp, ...problems('bad_request', 'not_found') },
    },
  }, async ({ params: { code }, protocol, host }) => {
    if (ledger.enterprise(code) === undefined) throw new HazardError('not_found', { en: `enterprises has no ${code}; POST /api/v1/enterprises registers it`, zh: `enterprises 中没有 ${code}；可用 POST /api/v1/enterprises 登记` })
    return connectionHelp(code, { ledger, addresses, httpUrl: new URL(`${protocol}://${host}`), now: clock() })
  })
}
