import { GatewayCode, gatewayFields, gatewayFormats, GatewayProfile, GatewayView } from '@hazardwatch/shared/gateway-profile'
import { EnterpriseCode, pointKey, Tag } from '@hazardwatch/shared/ids'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import type { ServerParts } from '../server-parts.ts'
import { ledgerResource } from './ledger-resource.ts'

export const gatewayRoutes = (app: ApiServer, { ledger, turn }: Pick<ServerParts, 'ledger' | 'turn'>): void => {
  const unregistered = ({ enterprise, map }: GatewayProfile): Tag[] =>
    [...new Set(map.map(({ tag }) => tag))].filter((tag) => ledger.point(enterprise, tag) === undefined)

  ledgerResource(app, {
    name: 'gateways',
    turn,
    keyPath: '/:enterprise/:code',
    key: z.object({ enterprise: EnterpriseCode, code: GatewayCode }),
    // What was read may be written back.
    fields: { ...gatewayFields, unregistered: z.array(Tag).optional().describe('Ignored: it follows from the points') },
    item: GatewayProfile,
    view: GatewayView,
    toView: (gateway) => ({ ...gateway, unregistered: unregistered(gateway) }),
    filter: { enterprise: EnterpriseCode.optional(), format: z.enum(gatewayFormats).optional() },
    list: ({ enterprise, format }) =>
      ledger.gateways().filter((gateway) => (enterprise === undefined || gateway.enterprise === enterprise) && (format === undefined || gateway.format === format)),
    keyOf: ({ enterprise, code }) => pointKey(enterprise, code),
    keyText: ({ enterprise, code }) => pointKey(enterprise, code),
    find: ({ enterprise, code }) => ledger.gateway(enterprise, code),
    create: (items) => ledger.createGateways(items),
    replace: (item) => ledger.replaceGateway(item),
    retire: ({ enterprise, code }) => ledger.retireGateway(enterprise, code),
  })
}
