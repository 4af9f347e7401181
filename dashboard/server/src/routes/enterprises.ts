import { Adcode, EnterpriseCode } from '@hazardwatch/shared/ids'
import { Enterprise, industries } from '@hazardwatch/shared/ledger'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { inRegionOf } from '../region-filter.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

export const enterpriseRoutes = (app: ApiServer, { ledger, regions, turn }: Pick<ServerParts, 'ledger' | 'regions' | 'turn'>): void => {
  ledgerResource(app, {
    name: 'enterprises',
    turn,
    keyPath: '/:code',
    key: z.object({ code: EnterpriseCode }),
    fields: Enterprise.shape,
    item: Enterprise,
    view: Enterprise,
    toView: (enterprise) => enterprise,
    filter: { region: Adcode.optional().describe('With everything below it'), industry: z.enum(industries).optional() },
    list: ({ region, industry }) => {
      const inRegion = region === undefined ? undefined : inRegionOf(regions, ledger, region)
      return ledger.enterprises().filter((item) => (inRegion?.(item.code) ?? true) && (industry === undefined || item.industry === industry))
    },
    keyOf: (enterprise) => enterprise.code,
    keyText: ({ code }) => code,
    find: ({ code }) => ledger.enterprise(code),
    create: (items) => ledger.createEnterprises(items),
    replace: (item) => ledger.replaceEnterprise(item),
    retire: ({ code }) => ledger.retireEnterprise(code),
  })
}
